package org.sparkbertopic.pipeline.mode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.sparkbertopic.assign.LaterLayouts;
import org.sparkbertopic.assign.LayoutModel;
import org.sparkbertopic.stage.TopicNumbering;
import org.sparkbertopic.stage.workspace.Workspace;
import org.sparkbertopic.topics.Topic;

/** What the rounds of a fit after the first found, for the log and the run's record. */
public final class RoundFacts {

  private static final int MOST_IDS = 10;

  private final List<Fact> facts;
  private final boolean hasFinalIds;

  /**
   * @param outliers documents without a topic before it
   * @param sampled of these
   * @param topics ids, ascending
   * @param documents in them
   * @param loose clusters that were left out
   */
  private record Fact(
      long outliers, long sampled, List<Integer> topics, long documents, long loose) {}

  private RoundFacts(List<Fact> facts, boolean hasFinalIds) {
    this.facts = facts;
    this.hasFinalIds = hasFinalIds;
  }

  /** Name in a run's record of the documents without a topic before a round. */
  public static String outliers(int round) {
    return "round" + round + "Outliers";
  }

  /** Name in a run's record of the documents in a round's sample. */
  public static String sampled(int round) {
    return "round" + round + "Sampled";
  }

  /** Name in a run's record of the topics that a round found. */
  public static String topics(int round) {
    return "round" + round + "Topics";
  }

  /** Name in a run's record of the documents in the topics that a round found. */
  public static String documents(int round) {
    return "round" + round + "Documents";
  }

  /**
   * @param numbering of the clusters of all rounds
   */
  static RoundFacts of(
      FitPlan plan, LayoutModel first, LaterLayouts later, TopicNumbering numbering) {
    List<Fact> facts = new ArrayList<>();
    long left = numbering.outliers();
    if (later.models().size() < plan.sampleRounds() - 1) {
      // the round that found nothing; it keeps no layout
      facts.add(new Fact(left, Math.min(left, plan.sampleSize()), List.of(), 0, 0));
    }
    int[] topicOfCluster = numbering.topicOfCluster();
    int end = first.clusterCount() + later.clusterCount();
    for (int i = later.models().size() - 1; i >= 0; i--) {
      LayoutModel layout = later.models().get(i);
      List<Integer> topics = new ArrayList<>();
      for (int cluster = end - layout.clusterCount(); cluster < end; cluster++) {
        if (topicOfCluster[cluster] != Topic.OUTLIERS) {
          topics.add(topicOfCluster[cluster]);
        }
      }
      long documents = topics.stream().mapToLong(numbering::sizeOf).sum();
      left += documents;
      int from = end - layout.clusterCount();
      int to = end;
      long loose =
          Arrays.stream(later.closed()).filter(cluster -> cluster >= from && cluster < to).count();
      facts.add(
          0,
          new Fact(left, layout.sampleSize(), topics.stream().sorted().toList(), documents, loose));
      end = from;
    }
    return new RoundFacts(facts, plan.nrTopics().isEmpty() && plan.like().isEmpty());
  }

  /** Notes each round, and counts it for the record. */
  void tell(Workspace workspace) {
    for (int i = 0; i < facts.size(); i++) {
      Fact fact = facts.get(i);
      int round = i + 2;
      workspace.count(outliers(round), fact.outliers());
      workspace.count(sampled(round), fact.sampled());
      workspace.count(topics(round), fact.topics().size());
      workspace.count(documents(round), fact.documents());
      workspace.note(
          String.format(
              Locale.ROOT,
              "round %d: %,d outliers, %,d of them drawn; %s",
              round,
              fact.outliers(),
              fact.sampled(),
              fact.topics().isEmpty() ? "no further topic" : found(fact)));
    }
  }

  private String found(Fact fact) {
    return String.format(
        Locale.ROOT,
        "%,d further topics with %,d documents%s%s",
        fact.topics().size(),
        fact.documents(),
        hasFinalIds ? ids(fact.topics()) : "",
        fact.loose() == 0
            ? ""
            : String.format(
                Locale.ROOT,
                "; %,d clusters are left out, because their documents are less alike than those of"
                    + " topics",
                fact.loose()));
  }

  private static String ids(List<Integer> topics) {
    String shown =
        topics.stream().limit(MOST_IDS).map(String::valueOf).collect(Collectors.joining(", "));
    return " (topics "
        + shown
        + (topics.size() > MOST_IDS ? " and " + (topics.size() - MOST_IDS) + " more" : "")
        + ")";
  }
}
