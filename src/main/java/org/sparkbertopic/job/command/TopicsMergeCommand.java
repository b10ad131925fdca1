package org.sparkbertopic.job.command;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.sparkbertopic.job.topics.NewRunOptions;
import org.sparkbertopic.job.topics.TopicIds;
import org.sparkbertopic.job.topics.TopicsJob;
import org.sparkbertopic.provenance.ModelOperation;
import org.sparkbertopic.topics.TopicMapping;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spark-bertopic topics merge}: merges several topics into one. */
@Command(
    name = "merge",
    description = "Merges several topics into one.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class TopicsMergeCommand implements Callable<Integer> {

  @Mixin private NewRunOptions options = new NewRunOptions();

  @Option(
      names = "--topics",
      paramLabel = "ID,ID",
      required = true,
      description =
          "ids of topics to merge; a group with -1 becomes outliers; may be repeated for more groups")
  private List<String> groups;

  @Override
  public Integer call() {
    List<List<Integer>> ids = groups.stream().map(TopicIds::parse).toList();
    return options.run(
        "merge",
        Map.of("topics", ids),
        (run, spark) ->
            TopicsJob.mapped(
                run,
                spark,
                TopicMapping.merging(run.model().fittedTopics(), ids),
                ModelOperation.now("merge topics").with("topics", ids)));
  }
}
