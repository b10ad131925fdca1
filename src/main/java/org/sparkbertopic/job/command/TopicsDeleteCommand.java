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

/** {@code spark-bertopic topics delete}: turns topics into outliers. */
@Command(
    name = "delete",
    description = "Deletes topics; their documents become outliers.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class TopicsDeleteCommand implements Callable<Integer> {

  @Mixin private NewRunOptions options = new NewRunOptions();

  @Option(
      names = "--topics",
      paramLabel = "ID,ID",
      required = true,
      description = "ids of topics to delete")
  private String topics;

  @Override
  public Integer call() {
    List<Integer> ids = TopicIds.parse(topics);
    return options.run(
        "delete",
        Map.of("topics", ids),
        (run, spark) ->
            TopicsJob.mapped(
                run,
                spark,
                TopicMapping.deleting(run.model().fittedTopics(), ids),
                ModelOperation.now("delete topics").with("topics", ids)));
  }
}
