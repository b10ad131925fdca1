package org.sparkbertopic.online;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Objects;
import org.sparkbertopic.clustering.Clusterer;
import org.sparkbertopic.clustering.hdbscan.ClusterSelectionMethod;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.params.PartJson;
import org.sparkbertopic.reduction.DimensionReducer;
import org.sparkbertopic.reduction.umap.Umap;
import org.sparkbertopic.stage.represent.TopicGrowth.Weights;
import org.sparkbertopic.stage.workspace.Fingerprint;
import org.sparkbertopic.topics.history.Chunk;
import org.sparkbertopic.topics.history.ModelHistory;

/**
 * How a model grows.
 *
 * @param knownIds what becomes of documents whose ids the model has already
 * @param bufferSize most outliers that wait for a topic; 0: no new topics
 * @param newTopicSimilarity a cluster of outliers whose centre has a smaller cosine than this with
 *     every topic becomes a topic, any other joins the nearest topic; in (0, 1]. 0: as similar as
 *     the model's own topics are to each other, see {@link NewTopics}
 * @param minTopicSize fewest documents of a new topic; 0: as many as the fit asked for
 * @param wordsThreshold share of a topic's top words that must change before representations that
 *     cost (embedders, language models) describe it again; in [0, 1]
 * @param decay share of their weight that all documents lose with each chunk, in [0, 1)
 * @param halfLifeDays days after which a document has half its weight; 0: weights do not depend on
 *     time. Not together with {@code decay}
 * @param deleteMinDf weighted occurrences that a term needs to stay; 0: all stay
 * @param retireBelow a topic whose documents weigh less than this gets no more; 0: none
 * @param driftOutliers how much a chunk's share of outliers may exceed the fit's before a warning
 * @param driftSimilarity the part by which the mean cosine of its documents with their topics may
 *     be lower than the fit's
 * @param driftNovelty the part by which its documents may be farther from the sample that the
 *     layout was made of than the sample's own are from each other
 * @param reducer of the outliers' embeddings
 * @param clusterer of the reduced outliers; HDBSCAN's smallest cluster is that of a topic
 * @param seed the only source of randomness
 */
