package org.sparkbertopic.embedding.sparknlp;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.embedding.TableStep;

/**
 * The stages of a loaded pipeline that lead from a text to its embeddings, or to the parts of
 * speech of its words. Other stages do not run: they cost time, and later ones (finishers) remove
 * the annotations.
 *
 * @param stages in order
 * @param textCol column that the first stage reads
 * @param outCol column of annotations with the embeddings or tags
 */
record AnnotatorPipeline(List<Transformer> stages, String textCol, String outCol)
    implements TableStep {

  /** Text column of a table for a trial run of a pipeline. */
  static final String PROBE = "text";

  private static final String SENTENCE_EMBEDDINGS = "sentence_embeddings";
  private static final String WORD_EMBEDDINGS = "word_embeddings";
  private static final String DOCUMENT = "document";
  private static final String TOKEN = "token";
  private static final String POS = "pos";

  /** Prefix of columns that are added here; no saved pipeline uses it. */
  private static final String OURS = "__nlp_";

  @Override
  public Dataset<Row> addPieces(Dataset<Row> rows, String textCol, String outCol) {
    return annotated(rows.withColumn(this.textCol, col(textCol)))
        .withColumn(outCol, col("`" + this.outCol + "`").getField("embeddings"));
  }

  /** The rows with all columns of the stages. */
  Dataset<Row> annotated(Dataset<Row> texts) {
    Dataset<Row> table = texts;
    for (Transformer stage : stages) {
      table = stage.transform(table);
    }
    return table;
  }

  /**
   * @param loaded a pipeline, or an annotator
   * @param maxTokens 0: as saved
   * @param probes a table with a column of strings, {@link #PROBE}
   * @throws IllegalArgumentException if no column of embeddings follows from texts
   */
  static AnnotatorPipeline of(
      Transformer loaded, int maxTokens, Dataset<Row> probes, String folder) {
    AnnotatorPipeline pipeline =
        needed(throughEmbeddings(stages(loaded, probes, folder), folder), folder);
    boolean limited = false;
    for (Transformer transformer : pipeline.stages()) {
      AnnotatorStage stage = new AnnotatorStage(transformer);
      stage.settle(folder);
      limited |= maxTokens > 0 && stage.limitTokens(maxTokens);
    }
    if (maxTokens > 0 && !limited) {
      throw Checks.invalid(
          "maxTokens must be 0 for a pipeline without a transformer, got %s for %s; leave it at 0",
          maxTokens, folder);
    }
    return pipeline;
  }

  /**
   * The stages that lead to the last column of parts of speech.
   *
   * @param loaded a pipeline, or an annotator
   * @param probes a table with a column of strings, {@link #PROBE}
   * @throws IllegalArgumentException if no such column follows from texts
   */
  static AnnotatorPipeline ofTags(Transformer loaded, Dataset<Row> probes, String folder) {
    List<AnnotatorStage> stages = stages(loaded, probes, folder);
    List<String> types = types(stages);
    int last = types.lastIndexOf(POS);
    if (last < 0) {
      throw Checks.invalid(
          "model must give parts of speech (pos), got stages that give %s in %s; save the pipeline"
              + " with a PerceptronModel",
          types, folder);
    }
    AnnotatorPipeline pipeline = needed(stages.subList(0, last + 1), folder);
    pipeline.stages().forEach(stage -> new AnnotatorStage(stage).settle(folder));
    return pipeline;
  }

  private static List<AnnotatorStage> stages(
      Transformer loaded, Dataset<Row> probes, String folder) {
    return loaded instanceof PipelineModel pipeline
        ? flat(pipeline, new ArrayList<>())
        : around(new AnnotatorStage(loaded), probes, folder);
  }

  private static List<AnnotatorStage> flat(PipelineModel pipeline, List<AnnotatorStage> stages) {
    for (Transformer stage : pipeline.stages()) {
      if (stage instanceof PipelineModel within) {
        flat(within, stages);
      } else {
        stages.add(new AnnotatorStage(stage));
      }
    }
    return stages;
  }

  /** Puts the stages that an annotator needs before it. */
  private static List<AnnotatorStage> around(
      AnnotatorStage annotator, Dataset<Row> probes, String folder) {
    List<String> types = annotator.inputTypes();
    if (types.isEmpty() || !Set.of(DOCUMENT, TOKEN).containsAll(types)) {
      throw Checks.invalid(
          "model must be an annotator that reads documents and tokens, got %s, which reads %s,"
              + " in %s; save a pipeline with what it needs before it",
          annotator.transformer().getClass().getName(), types, folder);
    }
    AnnotatorStage assembler =
        new AnnotatorStage((Transformer) SparkNlpClasses.stage(SparkNlpClasses.ASSEMBLER))
            .reading(PROBE)
            .writing(OURS + DOCUMENT);
    List<AnnotatorStage> stages = new ArrayList<>(List.of(assembler));
    if (types.contains(TOKEN)) {
      Estimator<?> tokenizer = (Estimator<?>) SparkNlpClasses.stage(SparkNlpClasses.TOKENIZER);
      // Its rules need no documents, but its estimator requires a table.
      AnnotatorStage tokens =
          new AnnotatorStage(
              fit(tokenizer, assembler.transformer().transform(probes), OURS + DOCUMENT));
      stages.add(tokens.reading(OURS + DOCUMENT).writing(OURS + TOKEN));
    }
    stages.add(
        annotator
            .reading(types.stream().map(type -> OURS + type).toArray(String[]::new))
            .writing(OURS + "annotations"));
    return stages;
  }

  private static Transformer fit(Estimator<?> estimator, Dataset<Row> documents, String column) {
    estimator.set(estimator.getParam("inputCols"), new String[] {column});
    return estimator.fit(documents);
  }

  /** The type of the annotations that each stage gives; empty if it gives none. */
  private static List<String> types(List<AnnotatorStage> stages) {
    List<String> types = new ArrayList<>();
    StructType schema = new StructType();
    for (AnnotatorStage stage : stages) {
      StructField added = null;
      if (stage.isOfSparkNlp()) {
        if (stage.isAssembler() && !stage.inputs().isEmpty()) {
          schema = schema.add(stage.inputs().get(0), DataTypes.StringType);
        }
        added = stage.added(schema);
      }
      types.add(added == null ? "" : AnnotatorStage.type(added));
      schema = added == null ? schema : schema.add(added);
    }
    return types;
  }

  /**
   * Up to the last stage that gives sentence embeddings; averages word embeddings if there is none.
   */
  private static List<AnnotatorStage> throughEmbeddings(
      List<AnnotatorStage> stages, String folder) {
    List<String> types = types(stages);
    int last = types.lastIndexOf(SENTENCE_EMBEDDINGS);
    if (last >= 0) {
      return stages.subList(0, last + 1);
    }
    last = types.lastIndexOf(WORD_EMBEDDINGS);
    if (last < 0) {
      throw Checks.invalid(
          "model must give sentence_embeddings or word_embeddings, got stages that give %s in"
              + " %s; save the pipeline with an annotator of embeddings",
          types, folder);
    }
    List<AnnotatorStage> through = new ArrayList<>(stages.subList(0, last + 1));
    AnnotatorStage words = stages.get(last);
    through.add(
        new AnnotatorStage((Transformer) SparkNlpClasses.stage(SparkNlpClasses.SENTENCE_EMBEDDINGS))
            .reading(documentOf(words, stages, types), words.output())
            .writing(OURS + SENTENCE_EMBEDDINGS));
    return through;
  }

  /** The column of documents or sentences that an annotator reads, else the first such column. */
  private static String documentOf(
      AnnotatorStage words, List<AnnotatorStage> stages, List<String> types) {
    String document = null;
    for (int i = types.size() - 1; i >= 0; i--) {
      if (types.get(i).equals(DOCUMENT)) {
        document = stages.get(i).output();
        if (words.inputs().contains(document)) {
          return document;
        }
      }
    }
    return document;
  }

  /** The stages on the way from the text to the last stage's column. */
  private static AnnotatorPipeline needed(List<AnnotatorStage> stages, String folder) {
    String outCol = stages.get(stages.size() - 1).output();
    Set<String> needed = new LinkedHashSet<>(List.of(outCol));
    Set<String> texts = new LinkedHashSet<>();
    List<Transformer> kept = new ArrayList<>();
    for (int i = stages.size() - 1; i >= 0; i--) {
      AnnotatorStage stage = stages.get(i);
      String output = stage.output();
      boolean wanted = output == null ? !stage.isOfSparkNlp() : needed.remove(output);
      if (!wanted) {
        continue;
      }
      if (!stage.isOfSparkNlp()) {
        throw Checks.invalid(
            "model must embed by annotators of Spark NLP alone, got the stage %s of %s in %s,"
                + " which may change texts or rows; run it before, and save the pipeline without it",
            stage.transformer().uid(), stage.transformer().getClass().getName(), folder);
      }
      kept.add(stage.transformer());
      needed.addAll(stage.inputs());
      if (stage.isAssembler()) {
        texts.addAll(stage.inputs());
      }
    }
    if (texts.size() != 1 || !needed.equals(texts)) {
      throw Checks.invalid(
          "model must begin with one DocumentAssembler that reads the texts, got a pipeline"
              + " that reads the columns %s in %s; put the assembler before it and save it again",
          needed, folder);
    }
    Collections.reverse(kept);
    return new AnnotatorPipeline(List.copyOf(kept), texts.iterator().next(), outCol);
  }

  @Override
  public String toString() {
    return String.join(" > ", stages.stream().map(Transformer::uid).toList())
        + Arrays.asList(textCol, outCol);
  }
}
