package org.sparkbertopic.job.command;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.sparkbertopic.job.console.ConfigurationException;
import org.sparkbertopic.job.console.ErrorMessages;
import org.sparkbertopic.job.topics.NewRunOptions;
import org.sparkbertopic.job.topics.TopicsJob;
import org.sparkbertopic.operations.labels.TopicLabels;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spark-bertopic topics label}: sets labels by hand, or generates them from words. */
@Command(
    name = "label",
    description = {"Labels topics.", "Options apply in this order: --clear, --generate, --set."},
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class TopicsLabelCommand implements Callable<Integer> {

  @Mixin private NewRunOptions options = new NewRunOptions();

  @Option(
      names = "--set",
      paramLabel = "ID=LABEL",
      description = "sets a topic's label; an empty one removes it; may be repeated")
  private Map<Integer, String> labels = new TreeMap<>();

  @Option(names = "--clear", description = "removes all labels")
  private boolean clear;

  @Option(names = "--generate", description = "generates labels from the topics' words")
  private boolean generate;

  @Option(
      names = "--words",
      paramLabel = "N",
      description = "number of words in a generated label; default: ${DEFAULT-VALUE}")
  private int words = TopicLabels.DEFAULT_WORDS;

  @Option(names = "--no-prefix", description = "omits the topic's id from generated labels")
  private boolean noPrefix;

  @Option(
      names = "--word-length",
      paramLabel = "N",
      description = "cuts each word of a generated label to this length; default: 0 (no limit)")
  private int wordLength;

  @Option(
      names = "--separator",
      paramLabel = "TEXT",
      description = "separator between the words of generated labels; default: '${DEFAULT-VALUE}'")
  private String separator = TopicLabels.DEFAULT_SEPARATOR;

  @Option(
      names = "--aspect",
      paramLabel = "NAME",
      description = "aspect that provides the words of generated labels")
  private String aspect;

  @Override
  public Integer call() {
    if (!clear && !generate && labels.isEmpty()) {
      throw new ConfigurationException(
          "--set, --generate or --clear must be given; --set 3='Health care' labels topic 3");
    }
    TopicLabels rule = ErrorMessages.usersFault(this::rule);
    Map<String, Object> parameters = new TreeMap<>();
    parameters.put("set", labels);
    parameters.put("clear", clear);
    if (generate) {
      parameters.put("generate", rule.toString());
    }
    return options.run(
        "label",
        parameters,
        (run, spark) ->
            TopicsJob.unchanged(
                run, spark, run.model().setTopicLabels(all(run.model().fittedTopics(), rule))));
  }

  private TopicLabels rule() {
    TopicLabels rule =
        TopicLabels.create()
            .withWords(words)
            .withTopicPrefix(!noPrefix)
            .withWordLength(wordLength)
            .withSeparator(separator);
    return aspect == null ? rule : rule.withAspect(aspect);
  }

  private Map<Integer, String> all(FittedTopics topics, TopicLabels rule) {
    Map<Integer, String> all = new TreeMap<>();
    if (clear) {
      topics.topics().stream().map(Topic::id).forEach(id -> all.put(id, ""));
    }
    if (generate) {
      all.putAll(rule.generate(topics));
    }
    all.putAll(labels);
    return all;
  }
}
