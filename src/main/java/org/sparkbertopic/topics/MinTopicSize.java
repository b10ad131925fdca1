package org.sparkbertopic.topics;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The fewest documents of the corpus that a topic has (BERTopic's {@code min_topic_size}). Only a
 * sample of the corpus is clustered, so the least size of a cluster is the same share of the
 * sample. It is a target, not a promise: how many documents of the corpus a cluster of the sample
 * gets is known once they are assigned.
 *
 * @param documents of the corpus, at least 2; 0 with {@code share}
 * @param share of the corpus, above 0 and below 1; 0 with {@code documents}
 */
public record MinTopicSize(long documents, double share) {

  /** Name in a run's record of the size in documents of the corpus. */
  public static final String DOCUMENTS = "minTopicSize";

  /** Name in a run's record of the size in documents of the sample. */
  public static final String IN_SAMPLE = "minClusterSize";

  /** HDBSCAN's smallest cluster. */
  public static final int LEAST = 2;

  private static final Pattern PERCENT = Pattern.compile("(.*\\S)\\s*%");

  public MinTopicSize {
    boolean ofDocuments = documents >= LEAST && share == 0;
    if (!ofDocuments && !(documents == 0 && share > 0 && share < 1)) {
      throw refused(documents == 0 ? Double.toString(share) : Long.toString(documents), null);
    }
  }

  /** A number of documents of the corpus. */
  public static MinTopicSize of(long documents) {
    if (documents == 0) {
      throw refused("0", null);
    }
    return new MinTopicSize(documents, 0);
  }

  /** A share of the documents of the corpus. */
  public static MinTopicSize ofShare(double share) {
    return new MinTopicSize(0, share);
  }

  /**
   * A number of documents ({@code 500}), or a share of them ({@code 0.1%} or {@code 0.001}).
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static MinTopicSize parse(String value) {
    String text = value.strip();
    Matcher percent = PERCENT.matcher(text);
    try {
      if (percent.matches()) {
        return ofShare(new BigDecimal(percent.group(1)).movePointLeft(2).doubleValue());
      }
      BigDecimal number = new BigDecimal(text);
      return number.signum() > 0 && number.compareTo(BigDecimal.ONE) < 0
          ? ofShare(number.doubleValue())
          : of(number.longValueExact());
    } catch (ArithmeticException | NumberFormatException e) {
      throw refused("'" + text + "'", e);
    }
  }

  private static IllegalArgumentException refused(String got, RuntimeException cause) {
    return new IllegalArgumentException(
        "setMinTopicSize must be a number of documents, at least 2, or a share of them, such as"
            + " 0.1% or 0.001, above 0 and below 1, got "
            + got
            + "; leave it out for HDBSCAN's own least size, which counts documents of the sample",
        cause);
  }

  /** In documents of a corpus, at least 1. */
  public long inCorpus(long corpus) {
    return documents > 0 ? documents : Math.max(1, Math.round(share * corpus));
  }

  /**
   * In documents of a sample: the same share of it, rounded, at least {@value #LEAST}.
   *
   * @param sample documents that are clustered
   * @param corpus documents that the sample stands for
   */
  public int inSample(long sample, long corpus) {
    return (int) Math.max(LEAST, Math.min(Integer.MAX_VALUE, Math.round(share(corpus) * sample)));
  }

  /**
   * The number of documents of the corpus that {@link #inSample} makes a size of the sample of.
   *
   * @param size in documents of the sample
   */
  public static MinTopicSize ofSample(int size, long sample, long corpus) {
    return of(Math.max(LEAST, Math.round((double) size * corpus / sample)));
  }

  /** Whether the sample is too small to have clusters that small. */
  public boolean isBelow(long sample, long corpus) {
    return share(corpus) * sample < LEAST - 0.5;
  }

  private double share(long corpus) {
    return documents > 0 ? (double) documents / Math.max(1, corpus) : share;
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return documents > 0
        ? Long.toString(documents)
        : BigDecimal.valueOf(share).movePointRight(2).stripTrailingZeros().toPlainString() + "%";
  }
}
