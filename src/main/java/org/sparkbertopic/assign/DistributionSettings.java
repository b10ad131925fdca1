package org.sparkbertopic.assign;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.Serializable;
import java.util.Objects;
import org.sparkbertopic.compute.Checks;

/**
 * How the topics within a document are found: by windows over its words, each compared with every
 * topic. Parameters as of BERTopic's {@code approximate_distribution}.
 *
 * @param window words of a window
 * @param stride words from the start of a window to the start of the next
 * @param minSimilarity a window counts for a topic where their cosine is at least this, in [0, 1]
 * @param padding whether windows may stick out at both ends of the document, so that its first and
 *     last words are in as many windows as the others
 * @param by what of a window is compared
 * @param topK most topics of a document that are kept, the strongest; {@link #ALL_TOPICS} keeps all
 */
@RecordBuilder
public record DistributionSettings(
    int window, int stride, double minSimilarity, boolean padding, By by, int topK)
    implements Serializable, DistributionSettingsBuilder.With {

  /** BERTopic's. */
  public static final int DEFAULT_WINDOW = 4;

  /** BERTopic's. */
  public static final int DEFAULT_STRIDE = 1;

  /** BERTopic's. */
  public static final double DEFAULT_MIN_SIMILARITY = 0.1;

  /** Every topic that a document has a weight for. */
  public static final int ALL_TOPICS = 0;

  /** What of a window is compared with the topics. */
  public enum By {
    /** Its c-TF-IDF weights with those of the topics: fast, for documents of any number. */
    CTFIDF,
    /** Its embedding with those of the topics: every window is embedded. */
    EMBEDDING
  }

  public DistributionSettings {
    Checks.require(window >= 1, "window", "at least 1", window, "BERTopic's default is 4");
    Checks.require(stride >= 1, "stride", "at least 1", stride, "BERTopic's default is 1");
    Checks.require(
        minSimilarity >= 0 && minSimilarity <= 1,
        "minSimilarity",
        "in [0, 1]",
        minSimilarity,
        "BERTopic's default is 0.1");
    Checks.require(topK >= 0, "topK", "0 or more", topK, "0 keeps every topic");
    Objects.requireNonNull(by, "by");
  }

  /** BERTopic's defaults. */
  public static DistributionSettings create() {
    return new DistributionSettings(
        DEFAULT_WINDOW, DEFAULT_STRIDE, DEFAULT_MIN_SIMILARITY, false, By.CTFIDF, ALL_TOPICS);
  }
}
