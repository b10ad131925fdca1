package org.sparkbertopic.job.run;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.job.console.Listing;
import org.sparkbertopic.job.console.Terminal;
import org.sparkbertopic.job.run.RunRecord.StageRecord;
import org.sparkbertopic.operations.matching.LikeModel;
import org.sparkbertopic.operations.merging.NrTopics;
import org.sparkbertopic.pipeline.mode.RoundFacts;
import org.sparkbertopic.report.ReportData;
import org.sparkbertopic.topics.MinTopicSize;
import org.sparkbertopic.topics.Topic;

/** The summary that {@code fit} prints at its end: topics, outliers, time per stage. */
public final class FitOverview {

  private static final int MOST_TOPICS = 100;

  private final RunRecord record;
  private final List<Topic> topics;

  public FitOverview(RunRecord record, List<Topic> topics) {
    this.record = record;
    this.topics = topics;
  }

  public void print(PrintStream out) {
    out.println();
    out.println("topic      size  words");
    topics.stream()
        .limit(MOST_TOPICS + 1L)
        .forEach(
            topic ->
                out.println(
                    Listing.fitted(
                        String.format(
                            Locale.ROOT, "%5d %,9d  %s", topic.id(), topic.size(), words(topic)))));
    if (topics.size() > MOST_TOPICS + 1) {
      out.printf(
          Locale.ROOT,
          "  ... and %,d smaller ones: %s%n",
          topics.size() - MOST_TOPICS - 1,
          RunDirectory.TOPICS_FILE);
    }
    out.println();
    out.printf(
        Locale.ROOT,
        "%,d documents, %,d topics%s, %.1f %% outliers%n",
        record.documents,
        record.topics,
        found(),
        100.0 * record.outliers / Math.max(1, record.documents));
    leastSize(record.counted).ifPresent(size -> out.println("a topic has at least " + size));
    rounds(record.counted).ifPresent(rounds -> out.println("topics of further samples: " + rounds));
    carried().ifPresent(out::println);
    out.println(record.stages.stream().map(FitOverview::time).collect(Collectors.joining(", ")));
    if (!record.warnings.isEmpty()) {
      out.println();
      record.warnings.forEach(warning -> out.println("! " + Terminal.text(warning)));
    }
  }

  /** The least size of a topic in documents of the corpus and of the sample, if it was given. */
  static Optional<String> leastSize(Map<String, Long> counted) {
    return Optional.ofNullable(counted.get(MinTopicSize.IN_SAMPLE))
        .map(
            inSample ->
                String.format(
                    Locale.ROOT,
                    "%,d documents (%,d of the sample)",
                    counted.getOrDefault(MinTopicSize.DOCUMENTS, 0L),
                    inSample));
  }

  /** What the page says of settings that come to something in the fit. */
  static List<ReportData.Fact> facts(Map<String, Long> counted) {
    List<ReportData.Fact> facts = new ArrayList<>();
    leastSize(counted)
        .ifPresent(size -> facts.add(new ReportData.Fact("least size of a topic", size)));
    rounds(counted)
        .ifPresent(told -> facts.add(new ReportData.Fact("topics of further samples", told)));
    return facts;
  }

  /** What the samples after the first gave, if more than one was asked for. */
  static Optional<String> rounds(Map<String, Long> counted) {
    List<String> told = new ArrayList<>();
    for (int round = 2; counted.containsKey(RoundFacts.outliers(round)); round++) {
      told.add(
          String.format(
              Locale.ROOT,
              "%,d of %,d documents from %,d outliers in round %d",
              counted.getOrDefault(RoundFacts.topics(round), 0L),
              counted.getOrDefault(RoundFacts.documents(round), 0L),
              counted.get(RoundFacts.outliers(round)),
              round));
    }
    return told.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", told));
  }

  /** What became of the ids of an earlier model, if they were carried over. */
  private Optional<String> carried() {
    if (!record.counted.containsKey(LikeModel.IDS_KEPT)) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%,d topics kept their ids and %.1f of ten words, %,d are new, %,d are retired",
            record.counted.get(LikeModel.IDS_KEPT),
            (double) record.counted.getOrDefault(LikeModel.WORDS_KEPT, 0L)
                / Math.max(1, record.counted.get(LikeModel.IDS_KEPT)),
            record.counted.get(LikeModel.IDS_NEW),
            record.counted.get(LikeModel.IDS_RETIRED)));
  }

  /** The number of topics before their reduction, if they were reduced. */
  private String found() {
    Long found = record.counted.get(NrTopics.TOPICS_FOUND);
    return found == null || found == record.topics
        ? ""
        : String.format(Locale.ROOT, " (of %,d found)", found);
  }

  private static String words(Topic topic) {
    String words = topic.words().stream().map(TermScore::term).collect(Collectors.joining(" "));
    String shown = words.isEmpty() ? "(no words)" : words;
    boolean named = topic.customLabel().isPresent() || !topic.hasDefaultName();
    String line = named ? topic.label() + ": " + shown : shown;
    return Terminal.line(topic.retired() ? "(retired) " + line : line);
  }

  private static String time(StageRecord stage) {
    return stage.reused()
        ? stage.name() + " (kept)"
        : String.format(Locale.ROOT, "%s %.1f s", stage.name(), stage.seconds());
  }
}
