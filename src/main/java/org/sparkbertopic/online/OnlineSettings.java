package org.sparkbertopic.online;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Objects;
import org.sparkbertopic.clustering.Clusterer;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.params.PartJson;
import org.sparkbertopic.reduction.DimensionReducer;
import org.sparkbertopic.reduction.umap.Umap;
import org.sparkbertopic.stage.workspace.Fingerprint;

/**
 * How a model grows.
 *
 * @param bufferSize most outliers that wait for a topic; 0: no new topics
 * @param newTopicSimilarity a cluster of outliers whose centre has a smaller cosine than this with
 *     every topic becomes a topic, any other joins the nearest topic; in (0, 1]
 * @param minTopicSize fewest documents of a new topic; 0: as many as the fit asked for
 * @param wordsThreshold share of a topic's top words that must change before representations that
 *     cost (embedders, language models) describe it again; in [0, 1]
 * @param reducer of the outliers' embeddings
 * @param clusterer of the reduced outliers; HDBSCAN's smallest cluster is that of a topic
 * @param seed the only source of randomness
 */
@RecordBuilder
public record OnlineSettings(
    int bufferSize,
    double newTopicSimilarity,
    int minTopicSize,
    double wordsThreshold,
    DimensionReducer reducer,
    Clusterer clusterer,
    long seed)
    implements OnlineSettingsBuilder.With {

  /** A few thousand are laid out in a second or two. */
  public static final int DEFAULT_BUFFER_SIZE = 5000;

  public static final double DEFAULT_NEW_TOPIC_SIMILARITY = 0.8;

  public static final double DEFAULT_WORDS_THRESHOLD = 0.2;

  public OnlineSettings {
    Objects.requireNonNull(reducer, "reducer");
    Objects.requireNonNull(clusterer, "clusterer");
    require(bufferSize >= 0, "bufferSize", "0 or more", bufferSize);
    require(
        newTopicSimilarity > 0 && newTopicSimilarity <= 1,
        "newTopicSimilarity",
        "above 0 and at most 1",
        newTopicSimilarity);
    require(minTopicSize == 0 || minTopicSize > 1, "minTopicSize", "0, or 2 or more", minTopicSize);
    require(
        wordsThreshold >= 0 && wordsThreshold <= 1,
        "wordsThreshold",
        "from 0 to 1",
        wordsThreshold);
  }

  public static OnlineSettings create() {
    return new OnlineSettings(
        DEFAULT_BUFFER_SIZE,
        DEFAULT_NEW_TOPIC_SIMILARITY,
        0,
        DEFAULT_WORDS_THRESHOLD,
        Umap.bertopic(),
        Hdbscan.create(),
        42);
  }

  /** The fingerprint of something that depends on these settings. */
  Fingerprint addedTo(Fingerprint print) {
    return print
        .with("bufferSize", bufferSize)
        .withJson("newTopicSimilarity", Double.toString(newTopicSimilarity))
        .with("minTopicSize", minTopicSize)
        .withJson("wordsThreshold", Double.toString(wordsThreshold))
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
