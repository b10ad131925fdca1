package org.sparkbertopic.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.BERTopic;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.TopicUpdate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spark-bertopic topics update}: other words for the same topics. */
@Command(
    name = "update",
    description = {
      "Describes the topics anew: keys of fit under vectorizer, ctfidf, representation and topics.",
      "What is not given stays as it was. Aspects are added to those that there are; one that is",
      "none is left out. Other terms (vectorizer), and words that look at more documents than the",
      "model keeps (pos, llm), read the corpus again."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {"", "Every key with its default: spark-bertopic fit --keys"})
final class TopicsUpdateCommand implements Callable<Integer> {

  private static final List<String> SECTIONS =
      List.of("vectorizer.", "ctfidf.", "representation.", "topics.");

  @Mixin private NewRunOptions options = new NewRunOptions();

  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      required = true,
      description = "another value for a key; may be repeated")
  private Map<String, String> changes = new LinkedHashMap<>();

  @Override
  public Integer call() {
    for (String key : changes.keySet()) {
      if (SECTIONS.stream().noneMatch(key::startsWith)) {
        throw new ConfigurationException(
            String.format(
                Locale.ROOT,
                "-D must be a key of %s, got '%s'; a fit changes the others",
                String.join(", ", SECTIONS),
                key));
      }
    }
    JobConfig config = JobConfig.ofRecord("fit", options.open().record().configuration, changes);
    BERTopic wanted = TopicModelConfig.estimator(config);
    return options.run(
        "update",
        new LinkedHashMap<>(changes),
        (run, spark) ->
            updated(run, spark, keeping(wanted, run, config)).withConfiguration(json(config)));
  }

  /** Answers of a language model are kept in the new run, and known from those before it. */
  private BERTopic keeping(BERTopic wanted, FinishedRun run, JobConfig config) {
    List<FinishedRun> fitFirst = new ArrayList<>(run.lineage());
    Collections.reverse(fitFirst);
    List<String> folders = new ArrayList<>(fitFirst.stream().map(FinishedRun::answers).toList());
    folders.add(RepresentationConfig.answers(config, options.output()));
    folders.forEach(
        folder ->
            wanted
                .setRepresentation(wanted.getRepresentation().keepingIn(folder))
                .setAspects(wanted.getAspects().keepingIn(folder)));
    return wanted;
  }

  private static TopicsJob.Result updated(FinishedRun run, SparkSession spark, BERTopic wanted) {
    BERTopicModel model = run.model();
    TopicUpdate update =
        TopicUpdate.create()
            .withVectorizer(wanted.getVectorizer())
            .withCtfidf(wanted.getCtfidf())
            .withRepresentation(wanted.getRepresentation())
            .withAspects(wanted.getAspects())
            .withTopNWords(wanted.getTopNWords())
            .withRepresentativeDocuments(wanted.getRepresentativeDocuments());
    return TopicsJob.unchanged(
        run,
        spark,
        model.needsDocuments(update)
            ? model.updateTopics(update, run.assignedDocuments(spark))
            : model.updateTopics(update));
  }

  private static JsonNode json(JobConfig config) {
    try {
      return new ObjectMapper().readTree(config.toJson());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the configuration renders as JSON", e);
    }
  }
}
