package org.sparkbertopic.assign.documents;

import java.util.Arrays;
import org.sparkbertopic.assign.Layouts;
import org.sparkbertopic.assign.OutlierRule;
import org.sparkbertopic.assign.OutlierStep;
import org.sparkbertopic.assign.TextDistribution;
import org.sparkbertopic.assign.TextSimilarity;
import org.sparkbertopic.assign.TopicDirections;
import org.sparkbertopic.assign.TopicMatch;
import org.sparkbertopic.assign.TopicWeights;

/**
 * One step of outlier reduction: finds the topic of documents by one strategy. A document's result
 * does not depend on the others. Not thread-safe: each task has its own.
 */
public abstract class OutlierScorer {

  private final double threshold;

  private OutlierScorer(OutlierStep step) {
    this.threshold = step.threshold();
  }

  public static OutlierScorer of(OutlierStep step, SharedRule rule, Layouts layout) {
    SharedTopics topics = rule.reference().value();
    return switch (step.strategy()) {
      case PROBABILITIES -> new ByMembership(step, rule, layout);
      case EMBEDDINGS -> new ByEmbedding(step, topics);
      case CTFIDF -> new ByTerms(step, rule, topics);
      case DISTRIBUTIONS -> new ByWindows(step, rule, topics);
    };
  }

  /**
   * The topic of each document with the score that the strategy gives it, whatever the threshold.
   *
   * @param texts null where there is none
   */
  abstract TopicMatch[] matches(String[] texts, float[][] embeddings);

  /** The largest threshold with which each document still gets a topic; 0 if with none. */
  public double[] reach(String[] texts, float[][] embeddings) {
    return Arrays.stream(matches(texts, embeddings)).mapToDouble(TopicMatch::score).toArray();
  }

  /** The topic of each document, none where the score is below the threshold. */
  public TopicMatch[] taken(String[] texts, float[][] embeddings) {
    TopicMatch[] matches = matches(texts, embeddings);
    Arrays.setAll(matches, i -> matches[i].score() >= threshold ? matches[i] : TopicMatch.NONE);
    return matches;
  }

  /** The largest membership; memberships of clusters that became one topic are added. */
  private static final class ByMembership extends OutlierScorer {

    private final Layouts layout;
    private final int[] clusterTopics;
    private final int from;
    private final int[] topicIds;
    private final double[] sums;

    ByMembership(OutlierStep step, SharedRule rule, Layouts layout) {
      super(step);
      this.layout = layout;
      this.clusterTopics = rule.clusterTopics();
      this.from = OutlierRule.foreign(clusterTopics);
      this.topicIds = rule.reference().value().topicIds();
      this.sums = new double[topicIds.length];
    }

    @Override
    TopicMatch[] matches(String[] texts, float[][] embeddings) {
      double[][] memberships = layout.memberships(embeddings, from, clusterTopics.length);
      TopicMatch[] matches = new TopicMatch[memberships.length];
      for (int i = 0; i < matches.length; i++) {
        layout.first().inParts(memberships[i], embeddings[i]);
        TopicWeights.addUp(memberships[i], clusterTopics, topicIds, sums);
        matches[i] = TopicMatch.largest(topicIds, sums);
      }
      return matches;
    }
  }

  private static final class ByEmbedding extends OutlierScorer {

    private final TopicDirections directions;
    private final double[] cosines;

    ByEmbedding(OutlierStep step, SharedTopics topics) {
      super(step);
      this.directions = topics.directions();
      this.cosines = new double[directions.topicIds().length];
    }

    @Override
    TopicMatch[] matches(String[] texts, float[][] embeddings) {
      TopicMatch[] matches = new TopicMatch[embeddings.length];
      for (int i = 0; i < matches.length; i++) {
        directions.cosines(embeddings[i], cosines);
        matches[i] = TopicMatch.largest(directions.topicIds(), cosines);
      }
      return matches;
    }
  }

  private static final class ByTerms extends OutlierScorer {

    private final TermReader reader;
    private final TextSimilarity similarity;

    ByTerms(OutlierStep step, SharedRule rule, SharedTopics topics) {
      super(step);
      SharedWeights weights = topics.weights();
      this.reader = new TermReader(rule.vectorizer(), weights.loaded().dictionary());
      this.similarity = new TextSimilarity(weights.loaded().model(), weights.byTerm());
    }

    @Override
    TopicMatch[] matches(String[] texts, float[][] embeddings) {
      return Arrays.stream(texts)
          .map(text -> similarity.best(reader.read(text)))
          .toArray(TopicMatch[]::new);
    }
  }

  private static final class ByWindows extends OutlierScorer {

    private final TermReader reader;
    private final TextDistribution distribution;

    ByWindows(OutlierStep step, SharedRule rule, SharedTopics topics) {
      super(step);
      SharedWeights weights = topics.weights();
      this.reader = new TermReader(rule.vectorizer(), weights.loaded().dictionary());
      this.distribution =
          new TextDistribution(weights.loaded().model(), weights.byTerm(), step.windows());
    }

    @Override
    TopicMatch[] matches(String[] texts, float[][] embeddings) {
      return Arrays.stream(texts)
          .map(text -> TopicMatch.strongest(distribution.of(reader.read(text))))
          .toArray(TopicMatch[]::new);
    }

    /** The threshold applies to windows: the documents left have windows above it. */
    @Override
    public TopicMatch[] taken(String[] texts, float[][] embeddings) {
      return matches(texts, embeddings);
    }

    @Override
    public double[] reach(String[] texts, float[][] embeddings) {
      return Arrays.stream(texts)
          .mapToDouble(text -> Math.min(1, distribution.strongest(reader.read(text))))
          .toArray();
    }
  }
}
