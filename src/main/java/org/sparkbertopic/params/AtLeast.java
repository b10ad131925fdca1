package org.sparkbertopic.params;

import java.io.Serializable;
import java.util.Locale;
import scala.runtime.AbstractFunction1;

/**
 * A parameter's minimum. Spark's own check names the stage by its random uid and does not say which
 * values are valid.
 */
public final class AtLeast extends AbstractFunction1<Object, Object> implements Serializable {

  private static final long serialVersionUID = 1L;

  private final String parameter;
  private final int least;

  public AtLeast(String parameter, int least) {
    this.parameter = parameter;
    this.least = least;
  }

  /**
   * @throws IllegalArgumentException if the value is below the minimum
   */
  @Override
  public Object apply(Object value) {
    if ((int) value < least) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%s must be at least %d, got %d", parameter, least, (int) value));
    }
    return true;
  }
}
