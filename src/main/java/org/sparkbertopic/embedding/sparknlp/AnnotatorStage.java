package org.sparkbertopic.embedding.sparknlp;

import java.lang.reflect.InvocationTargetException;
import java.util.List;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.compute.Checks;

/**
 * A stage of a pipeline, accessed by its parameters, which every Spark ML stage lists by name.
 *
 * @param transformer loaded for this library only, so its parameters may be set
 */
record AnnotatorStage(Transformer transformer) {

  private static final String INPUT = "inputCol";
  private static final String INPUTS = "inputCols";
  private static final String OUTPUT = "outputCol";
  private static final String STORAGE = "storageRef";
  private static final String BATCH_SIZE = "batchSize";

  /** Parameters that turn one row into several. */
  private static final List<String> EXPLODING = List.of("explodeSentences", "explodeSplits");

  /** Parameters for an assembler's columns other than the text column. */
  private static final List<String> BESIDE_TEXT = List.of("idCol", "metadataCol");

  private static final String TYPE = "annotatorType";

  boolean isOfSparkNlp() {
    return transformer.getClass().getName().startsWith(SparkNlpClasses.PACKAGE);
  }

  boolean isAssembler() {
    return transformer.getClass().getName().equals(SparkNlpClasses.ASSEMBLER);
  }

  /** The columns that it reads; empty if there are none or it does not name them. */
  List<String> inputs() {
    if (value(INPUTS) instanceof String[] several) {
      return List.of(several);
    }
    return value(INPUT) instanceof String one ? List.of(one) : List.of();
  }

  /** The column that it writes; null if there are several or it does not name it. */
  String output() {
    return value(OUTPUT) instanceof String name ? name : null;
  }

  private Object value(String name) {
    if (!transformer.hasParam(name)) {
      return null;
    }
    scala.Option<?> value = transformer.get(transformer.getParam(name));
    if (value.isEmpty()) {
      value = transformer.getDefault(transformer.getParam(name));
    }
    return value.isEmpty() ? null : value.get();
  }

  private void set(String name, Object value) {
    transformer.set(transformer.getParam(name), value);
  }

  AnnotatorStage reading(String... columns) {
    if (transformer.hasParam(INPUTS)) {
      set(INPUTS, columns);
    } else {
      set(INPUT, columns[0]);
    }
    return this;
  }

  AnnotatorStage writing(String column) {
    set(OUTPUT, column);
    return this;
  }

  /** The types of the annotations that it reads, such as {@code document} and {@code token}. */
  List<String> inputTypes() {
    return List.of(
        (String[])
            SparkNlpClasses.call(transformer.getClass(), transformer, "inputAnnotatorTypes"));
  }

  /** The type of the annotations in a column; empty if there are none. */
  static String type(StructField column) {
    Metadata metadata = column.metadata();
    return metadata.contains(TYPE) ? metadata.getString(TYPE) : "";
  }

  /** The column that it adds, with its metadata; null if it adds none. */
  StructField added(StructType before) {
    StructField[] after;
    try {
      after = transformer.transformSchema(before).fields();
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "the stages of a pipeline must fit each other, but "
              + transformer.uid()
              + " refuses the columns "
              + List.of(before.fieldNames())
              + " ("
              + e.getMessage()
              + "); try the pipeline by Spark NLP alone, and save it again",
          e);
    }
    return after.length > before.length() ? after[after.length - 1] : null;
  }

  /** The name under which Spark NLP stores its vectors on disk; null if it stores none. */
  String storage() {
    try {
      transformer.getClass().getMethod("databases");
      return value(STORAGE) instanceof String name ? name : null;
    } catch (NoSuchMethodException e) {
      return null;
    }
  }

  /** Sets its parameters so that a text's vector depends only on the text. */
  void settle(String folder) {
    for (String name : EXPLODING) {
      if (Boolean.TRUE.equals(value(name))) {
        throw Checks.invalid(
            "%s of %s must be false, got true in %s: a document would become several; save the"
                + " pipeline without it",
            name, transformer.uid(), folder);
      }
    }
    if (transformer.hasParam(BATCH_SIZE)) {
      set(BATCH_SIZE, 1);
    }
    for (String name : BESIDE_TEXT) {
      if (isAssembler() && transformer.hasParam(name)) {
        transformer.clear(transformer.getParam(name));
      }
    }
  }

  /** Limits the tokens, and returns whether the stage has such a limit. */
  boolean limitTokens(int most) {
    try {
      transformer.getClass().getMethod("setMaxSentenceLength", int.class).invoke(transformer, most);
      return true;
    } catch (NoSuchMethodException e) {
      return false;
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(
          "maxTokens must be what "
              + transformer.uid()
              + " takes, got "
              + most
              + " ("
              + e.getCause().getMessage()
              + "); give less, or 0 to leave it as it was saved",
          e);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("a public method can be called", e);
    }
  }
}
