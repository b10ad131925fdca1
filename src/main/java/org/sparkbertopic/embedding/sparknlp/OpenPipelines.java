package org.sparkbertopic.embedding.sparknlp;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.Metadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparkbertopic.compute.Checks;
import scala.collection.Seq;

/**
 * The pipelines loaded on this driver. They refer to broadcasts, so they live as long as the Spark
 * application.
 */
final class OpenPipelines {

  private static final Logger LOG = LoggerFactory.getLogger(OpenPipelines.class);

  /**
   * Texts of different lengths: with a vector for each token the results have different lengths
   * too.
   */
  private static final List<String> PROBES =
      List.of("time", "how long are the vectors of a longer text, with a few more words in it?");

  private static final Map<String, Open> OPEN = new HashMap<>();
  private static final Map<String, TaggingPipeline> TAGGERS = new HashMap<>();

  private static final String DIMENSION = "dimension";
  private static final int MOST_SHOWN = 300;

  /** Hashes of the vectors on disk, by the name under which Spark NLP stores them. */
  private static final Map<String, String> STORAGES = new HashMap<>();

  private static String application = "";

  private OpenPipelines() {}

  /** A pipeline and the length of its vectors. */
  record Open(AnnotatorPipeline pipeline, int dimension) {}

  /**
   * @throws IllegalArgumentException if it is missing, damaged, or gives no vectors
   */
  static synchronized Open shared(SparkSession spark, SavedFolder folder, int maxTokens) {
    forgetOtherApplications(spark);
    String key = maxTokens + "\n" + folder.key();
    Open known = OPEN.get(key);
    if (known == null) {
      known = open(spark, folder, maxTokens);
      OPEN.put(key, known);
    }
    return known;
  }

  /**
   * The same for a pipeline that tags parts of speech.
   *
   * @throws IllegalArgumentException if it is missing, damaged, or gives no tags
   */
  static synchronized TaggingPipeline tagger(SparkSession spark, SavedFolder folder) {
    forgetOtherApplications(spark);
    String key = folder.key();
    TaggingPipeline known = TAGGERS.get(key);
    if (known == null) {
      SavedStages saved = SavedStages.read(folder);
      SparkNlpClasses.require();
      Dataset<Row> probes = probes(spark);
      AnnotatorPipeline pipeline =
          AnnotatorPipeline.ofTags(load(saved, folder), probes, folder.given());
      LOG.info("{} tags by {}", folder.given(), pipeline);
      known = TaggingPipeline.of(pipeline, probes, folder.given());
      TAGGERS.put(key, known);
    }
    return known;
  }

  private static void forgetOtherApplications(SparkSession spark) {
    String running = spark.sparkContext().applicationId();
    if (!running.equals(application)) {
      OPEN.clear();
      TAGGERS.clear();
      STORAGES.clear();
      application = running;
    }
  }

  private static Dataset<Row> probes(SparkSession spark) {
    return spark.createDataset(PROBES, Encoders.STRING()).toDF(AnnotatorPipeline.PROBE).coalesce(1);
  }

  private static Open open(SparkSession spark, SavedFolder folder, int maxTokens) {
    SavedStages saved = SavedStages.read(folder);
    SparkNlpClasses.require();
    Dataset<Row> probes = probes(spark);
    AnnotatorPipeline pipeline =
        AnnotatorPipeline.of(load(saved, folder), maxTokens, probes, folder.given());
    pipeline.stages().forEach(stage -> requireOwnStorage(new AnnotatorStage(stage), folder));
    LOG.info("{} embeds by {}", folder.given(), pipeline);
    return new Open(pipeline, dimension(pipeline, probes, folder.given()));
  }

  private static Transformer load(SavedStages saved, SavedFolder folder) {
    try {
      String path = folder.files().makeQualified(folder.path()).toString();
      if (saved.isPipeline()) {
        return PipelineModel.load(path);
      }
      Class<?> type = SparkNlpClasses.named(saved.classes().get(0));
      return (Transformer) ((MLReader<?>) type.getMethod("read").invoke(null)).load(path);
    } catch (Exception | LinkageError e) {
      // Scala throws checked exceptions without declaring them; a damaged file may cause any.
      throw new IllegalArgumentException(
          "model must be a whole pipeline or annotator of Spark NLP "
              + SparkNlpClasses.version()
              + " or earlier, got "
              + folder.given()
              + " ("
              + reason(e)
              + "); copy the folder again, or save it by this version",
          e);
    }
  }

  /**
   * Spark NLP opens a storage once per application, and every later folder with its name gets the
   * same one.
   */
  private static void requireOwnStorage(AnnotatorStage stage, SavedFolder folder) {
    String name = stage.storage();
    if (name == null) {
      return;
    }
    String hash =
        folder.contentHash(path -> path.matches("(.*/)?storage/[^/]*_\\Q" + name + "\\E/.*"));
    String earlier = STORAGES.putIfAbsent(name, hash);
    if (earlier != null && !earlier.equals(hash)) {
      throw Checks.invalid(
          "storageRef must tell word vectors apart within a Spark application, got %s of %s,"
              + " which a model with other vectors has that was loaded before: Spark NLP would give"
              + " that one's; save one of them with another storageRef, or use them one at a time",
          name, folder.given());
    }
  }

  private static int dimension(AnnotatorPipeline pipeline, Dataset<Row> probes, String folder) {
    List<Row> rows;
    Metadata metadata;
    try {
      Dataset<Row> embedded = pipeline.addPieces(probes, AnnotatorPipeline.PROBE, "__pieces");
      metadata = embedded.schema().apply(pipeline.outCol()).metadata();
      rows = embedded.select("__pieces").collectAsList();
    } catch (Exception | LinkageError e) {
      throw new IllegalArgumentException(
          "model must embed a text, got an error from "
              + folder
              + " ("
              + reason(e)
              + "); try the pipeline by Spark NLP alone, and save it again",
          e);
    }
    int declared = metadata.contains(DIMENSION) ? (int) metadata.getLong(DIMENSION) : 0;
    SortedSet<Integer> lengths = new TreeSet<>();
    for (Row row : rows) {
      for (Object piece : row.isNullAt(0) ? List.of() : row.getList(0)) {
        if (piece != null) {
          lengths.add(((Seq<?>) piece).length());
        }
      }
    }
    // An annotator that knows none of the words may return an empty vector.
    lengths.remove(0);
    if (lengths.isEmpty() && declared > 0) {
      return declared;
    }
    if (lengths.size() != 1 || isSeveral(lengths.first(), declared)) {
      throw new IllegalArgumentException(wrongShape(lengths, declared, folder));
    }
    return lengths.first();
  }

  private static boolean isSeveral(int length, int declared) {
    return declared > 0 && length > declared && length % declared == 0;
  }

  private static String wrongShape(SortedSet<Integer> lengths, int declared, String folder) {
    return String.format(
        Locale.ROOT,
        "model must give one vector for a sentence, of a length that does not depend on the sentence, got %s numbers from %s, which says %d: the vectors of all its tokens in one, as BertSentenceEmbeddings gives them for a model that was exported without a pooled output; import the model as E5Embeddings or MPNetEmbeddings, which pool, or as BertEmbeddings with SentenceEmbeddings after it; where the numbers are right, save the annotator with this dimension (setDimension)",
        lengths.isEmpty() ? "no" : lengths.toString(),
        folder,
        declared);
  }

  /** The innermost cause, which is the informative one. */
  static String reason(Throwable error) {
    Throwable cause = error;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String text = cause.toString().lines().findFirst().orElse("");
    return text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "…" : text;
  }
}
