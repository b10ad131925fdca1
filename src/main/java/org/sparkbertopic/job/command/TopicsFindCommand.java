package org.sparkbertopic.job.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.job.console.ErrorMessages;
import org.sparkbertopic.job.console.ExitStatus;
import org.sparkbertopic.job.console.Listing;
import org.sparkbertopic.job.console.ListingOption;
import org.sparkbertopic.job.run.RunOption;
import org.sparkbertopic.operations.search.TopicSearch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spark-bertopic topics find}: finds topics by a text. */
@Command(
    name = "find",
    description = "Finds the topics closest to a text.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class TopicsFindCommand implements Callable<Integer> {

  @Mixin private RunOption run = new RunOption();

  @Parameters(paramLabel = "TEXT", arity = "1..*", description = "words or a sentence")
  private List<String> text;

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "number of topics; default: ${DEFAULT-VALUE}")
  private int top = TopicSearch.DEFAULT_TOP_N;

  @Mixin private ListingOption listing = new ListingOption();

  @Override
  public Integer call() {
    BERTopicModel model = run.open().model();
    List<TopicSearch.Match> matches =
        ErrorMessages.usersFault(() -> model.findTopics(String.join(" ", text), top));
    PrintStream out = RunOption.out();
    if (listing.format() == Listing.Format.JSON) {
      ArrayNode list = new ObjectMapper().createArrayNode();
      for (TopicSearch.Match match : matches) {
        list.addObject()
            .put("topic", match.topicId())
            .put("similarity", match.similarity())
            .put("label", model.topic(match.topicId()).label());
      }
      out.println(list);
      return ExitStatus.DONE;
    }
    Listing rows = Listing.of("topic", "similarity", "label");
    for (TopicSearch.Match match : matches) {
      rows.add(match.topicId(), match.similarity(), model.topic(match.topicId()).title());
    }
    if (listing.format() == Listing.Format.CSV) {
      rows.printCsv(out);
    } else {
      rows.printTable(out);
    }
    return ExitStatus.DONE;
  }
}
