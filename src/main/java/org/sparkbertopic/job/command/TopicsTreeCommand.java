package org.sparkbertopic.job.command;

import java.util.concurrent.Callable;
import org.sparkbertopic.job.console.ExitStatus;
import org.sparkbertopic.job.run.FinishedRun;
import org.sparkbertopic.job.run.RunOption;
import org.sparkbertopic.operations.merging.TopicHierarchy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spark-bertopic topics tree}: prints the hierarchy as text. */
@Command(
    name = "tree",
    description = "Draws the hierarchy of the topics as text.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class TopicsTreeCommand implements Callable<Integer> {

  @Mixin private HierarchyOptions options = new HierarchyOptions();

  @Option(
      names = "--max-distance",
      paramLabel = "DISTANCE",
      description = "marks topics whose first merge is at this distance or above with O")
  private double maxDistance = Double.POSITIVE_INFINITY;

  @Option(names = "--tight", description = "indents less")
  private boolean tight;

  @Override
  public Integer call() {
    FinishedRun opened = options.open();
    TopicHierarchy hierarchy = options.hierarchy(opened);
    if (opened.model().fittedTopics().topicCount() == 0) {
      RunOption.out().println("The run has no topics: all of its documents are outliers.");
      return ExitStatus.DONE;
    }
    RunOption.out().print(hierarchy.tree(maxDistance, tight));
    return ExitStatus.DONE;
  }
}