@RecordBuilder
public record OnlineSettings(
    KnownIdRule knownIds,
    int bufferSize,
    double newTopicSimilarity,
    int minTopicSize,
    double wordsThreshold,
    double decay,
    double halfLifeDays,
    double deleteMinDf,
    double retireBelow,
    double driftOutliers,
    double driftSimilarity,
    double driftNovelty,
    DimensionReducer reducer,
    Clusterer clusterer,
    long seed)
    implements OnlineSettingsBuilder.With {

  private static final String ZERO_OR_MORE = "0 or more";

  /** A few thousand are laid out in a second or two. */
  public static final int DEFAULT_BUFFER_SIZE = 5000;

  /** Cosines of unlike topics differ among embedders: 0.6 is usual for one, 0.97 for another. */
  public static final double DEFAULT_NEW_TOPIC_SIMILARITY = 0;

  public static final double DEFAULT_WORDS_THRESHOLD = 0.2;

  public static final double DEFAULT_DRIFT_OUTLIERS = 0.15;

  public static final double DEFAULT_DRIFT_SIMILARITY = 0.05;

  public static final double DEFAULT_DRIFT_NOVELTY = 0.05;

  public OnlineSettings {
    Objects.requireNonNull(knownIds, "knownIds");
    Objects.requireNonNull(reducer, "reducer");
    Objects.requireNonNull(clusterer, "clusterer");
    require(bufferSize >= 0, "bufferSize", ZERO_OR_MORE, bufferSize);
    require(
        newTopicSimilarity >= 0 && newTopicSimilarity <= 1,
        "newTopicSimilarity",
        "from 0 to 1",
        newTopicSimilarity);
    require(minTopicSize == 0 || minTopicSize > 1, "minTopicSize", "0, or 2 or more", minTopicSize);
    require(
        wordsThreshold >= 0 && wordsThreshold <= 1,
        "wordsThreshold",
        "from 0 to 1",
        wordsThreshold);
    require(isAmount(driftOutliers), "driftOutliers", ZERO_OR_MORE, driftOutliers);
    require(isAmount(driftSimilarity), "driftSimilarity", ZERO_OR_MORE, driftSimilarity);
    require(isAmount(driftNovelty), "driftNovelty", ZERO_OR_MORE, driftNovelty);
    require(decay >= 0 && decay < 1, "decay", "at least 0 and below 1", decay);
    require(isAmount(halfLifeDays), "halfLifeDays", ZERO_OR_MORE, halfLifeDays);
    require(isAmount(deleteMinDf), "deleteMinDf", ZERO_OR_MORE, deleteMinDf);
    require(isAmount(retireBelow), "retireBelow", ZERO_OR_MORE, retireBelow);
    require(decay == 0 || halfLifeDays == 0, "decay", "0 where halfLifeDays is given", decay);
  }

  private static boolean isAmount(double value) {
    return value >= 0 && value < Double.POSITIVE_INFINITY;
  }

  public static OnlineSettings create() {
    return new OnlineSettings(
        KnownIdRule.ERROR,
        DEFAULT_BUFFER_SIZE,
        DEFAULT_NEW_TOPIC_SIMILARITY,
        0,
        DEFAULT_WORDS_THRESHOLD,
        0,
        0,
        0,
        0,
        DEFAULT_DRIFT_OUTLIERS,
        DEFAULT_DRIFT_SIMILARITY,
        DEFAULT_DRIFT_NOVELTY,
        Umap.bertopic(),
        Hdbscan.create().withClusterSelectionMethod(ClusterSelectionMethod.LEAF),
        42);
  }

  /**
   * How much documents weigh once a chunk is added.
   *
   * @param history of the chunks before it
   * @param day of the chunk; one that is older than another has the weight that it would have by
   *     now. The fit comes before all chunks, whatever its date: it is made today of old documents
   *     as often as not
   */
  Weights weights(ModelHistory history, long day) {
    if (decay > 0 || halfLifeDays == 0) {
      return new Weights(1 - decay, 1, deleteMinDf);
    }
    long fit = history.chunk(Chunk.FIT).map(Chunk::day).orElse(day);
    long newest =
        history.chunks().stream()
            .filter(chunk -> !chunk.name().equals(Chunk.FIT))
            .mapToLong(Chunk::day)
            .max()
            .orElse(Math.min(fit, day));
    return new Weights(faded(day - newest), faded(newest - day), deleteMinDf);
  }

  /** StrictMath: the same bits on every machine. */
  private double faded(long days) {
    return days <= 0 ? 1 : StrictMath.pow(2, -days / halfLifeDays);
  }

  /** The fingerprint of something that depends on these settings. */
  public Fingerprint addedTo(Fingerprint print) {
    return print
        .with("knownIds", knownIds.name())
        .with("bufferSize", bufferSize)
        .withJson("newTopicSimilarity", Double.toString(newTopicSimilarity))
        .with("minTopicSize", minTopicSize)
        .withJson("wordsThreshold", Double.toString(wordsThreshold))
        .withJson("decay", Double.toString(decay))
        .withJson("halfLifeDays", Double.toString(halfLifeDays))
        .withJson("deleteMinDf", Double.toString(deleteMinDf))
        .withJson("retireBelow", Double.toString(retireBelow))
        .withJson("reducer", PartJson.encode(reducer, DimensionReducer.class))
        .withJson("clusterer", PartJson.encode(clusterer, Clusterer.class))
        .with("seed", seed);
  }

  private static void require(boolean holds, String parameter, String rule, Object got) {
    if (!holds) {
      throw Checks.invalid("%s must be %s, got %s", parameter, rule, got);
    }
  }
}
