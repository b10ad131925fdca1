package org.sparkbertopic.job.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.BERTopic;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.http.ApiAddress;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.RepresentationConfig;
import org.sparkbertopic.job.config.TopicModelConfig;
import org.sparkbertopic.job.console.ConfigurationException;
import org.sparkbertopic.job.run.FinishedRun;
import org.sparkbertopic.job.topics.NewRunOptions;
import org.sparkbertopic.job.topics.TopicsJob;
import org.sparkbertopic.operations.update.TopicUpdate;
import org.sparkbertopic.stage.table.UnusableInputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spark-bertopic topics update}: computes new words for the same topics. */
@Command(
    name = "update",
    description = {
      "Recomputes the words of topics with other settings.",
      "The settings are keys of fit under vectorizer, ctfidf, representation and topics. Other keys keep",
      "their values. New aspects are added; an aspect set to none is removed. Other terms (vectorizer), and",
      "words that need more documents than the model keeps (pos, llm), read the corpus again.",
      "Of a run of update or merge-models, what -D does not name stays as the model has it, a section as a",
      "whole: vectorizer, ctfidf, representation."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {"", "Every key with its default: spark-bertopic fit --keys"})
final class TopicsUpdateCommand implements Callable<Integer> {

  private static final List<String> SECTIONS =
      List.of("vectorizer.", "ctfidf.", "representation.", "topics.");

  private static final String TOP_N_WORDS = "topics.top-n-words";
  private static final String REPRESENTATIVE_DOCUMENTS = "topics.representative-documents";
  private static final String LLM_URL = "representation.llm.url";

  @Mixin private NewRunOptions options = new NewRunOptions();

  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      required = true,
      description = "sets a key; may be repeated")
  private Map<String, String> changes = new LinkedHashMap<>();

  @Override
  public Integer call() {
    for (String key : changes.keySet()) {
      if (SECTIONS.stream().noneMatch(key::startsWith)) {
        throw ConfigurationException.of(
            "-D must be a key of %s, got '%s'; a fit changes the others",
            String.join(", ", SECTIONS), key);
      }
    }
    JsonNode recorded = options.open().record().configuration;
    JobConfig config = JobConfig.ofRecord("fit", recorded, changes);
    requireNamed(config);
    BERTopic wanted =
        TopicModelConfig.estimator(JobConfig.ofRecord("fit", ofWords(recorded), changes));
    return options.run(
        "update",
        new LinkedHashMap<>(changes),
        (run, spark) -> {
          TopicsJob.Result result = updated(run, spark, keeping(wanted, run, config));
          return hasSettings(run) ? result.withConfiguration(json(config)) : result;
        });
  }

  /**
   * The part of the configuration that describes topics. The fit's embedder belongs to the model
   * and is not opened here.
   */
  private static JsonNode ofWords(JsonNode recorded) {
    ObjectNode words = recorded.deepCopy();
    words.remove("embedding");
    if (words.path("input") instanceof ObjectNode input) {
      input.remove("embedding-column");
    }
    return words;
  }

  /**
   * A run's record is untrusted input, as its model is: this command must name every server and
   * path that it uses.
   */
  private void requireNamed(JobConfig config) {
    Set<String> used = new TreeSet<>(config.words("representation.models"));
    config.lists("representation.aspects").values().forEach(used::addAll);
    if (used.contains("llm") && !changes.containsKey(LLM_URL)) {
      String url = RepresentationConfig.url(config);
      String host = ApiAddress.host(url);
      boolean vendors = RepresentationConfig.isVendors(config);
      String variable = vendors ? "" : RepresentationConfig.keyVariable(config);
      boolean named =
          options.allowed().names(host, variable)
              || options.allowed().names(URI.create(url).getAuthority(), variable);
      if (!named) {
        throw refused(
            "send words and texts to " + host,
            "--allow-remote " + host + (variable.isEmpty() ? "" : "=" + variable));
      }
    }
    requirePath(used.contains("pos"), "representation.pos.models", config);
    requirePath(used.contains("zero-shot"), "representation.zero-shot.model", config);
  }

  private void requirePath(boolean used, String key, JobConfig config) {
    String path = config.string(key);
    if (used && !path.isEmpty() && !changes.containsKey(key) && !options.allowed().names(path)) {
      throw refused("read " + path, "--allow-path " + path);
    }
  }

  private static UnusableInputException refused(String what, String remedy) {
    return UnusableInputException.of(
        "the run's record asks to %s, which this command did not name; look whether you want"
            + " that, and then give %s",
        what, remedy);
  }

  /** Keeps a language model's answers in the new run, and reuses those of the earlier one. */
  private BERTopic keeping(BERTopic wanted, FinishedRun run, JobConfig config) {
    for (String folder :
        List.of(run.answers(), RepresentationConfig.answers(config, options.output()))) {
      wanted
          .setRepresentation(wanted.getRepresentation().keepingIn(folder))
          .setAspects(wanted.getAspects().keepingIn(folder));
    }
    return wanted;
  }

  private TopicsJob.Result updated(FinishedRun run, SparkSession spark, BERTopic wanted) {
    BERTopicModel model = run.model();
    TopicUpdate update = update(run, wanted);
    return TopicsJob.unchanged(
        run,
        spark,
        model.needsDocuments(update)
            ? model.updateTopics(update, run.assignedDocuments(spark))
            : model.updateTopics(update));
  }

  /**
   * What is to change. Where the run's record does not have the settings, that is what -D names.
   */
  private TopicUpdate update(FinishedRun run, BERTopic wanted) {
    boolean all = hasSettings(run);
    TopicUpdate update = TopicUpdate.create();
    if (all || changes("vectorizer.")) {
      update = update.withVectorizer(wanted.getVectorizer());
    }
    if (all || changes("ctfidf.")) {
      update = update.withCtfidf(wanted.getCtfidf());
    }
    if (all || changes("representation.")) {
      update =
          update.withRepresentation(wanted.getRepresentation()).withAspects(wanted.getAspects());
    }
    if (all || changes(TOP_N_WORDS)) {
      update = update.withTopNWords(wanted.getTopNWords());
    }
    return all || changes(REPRESENTATIVE_DOCUMENTS)
        ? update.withRepresentativeDocuments(wanted.getRepresentativeDocuments())
        : update;
  }

  /** Whether the run's record has the settings of the model's words: that of a fit does. */
  private static boolean hasSettings(FinishedRun run) {
    return run.record().configuration.has("vectorizer");
  }

  private boolean changes(String keys) {
    return changes.keySet().stream().anyMatch(key -> key.startsWith(keys));
  }

  private static JsonNode json(JobConfig config) {
    try {
      return new ObjectMapper().readTree(config.toJson());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the configuration renders as JSON", e);
    }
  }
}
