package org.sparkbertopic.stage.represent;

import java.io.Serializable;
import org.sparkbertopic.ctfidf.CodePointOrder;

/**
 * A candidate for a topic's representative documents. A plain class, since Kryo cannot read
 * records.
 */
public final class RankedDocument implements Serializable {

  private static final long serialVersionUID = 1L;

  private final String id;
  private final double score;
  private final String textDigest;
  private final String text;
  private final float[] embedding;

  /**
   * @param textDigest equal for equal texts
   * @param text the text or its beginning
   */
  public RankedDocument(
      String id, double score, String textDigest, String text, float[] embedding) {
    this.id = id;
    this.score = score;
    this.textDigest = textDigest;
    this.text = text;
    this.embedding = embedding;
  }

  public String id() {
    return id;
  }

  public String text() {
    return text;
  }

  public float[] embedding() {
    return embedding;
  }

  boolean hasTextOf(RankedDocument other) {
    return textDigest.equals(other.textDigest);
  }

  boolean isBetterThan(RankedDocument other) {
    return !other.beats(score, id);
  }

  /** Whether this document comes before (or is) one of that score and id. */
  boolean beats(double otherScore, String otherId) {
    return score != otherScore
        ? score > otherScore
        : CodePointOrder.ASCENDING.compare(id, otherId) <= 0;
  }
}
