package org.sparkbertopic.job.command;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.job.topics.NewRunOptions;
import org.sparkbertopic.job.topics.TopicsJob;
import org.sparkbertopic.operations.merging.TopicHierarchy;
import org.sparkbertopic.operations.merging.TopicReduction;
import org.sparkbertopic.operations.merging.TopicSpace;
import org.sparkbertopic.provenance.ModelOperation;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.TopicMapping;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spark-bertopic topics reduce}: merges similar topics until fewer are left. */
@Command(
    name = "reduce",
    description = "Merges the most similar topics until fewer are left.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class TopicsReduceCommand implements Callable<Integer> {

  @Mixin private NewRunOptions options = new NewRunOptions();

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Way way;

  @Option(
      names = "--by",
      paramLabel = "SPACE",
      description =
          "vectors to compare topics by: ${COMPLETION-CANDIDATES}; default: embeddings; ctfidf for cuts of the tree")
  private TopicSpace space;

  /** The stopping criterion. */
  static final class Way {

    @Option(
        names = "--to",
        paramLabel = "N",
        description =
            "number of topics to keep, not counting the outliers (BERTopic's nr_topics counts them); average linkage")
    private Integer to;

    @Option(names = "--auto", description = "merges the topics that HDBSCAN clusters together")
    private boolean auto;

    @Option(
        names = "--cut-into",
        paramLabel = "N",
        description = "number of branches of the tree (see topics tree) to keep as topics")
    private Integer cutInto;

    @Option(
        names = "--cut-at",
        paramLabel = "DISTANCE",
        description = "performs all merges of the tree up to this distance")
    private Double cutAt;
  }

  @Override
  public Integer call() {
    Map<String, Object> parameters = new TreeMap<>();
    put(parameters, "to", way.to);
    put(parameters, "auto", way.auto ? true : null);
    put(parameters, "cutInto", way.cutInto);
    put(parameters, "cutAt", way.cutAt);
    put(parameters, "by", space);
    return options.run(
        "reduce",
        parameters,
        (run, spark) ->
            TopicsJob.mapped(
                run, spark, mapping(run.model().fittedTopics()), operation(parameters)));
  }

  private static ModelOperation operation(Map<String, Object> parameters) {
    ModelOperation operation = ModelOperation.now("reduce topics");
    for (Map.Entry<String, Object> parameter : parameters.entrySet()) {
      operation = operation.with(parameter.getKey(), parameter.getValue());
    }
    return operation;
  }

  private static void put(Map<String, Object> parameters, String name, Object value) {
    if (value != null) {
      parameters.put(name, value);
    }
  }

  private TopicMapping mapping(FittedTopics topics) {
    try (Workers workers = Workers.ofAllCores()) {
      if (way.cutInto != null || way.cutAt != null) {
        TopicHierarchy tree =
            TopicHierarchy.of(topics, space == null ? TopicSpace.CTFIDF : space, workers);
        return way.cutInto != null ? tree.cutInto(way.cutInto) : tree.cutAt(way.cutAt);
      }
      TopicReduction reduction = new TopicReduction(space == null ? TopicSpace.EMBEDDINGS : space);
      return way.auto
          ? reduction.auto(topics, FitContext.of(0, workers))
          : reduction.toNumber(topics, way.to, workers);
    }
  }
}
