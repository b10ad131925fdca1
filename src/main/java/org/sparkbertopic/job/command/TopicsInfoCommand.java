package org.sparkbertopic.job.command;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.job.console.ErrorMessages;
import org.sparkbertopic.job.console.ExitStatus;
import org.sparkbertopic.job.console.Listing;
import org.sparkbertopic.job.console.ListingOption;
import org.sparkbertopic.job.console.Terminal;
import org.sparkbertopic.job.run.RunOption;
import org.sparkbertopic.persistence.TopicsJson;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spark-bertopic topics info}: lists all topics, or shows one in detail. */
@Command(
    name = "info",
    description = "Lists the topics with size, label and words.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class TopicsInfoCommand implements Callable<Integer> {

  private static final int EXCERPT_CHARACTERS = 200;

  @Mixin private RunOption run = new RunOption();

  @Option(
      names = "--topic",
      paramLabel = "ID",
      description = "shows one topic with scores, aspects and documents")
  private Integer topic;

  @Mixin private ListingOption listing = new ListingOption();

  @Override
  public Integer call() throws IOException {
    FittedTopics topics = run.open().model().fittedTopics();
    PrintStream out = RunOption.out();
    List<Topic> shown =
        topic == null
            ? topics.topics()
            : List.of(ErrorMessages.usersFault(() -> topics.topic(topic)));
    switch (listing.format()) {
      case JSON -> TopicsJson.write(shown, out);
      case CSV -> rows(shown).printCsv(out);
      case TABLE -> {
        if (topic == null) {
          Listing labels = Listing.of("topic", "size", "label");
          shown.forEach(each -> labels.add(each.id(), each.size(), each.title()));
          labels.printTable(out);
        } else {
          describe(shown.get(0), topics, out);
        }
      }
    }
    return ExitStatus.DONE;
  }

  private static Listing rows(List<Topic> topics) {
    Listing rows = Listing.of("topic", "size", "label", "words");
    for (Topic each : topics) {
      String words = String.join(" ", each.words().stream().map(TermScore::term).toList());
      rows.add(each.id(), each.size(), each.title(), words);
    }
    return rows;
  }

  private static void describe(Topic topic, FittedTopics topics, PrintStream out) {
    out.printf(
        Locale.ROOT,
        "topic %d, %,d documents: %s%n",
        topic.id(),
        topic.size(),
        Terminal.line(topic.title()));
    topic.customLabel().ifPresent(label -> out.println("name: " + Terminal.line(topic.name())));
    out.println();
    for (TermScore word : topic.words()) {
      out.printf(Locale.ROOT, "  %.6f  %s%n", word.score(), Terminal.line(word.term()));
    }
    topic
        .aspects()
        .forEach(
            (aspect, words) ->
                out.println(
                    Terminal.line(
                        aspect
                            + ": "
                            + String.join(", ", words.stream().map(TermScore::term).toList()))));
    topics
        .documents()
        .get(topics.rowOf(topic.id()))
        .forEach(
            document -> {
              out.println();
              out.println(Terminal.line(document.id() + ": " + excerpt(document.text())));
            });
  }

  private static String excerpt(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    int characters = line.codePointCount(0, line.length());
    return characters <= EXCERPT_CHARACTERS
        ? line
        : line.substring(0, line.offsetByCodePoints(0, EXCERPT_CHARACTERS)) + "…";
  }
}
