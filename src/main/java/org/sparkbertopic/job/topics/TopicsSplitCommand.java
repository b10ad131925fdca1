package org.sparkbertopic.job.topics;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.AssignedTopics;
import org.sparkbertopic.job.console.ErrorMessages;
import org.sparkbertopic.job.console.Terminal;
import org.sparkbertopic.job.run.FinishedRun;
import org.sparkbertopic.job.run.RunOption;
import org.sparkbertopic.operations.assignment.TopicSplit;
import org.sparkbertopic.topics.Topic;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spark-bertopic topics split}: makes sub-topics of a topic. */
@Command(
    name = "split",
    description = {
      "Splits a topic: lays out and clusters its documents alone; the clusters become topics.",
      "The largest keeps the topic's id, the others come behind the last topic, by falling size. A new document",
      "that goes to the topic goes to the closest of them."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class TopicsSplitCommand implements Callable<Integer> {

  @Mixin private NewRunOptions options = new NewRunOptions();

  @Option(names = "--topic", paramLabel = "ID", required = true, description = "topic to split")
  private int topic;

  @ArgGroup(exclusive = true)
  private Parts parts = new Parts();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "seed of sample and layout; default: ${DEFAULT-VALUE}")
  private long seed = TopicSplit.DEFAULT_SEED;

  /** How many sub-topics there are. */
  static final class Parts {

    @Option(
        names = "--min-topic-size",
        paramLabel = "N",
        description =
            "HDBSCAN's least size of a sub-topic; default: 2 %% of the topic's documents, at least 10")
    private Integer minTopicSize;

    @Option(
        names = "--into",
        paramLabel = "N",
        description = "number of sub-topics, by Ward's linkage instead of HDBSCAN")
    private Integer into;
  }

  @Override
  public Integer call() {
    TopicSplit split = ErrorMessages.usersFault(this::split);
    Map<String, Object> parameters = new TreeMap<>();
    parameters.put("topic", topic);
    parameters.put("seed", seed);
    if (parts.minTopicSize != null) {
      parameters.put("minTopicSize", parts.minTopicSize);
    }
    if (parts.into != null) {
      parameters.put("into", parts.into);
    }
    return options.run("split", parameters, (run, spark) -> split(run, spark, split));
  }

  private TopicSplit split() {
    TopicSplit split = TopicSplit.create().withSeed(seed);
    if (parts.into != null) {
      return split.into(parts.into);
    }
    return parts.minTopicSize == null ? split : split.withMinTopicSize(parts.minTopicSize);
  }

  private TopicsJob.Result split(FinishedRun run, SparkSession spark, TopicSplit split) {
    int before = run.model().fittedTopics().topicCount();
    Topic whole = run.model().topic(topic);
    AssignedTopics made = run.model().splitTopic(run.assignedDocuments(spark), topic, split);
    PrintStream out = RunOption.out();
    out.println(
        Terminal.line(
            String.format(
                Locale.ROOT, "topic %d, %,d documents: %s", topic, whole.size(), whole.title())));
    for (Topic each : made.model().topics()) {
      if (each.id() == topic || each.id() >= before) {
        out.println(
            Terminal.line(
                String.format(
                    Locale.ROOT, "  %5d  %,9d  %s", each.id(), each.size(), each.title())));
      }
    }
    return new TopicsJob.Result(made.model(), made.assignments(), Optional.empty(), made.notes());
  }
}
