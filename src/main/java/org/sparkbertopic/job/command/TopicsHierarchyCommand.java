package org.sparkbertopic.job.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import org.sparkbertopic.job.console.ExitStatus;
import org.sparkbertopic.job.console.Listing;
import org.sparkbertopic.job.console.ListingOption;
import org.sparkbertopic.job.run.RunOption;
import org.sparkbertopic.operations.merging.TopicHierarchy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code spark-bertopic topics hierarchy}: lists the merges of the hierarchy. */
@Command(
    name = "hierarchy",
    description = "Lists the order in which topics would be merged, most similar first.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class TopicsHierarchyCommand implements Callable<Integer> {

  @Mixin private HierarchyOptions options = new HierarchyOptions();

  @Mixin private ListingOption listing = new ListingOption();

  @Override
  public Integer call() {
    TopicHierarchy hierarchy = options.hierarchy(options.open());
    PrintStream out = RunOption.out();
    if (listing.format() == Listing.Format.JSON) {
      printJson(hierarchy, out);
      return ExitStatus.DONE;
    }
    Listing rows = Listing.of("merge", "left", "right", "distance", "topics", "name");
    for (TopicHierarchy.Merge merge : hierarchy.merges()) {
      rows.add(
          merge.id(),
          merge.left(),
          merge.right(),
          merge.distance(),
          hierarchy.topicsOf(merge.id()).size(),
          merge.name());
    }
    if (listing.format() == Listing.Format.CSV) {
      rows.printCsv(out);
    } else if (hierarchy.merges().isEmpty()) {
      out.println("The run has fewer than two topics: there is nothing to merge.");
    } else {
      rows.printTable(out);
    }
    return ExitStatus.DONE;
  }

  /** One object for each merge, one per line. */
  private static void printJson(TopicHierarchy hierarchy, PrintStream out) {
    ObjectMapper mapper = new ObjectMapper();
    for (TopicHierarchy.Merge merge : hierarchy.merges()) {
      ObjectNode node =
          mapper
              .createObjectNode()
              .put("id", merge.id())
              .put("name", merge.name())
              .put("left", merge.left())
              .put("leftName", hierarchy.nameOf(merge.left()))
              .put("right", merge.right())
              .put("rightName", hierarchy.nameOf(merge.right()))
              .put("distance", merge.distance());
      hierarchy.topicsOf(merge.id()).forEach(node.putArray("topics")::add);
      out.println(node);
    }
  }
}
