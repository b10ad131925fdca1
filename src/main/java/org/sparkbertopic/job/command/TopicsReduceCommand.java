package org.sparkbertopic.job.command;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.sparkbertopic.clustering.smile.Linkage;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.job.console.ConfigurationException;
import org.sparkbertopic.job.run.RunOption;
import org.sparkbertopic.job.topics.NewRunOptions;
import org.sparkbertopic.job.topics.TopicsJob;
import org.sparkbertopic.operations.merging.ReductionTradeoff;
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

  private static final int SHOWN_SIZES = 7;

  @Mixin private NewRunOptions options = new NewRunOptions();

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Way way;

  @Option(
      names = "--by",
      paramLabel = "SPACE",
      description =
          "vectors to compare topics by: ${COMPLETION-CANDIDATES}; default: embeddings; ctfidf for cuts of the tree")
  private TopicSpace space;

  @Option(
      names = "--linkage",
      paramLabel = "LINKAGE",
      description =
          "what makes two merged topics near, with --to and --cut-into or --cut-at: ${COMPLETION-CANDIDATES}; default: average, as BERTopic's nr_topics; ward for cuts of the tree")
  private Linkage linkage;

  @Option(
      names = "--max-share",
      paramLabel = "SHARE",
      description =
          "with --to: most documents of a merged topic, such as 0.3 of those in topics; more topics than N are left where no two fit")
  private Double maxShare;

  /** The stopping criterion. */
  static final class Way {

    @Option(
        names = "--to",
        paramLabel = "N",
        description =
            "number of topics to keep, not counting the outliers (BERTopic's nr_topics counts them)")
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
    put(parameters, "linkage", linkage);
    put(parameters, "maxShare", maxShare);
    if (way.auto && linkage != null) {
      throw new ConfigurationException(
          "--linkage must come with --to, --cut-into or --cut-at, got --auto; leave it out");
    }
    if (way.to == null && maxShare != null) {
      throw new ConfigurationException(
          "--max-share must come with --to, got it without; name the number of topics");
    }
    return options.run(
        "reduce",
        parameters,
        (run, spark) -> {
          FittedTopics topics = run.model().fittedTopics();
          TopicMapping mapping = mapping(topics);
          if (way.to != null) {
            compare(topics, mapping);
          }
          return TopicsJob.mapped(run, spark, mapping, operation(parameters));
        });
  }

  /** What this and the other linkages make of the topics, so that one can choose. */
  private void compare(FittedTopics topics, TopicMapping chosen) {
    PrintStream out = RunOption.out();
    out.printf(
        Locale.ROOT,
        "  %-18s  %6s  %7s  %8s  %s%n",
        "linkage",
        "topics",
        "largest",
        "distance",
        "documents of the largest topics");
    print("(as they are)", topics, TopicMapping.identity(topics), out);
    TopicReduction reduction = reduction();
    for (Linkage each : List.of(Linkage.AVERAGE, Linkage.WARD, Linkage.COMPLETE)) {
      if (each != reduction.linkage() || reduction.maxShare() < 1) {
        TopicReduction other = new TopicReduction(reduction.space(), each, 1);
        print("  " + name(other), topics, toNumber(other, topics), out);
      }
    }
    print("> " + name(reduction), topics, chosen, out);
    out.println(
        "distance: how far documents' topics moved, 1 - cosine, on average; > is what was made");
  }

  private static String name(TopicReduction reduction) {
    String linkage = reduction.linkage().name().toLowerCase(Locale.ROOT);
    return reduction.maxShare() < 1 ? linkage + " " + reduction.maxShare() : linkage;
  }

  private static void print(
      String name, FittedTopics topics, TopicMapping mapping, PrintStream out) {
    ReductionTradeoff tradeoff = ReductionTradeoff.of(topics, mapping);
    out.printf(
        Locale.ROOT,
        "  %-18s  %,6d  %5.1f %%  %8.4f  %s%n",
        name,
        tradeoff.sizes().size(),
        100 * tradeoff.largestShare(),
        tradeoff.distance(),
        tradeoff.sizes().stream()
            .limit(SHOWN_SIZES)
            .map(size -> String.format(Locale.ROOT, "%,d", size))
            .collect(Collectors.joining(" ")));
  }

  private TopicReduction reduction() {
    return new TopicReduction(
        space == null ? TopicSpace.EMBEDDINGS : space,
        linkage == null ? Linkage.AVERAGE : linkage,
        maxShare == null ? 1 : maxShare);
  }

  private TopicMapping toNumber(TopicReduction how, FittedTopics topics) {
    try (Workers workers = Workers.ofAllCores()) {
      return how.toNumber(topics, way.to, workers);
    }
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
            TopicHierarchy.of(
                topics,
                space == null ? TopicSpace.CTFIDF : space,
                linkage == null ? Linkage.WARD : linkage,
                workers);
        return way.cutInto != null ? tree.cutInto(way.cutInto) : tree.cutAt(way.cutAt);
      }
      TopicReduction reduction = reduction();
      return way.auto
          ? reduction.auto(topics, FitContext.of(0, workers))
          : reduction.toNumber(topics, way.to, workers);
    }
  }
}
