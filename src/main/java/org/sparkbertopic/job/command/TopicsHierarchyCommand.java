package org.sparkbertopic.job.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.sparkbertopic.job.console.ExitStatus;
import org.sparkbertopic.job.console.Terminal;
import org.sparkbertopic.job.run.RunOption;
import org.sparkbertopic.operations.merging.TopicHierarchy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spark-bertopic topics hierarchy}: lists the merges of the hierarchy. */
@Command(
    name = "hierarchy",
    description = "Lists the order in which topics would be merged, most similar first.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class TopicsHierarchyCommand implements Callable<Integer> {

  @Mixin private HierarchyOptions options = new HierarchyOptions();

  @Option(names = "--json", description = "prints one JSON object per merge, one per line")
  private boolean json;

  @Override
  public Integer call() {
    TopicHierarchy hierarchy = options.hierarchy(options.open());
    PrintStream out = RunOption.out();
    if (!json && hierarchy.merges().isEmpty()) {
      out.println("The run has fewer than two topics: there is nothing to merge.");
      return ExitStatus.DONE;
    }
    if (!json) {
      out.println("merge   left  right  distance  topics  name");
    }
    ObjectMapper mapper = new ObjectMapper();
    for (TopicHierarchy.Merge merge : hierarchy.merges()) {
      if (json) {
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
      } else {
        out.printf(
            Locale.ROOT,
            "%5d  %5d  %5d  %8.4f  %6d  %s%n",
            merge.id(),
            merge.left(),
            merge.right(),
            merge.distance(),
            hierarchy.topicsOf(merge.id()).size(),
            Terminal.line(merge.name()));
      }
    }
    return ExitStatus.DONE;
  }
}
