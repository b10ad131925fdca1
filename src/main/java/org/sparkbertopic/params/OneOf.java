package org.sparkbertopic.params;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import scala.runtime.AbstractFunction1;

/**
 * The names that a parameter may have as its value. Spark's own check names the stage by its random
 * uid and does not say which values are valid.
 */
public final class OneOf extends AbstractFunction1<String, Object> implements Serializable {

  private static final long serialVersionUID = 1L;

  private final String parameter;
  private final List<String> names;

  /**
   * @param values the constants of an enum
   */
  public OneOf(String parameter, Enum<?>... values) {
    this.parameter = parameter;
    this.names = Arrays.stream(values).map(Enum::name).toList();
  }

  /**
   * @throws IllegalArgumentException if the value is not one of the names
   */
  @Override
  public Object apply(String value) {
    if (!names.contains(value)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s must be one of %s, got %s", parameter, names, value));
    }
    return true;
  }
}
