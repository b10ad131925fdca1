package org.sparkbertopic.assign;

import java.util.Arrays;
import org.sparkbertopic.ctfidf.ClassTfidfModel;

/**
 * How much of each topic is in a document, by its words, as BERTopic's {@code
 * approximate_distribution} has it: windows over the document are compared with the topics by
 * c-TF-IDF, cosines below the least similarity are dropped, and the document's weights are the sums
 * over its windows, scaled to the sum 1.
 *
 * <p>A document costs, for each window that brings or loses a term, the topics that share a term
 * with the window, but for terms that are too weak to lift a topic over the least similarity;
 * windows with the same terms as the one before cost nothing but the addition. Memory: the
 * vocabulary and the topics once, and what the longest document needs.
 *
 * <p>Not thread-safe: each task has its own.
 */
public final class TextDistribution {

  private final int[] topicIds;
  private final DistributionSettings settings;
  private final Windows windows;
  private final TextSimilarity similarity;
  private final TopicSums sums;

  /** Similarities of the present window that count. */
  private int[] places;

  private double[] cosines;
  private int matches;
  private double strongest;

  /** First and end of the occurrences in the present window, and how many of them are whole. */
  private int from;

  private int to;
  private int whole;

  /**
   * @param model weights of the topics' terms
   * @param topics the same weights by term
   * @param settings {@code by} is not looked at
   */
  public TextDistribution(ClassTfidfModel model, TermTopics topics, DistributionSettings settings) {
    this.topicIds = topics.topicIds();
    this.settings = settings;
    this.windows = new Windows(settings);
    this.similarity = new TextSimilarity(model, topics);
    this.sums = new TopicSums(topicIds.length);
    this.places = new int[topicIds.length];
    this.cosines = new double[topicIds.length];
  }

  /**
   * The weights of a document, their sum being 1 before {@code topK} cuts; empty where no window is
   * like any topic.
   */
  public TopicWeights of(TermOccurrences document) {
    begin(document);
    for (int window = 0; window < windows.count(); window++) {
      compare(document, window, settings.minSimilarity());
      for (int i = 0; i < matches; i++) {
        sums.add(places[i], cosines[i]);
      }
    }
    return weights();
  }

  /**
   * The largest cosine that a window of the document has with a topic, the least similarity left
   * aside: the largest least similarity with which the document has a topic at all.
   */
  public double strongest(TermOccurrences document) {
    begin(document);
    for (int window = 0; window < windows.count(); window++) {
      compare(document, window, 0);
    }
    return strongest;
  }

  /**
   * The weights of each word of a document: what the windows that hold it add up to, not scaled.
   *
   * @param weights {@code [words]}, one for each word; the document's own weights are the scaled
   *     sum of the words', which differs a little from {@link #of}: a word at the edge of the
   *     document is in fewer windows
   */
  public record ByWord(TopicWeights document, TopicWeights[] weights) {}

  /** The weights of a document and of each of its words. */
  public ByWord byWord(TermOccurrences document) {
    begin(document);
    int[] starts = new int[windows.count() + 1];
    int[] matchPlaces = new int[64];
    double[] matchCosines = new double[64];
    for (int window = 0; window < windows.count(); window++) {
      compare(document, window, settings.minSimilarity());
      int words = windows.end(window) - windows.start(window);
      starts[window + 1] = starts[window] + matches;
      if (starts[window + 1] > matchPlaces.length) {
        matchPlaces = Arrays.copyOf(matchPlaces, 2 * starts[window + 1]);
        matchCosines = Arrays.copyOf(matchCosines, 2 * starts[window + 1]);
      }
      System.arraycopy(places, 0, matchPlaces, starts[window], matches);
      System.arraycopy(cosines, 0, matchCosines, starts[window], matches);
      for (int i = 0; i < matches; i++) {
        sums.add(places[i], words * cosines[i]);
      }
    }
    TopicWeights whole = weights();
    TopicWeights[] words = new TopicWeights[document.words()];
    int first = 0;
    for (int word = 0; word < words.length; word++) {
      while (first < windows.count() && windows.end(first) <= word) {
        first++;
      }
      sums.clear();
      for (int window = first;
          window < windows.count() && windows.start(window) <= word;
          window++) {
        for (int i = starts[window]; i < starts[window + 1]; i++) {
          sums.add(matchPlaces[i], matchCosines[i]);
        }
      }
      words[word] = sums.weights(topicIds, 1, settings.topK());
    }
    return new ByWord(whole, words);
  }

  private void begin(TermOccurrences document) {
    windows.over(document.words());
    sums.clear();
    matches = 0;
    strongest = 0;
    from = 0;
    to = 0;
    whole = 0;
  }

  private TopicWeights weights() {
    double total = sums.total();
    return total > 0 ? sums.weights(topicIds, total, settings.topK()) : TopicWeights.NONE;
  }

  /**
   * Fills the matches of a window; keeps those of the window before if its terms are the same.
   *
   * @param least matches below it do not matter
   */
  private void compare(TermOccurrences document, int window, double least) {
    int start = windows.start(window);
    int end = windows.end(window);
    int newFrom = from;
    while (newFrom < document.count() && document.lastWord(newFrom) < start) {
      newFrom++;
    }
    int newTo = Math.max(to, newFrom);
    while (newTo < document.count() && document.lastWord(newTo) < end) {
      newTo++;
    }
    int newWhole = 0;
    for (int i = newFrom; i < newTo; i++) {
      newWhole += document.firstWord(i) >= start ? 1 : 0;
    }
    // Starts never fall, so of the same range as many whole terms are the same terms.
    boolean same = newFrom == from && newTo == to && newWhole == whole;
    from = newFrom;
    to = newTo;
    whole = newWhole;
    if (same) {
      return;
    }
    similarity.clear();
    for (int i = from; i < to; i++) {
      if (document.firstWord(i) >= start) {
        similarity.add(document.column(i));
      }
    }
    keepMatches(similarity.cosines(least));
  }

  private void keepMatches(TopicSums found) {
    matches = 0;
    for (int i = 0; i < found.count(); i++) {
      double cosine = found.sum(found.place(i));
      strongest = Math.max(strongest, cosine);
      if (cosine > 0 && cosine >= settings.minSimilarity()) {
        places[matches] = found.place(i);
        cosines[matches++] = cosine;
      }
    }
  }
}
