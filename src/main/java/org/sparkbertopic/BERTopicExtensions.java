package org.sparkbertopic;

import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.WeakHashMap;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.SparkSessionExtensions;
import org.sparkbertopic.compat.ParserHook;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.pipeline.query.ModelFunctions;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * The functions of {@link BERTopicFunctions} in every session of a Spark application, such as the
 * SQL shell and the Thrift server:
 *
 * <pre>{@code
 * spark-sql --jars spark-bertopic-all.jar \
 *   --conf spark.sql.extensions=org.sparkbertopic.BERTopicExtensions \
 *   --conf spark.bertopic.model=/path/of/a/model
 * }</pre>
 *
 * The model is loaded by the first statement that names a function, and shared by the sessions. It
 * may not reach outside of its directory; models that need that are registered in code.
 */
public final class BERTopicExtensions extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {

  /** The setting that names the model's directory. */
  public static final String MODEL = "spark.bertopic.model";

  private static final String SIGN = ModelFunctions.PREFIX + "_";

  /** Sessions that have the functions. */
  private final Set<SparkSession> served = Collections.newSetFromMap(new WeakHashMap<>());

  private BERTopicModel model;
  private String path;

  @Override
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    ParserHook.inject(extensions, this::serve);
    return BoxedUnit.UNIT;
  }

  private void serve(SparkSession session, String sql) {
    if (!sql.toLowerCase(Locale.ROOT).contains(SIGN)) {
      return;
    }
    synchronized (this) {
      // Set first: what is done here may parse SQL of its own.
      if (served.add(session)) {
        boolean done = false;
        try {
          BERTopicFunctions.register(session, model(session));
          done = true;
        } finally {
          if (!done) {
            served.remove(session);
          }
        }
      }
    }
  }

  private BERTopicModel model(SparkSession session) {
    String wanted = session.conf().get(MODEL, "");
    if (wanted.isBlank()) {
      throw Checks.invalid(
          "%s must name the directory of a model, got nothing; give --conf %s=OUTPUT/model of a fit",
          MODEL, MODEL);
    }
    if (!wanted.equals(path)) {
      try {
        model = BERTopicModel.load(wanted);
      } catch (RuntimeException e) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s must name the directory of a model, got '%s': %s",
                MODEL,
                wanted,
                e.getMessage()),
            e);
      }
      path = wanted;
    }
    return model;
  }
}
