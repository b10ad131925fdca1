package org.sparkbertopic.embedding.sparknlp;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.compute.Checks;

/**
 * A saved pipeline or annotator of Spark NLP that tags parts of speech, loaded on this driver. Runs
 * by Spark NLP's {@code LightPipeline}, text by text, without Spark jobs. Thread-safe.
 */
public final class TaggingPipeline {

  private static final String LIGHT = SparkNlpClasses.PACKAGE + "nlp.LightPipeline";

  private final String folder;
  private final String tagCol;
  private final Object light;
  private final Method annotate;

  private TaggingPipeline(String folder, String tagCol, Object light, Method annotate) {
    this.folder = folder;
    this.tagCol = tagCol;
    this.light = light;
    this.annotate = annotate;
  }

  /**
   * @param sentence name of its sentence in the text; words of one sentence follow each other
   * @param word as the pipeline's tokenizer gives it
   * @param tag of the model's tag set
   */
  public record TaggedWord(String sentence, String word, String tag) {}

  /**
   * Loads a pipeline on the first call in a Spark application.
   *
   * @throws IllegalArgumentException if it cannot be loaded, tags no words, or Spark NLP is missing
   * @throws IllegalStateException if there is no Spark session
   */
  public static TaggingPipeline shared(String folder) {
    return OpenPipelines.tagger(SparkNlpEmbedder.session(), SavedFolder.of(folder));
  }

  /**
   * Reads the folder's list of stages, without a Spark session.
   *
   * @throws IllegalArgumentException if it holds something else, or Spark NLP is missing
   */
  public static void requireUsable(String folder) {
    SavedFolder saved = SavedFolder.of(folder);
    if (saved.isReadableNow()) {
      SavedStages.read(saved);
    }
    SparkNlpClasses.require();
  }

  static TaggingPipeline of(AnnotatorPipeline pipeline, Dataset<Row> probes, String folder) {
    PipelineModel model =
        new Pipeline()
            .setStages(pipeline.stages().toArray(PipelineStage[]::new))
            .fit(probes.withColumnRenamed(AnnotatorPipeline.PROBE, pipeline.textCol()));
    try {
      Class<?> type = SparkNlpClasses.named(LIGHT);
      Object light =
          type.getConstructor(PipelineModel.class, boolean.class).newInstance(model, false);
      return new TaggingPipeline(
          folder, pipeline.outCol(), light, type.getMethod("fullAnnotateJava", String.class));
    } catch (ReflectiveOperationException e) {
      throw SparkNlpClasses.missing(e);
    }
  }

  /** The words of a text with their tags, in order. */
  public List<TaggedWord> tag(String text) {
    List<TaggedWord> words = new ArrayList<>();
    try {
      Map<?, ?> columns = (Map<?, ?>) annotate.invoke(light, text);
      for (Object annotation : (List<?>) columns.get(tagCol)) {
        words.add(word(annotation, text));
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new IllegalArgumentException(
          "model must tag the words of a text, got an error from "
              + folder
              + " ("
              + OpenPipelines.reason(e)
              + "); try the pipeline by Spark NLP alone, and save it again",
          e);
    }
    return words;
  }

  private TaggedWord word(Object annotation, String text) {
    Class<?> type = annotation.getClass();
    Map<?, ?> metadata = (Map<?, ?>) SparkNlpClasses.call(type, annotation, "getMetadata");
    Object sentence = metadata.get("sentence");
    // A pipeline that cleans its documents counts characters of the cleaned text.
    Object word = metadata.get("word");
    return new TaggedWord(
        sentence == null ? "" : sentence.toString(),
        word == null ? cut(annotation, text) : word.toString(),
        (String) SparkNlpClasses.call(type, annotation, "getResult"));
  }

  private static String cut(Object annotation, String text) {
    Class<?> type = annotation.getClass();
    int begin = (int) SparkNlpClasses.call(type, annotation, "getBegin");
    int end = (int) SparkNlpClasses.call(type, annotation, "getEnd") + 1;
    if (begin < 0 || begin > end || end > text.length()) {
      throw Checks.invalid(
          "tags must be of words of the text, got the characters %d to %d of %d",
          begin, end, text.length());
    }
    return text.substring(begin, end);
  }
}
