package org.sparkbertopic.embedding.sparknlp;

import java.lang.reflect.InvocationTargetException;
import java.util.List;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A stage of a pipeline by its parameters, which every stage of Spark ML tells by their names.
 *
 * @param transformer loaded for this library alone: its parameters may be set
 */
record AnnotatorStage(Transformer transformer) {

  private static final String INPUT = "inputCol";
  private static final String INPUTS = "inputCols";
  private static final String OUTPUT = "outputCol";
  private static final String STORAGE = "storageRef";
  private static final String BATCH_SIZE = "batchSize";

  /** Rows of a table become several by these. */
  private static final List<String> EXPLODING = List.of("explodeSentences", "explodeSplits");

  /** Columns of the table that are given to an assembler, beside the one of texts. */
  private static final List<String> BESIDE_TEXT = List.of("idCol", "metadataCol");

  private static final String TYPE = "annotatorType";

  boolean isOfSparkNlp() {
    return transformer.getClass().getName().startsWith(SparkNlpClasses.PACKAGE);
  }

  boolean isAssembler() {
    return transformer.getClass().getName().equals(SparkNlpClasses.ASSEMBLER);
  }

  /** Empty for one that reads no columns, or does not tell. */
  List<String> inputs() {
    if (value(INPUTS) instanceof String[] several) {
      return List.of(several);
    }
    return value(INPUT) instanceof String one ? List.of(one) : List.of();
  }

  /** Null for one that writes several columns, or does not tell. */
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

  /** Of the annotations that it reads, such as {@code document} and {@code token}. */
  List<String> inputTypes() {
    return List.of(
        (String[])
            SparkNlpClasses.call(transformer.getClass(), transformer, "inputAnnotatorTypes"));
  }

  /** Of the annotations in a column; empty if it has none. */
  static String type(StructField column) {
    Metadata metadata = column.metadata();
    return metadata.contains(TYPE) ? metadata.getString(TYPE) : "";
  }

  /** The column that it adds, with what it tells of it; null if it adds none. */
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

  /** Under which Spark NLP keeps its vectors on disk; null for one that keeps none. */
  String storage() {
    try {
      transformer.getClass().getMethod("databases");
      return value(STORAGE) instanceof String name ? name : null;
    } catch (NoSuchMethodException e) {
      return null;
    }
  }

  /** Its own parameters, as far as a text's vector is to depend on nothing but the text. */
  void settle(String folder) {
    for (String name : EXPLODING) {
      if (Boolean.TRUE.equals(value(name))) {
        throw new IllegalArgumentException(
            name
                + " of "
                + transformer.uid()
                + " must be false, got true in "
                + folder
                + ": a document would become several; save the pipeline without it");
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

  /** Whether it has such a limit. */
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
