package org.sparkbertopic.online.merge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.ctfidf.ClassTfidf;
import org.sparkbertopic.operations.merging.TopicChange;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.provenance.ModelOperation;
import org.sparkbertopic.provenance.Provenance;
import org.sparkbertopic.stage.OrderedTopics;
import org.sparkbertopic.topics.DocumentTopics;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.TopicMapping;
import org.sparkbertopic.vectorizer.CountVectorizer;

/** A merge under way: what is known after some models. */
final class Merging {

  private final SavedModel first;
  private final MergedParts settings;
  private final MergedTopics topics;
  private final MergedLayouts layouts = new MergedLayouts();
  private final MergedHistory history = new MergedHistory();
  private final List<DocumentTopics> training = new ArrayList<>();
  private final List<MergedPart> parts = new ArrayList<>();
  private final List<Map<String, Object>> described = new ArrayList<>();
  private final List<String> countless = new ArrayList<>();
  private final List<String> untallied = new ArrayList<>();
  private int known;

  Merging(MergeSource source, SavedModel first, double minSimilarity) {
    this.first = first;
    this.settings = new MergedParts(source.name(), first);
    this.topics = new MergedTopics(minSimilarity);
    take(source, first);
  }

  void add(MergeSource source, SavedModel model) {
    settings.add(source.name(), model);
    take(source, model);
  }

  private void take(MergeSource source, SavedModel model) {
    TopicMapping mapping = topics.add(model.topics());
    int before = known;
    known = Math.max(known, Arrays.stream(mapping.newIds()).max().orElse(Topic.OUTLIERS) + 1);
    int joined =
        (int)
            Arrays.stream(mapping.apply(model.topics().ids()))
                .filter(id -> id >= 0 && id < before)
                .count();
    parts.add(
        new MergedPart(
            source.name(), source.digest(), mapping, joined, model.topics().topicCount() - joined));
    layouts.add(model, mapping);
    history.add(model, source.digest(), mapping);
    training.add(model.trainingTopics().mapped(mapping));
    described.add(described(source, model));
    if (model.topics().counts().isEmpty()) {
      countless.add(source.name());
    } else if (model.topics().totals().isEmpty()) {
      untallied.add(source.name());
    }
  }

  /** For the provenance of the result. */
  private static Map<String, Object> described(MergeSource source, SavedModel model) {
    Provenance provenance = model.provenance();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("digest", source.digest());
    facts.put("input", provenance.input().location());
    facts.put("inputFingerprint", provenance.input().fingerprint());
    facts.put("documents", model.topics().topics().stream().mapToLong(Topic::size).sum());
    facts.put("topics", model.topics().topicCount());
    facts.put("seed", provenance.seed());
    facts.put("fitted", provenance.time().map(Object::toString).orElse(""));
    facts.put("operations", provenance.operations().stream().map(ModelOperation::name).toList());
    return facts;
  }

  /** The merged topics, with words. */
  FittedTopics topics(
      TopicChange change, ClassTfidf weighting, CountVectorizer vectorizer, SparkSession spark) {
    if (topics.hasCounts()) {
      settings.requireSameTerms();
    }
    return topics.result(change, weighting, vectorizer, spark);
  }

  /** The model with the merged topics and all that follows them. */
  SavedModel model(FittedTopics merged) {
    return settings.appliedTo(
        layouts.appliedTo(
            first.with(
                changed ->
                    changed
                        .topics(merged)
                        .online(history.result())
                        .trainingTopics(joined(training)))));
  }

  /** Unknown where those of a model are, or there are too many. */
  private static DocumentTopics joined(List<DocumentTopics> parts) {
    long rows = parts.stream().mapToLong(part -> part.topics().length).sum();
    if (rows > OrderedTopics.MAX_ROWS || !parts.stream().allMatch(DocumentTopics::isKnown)) {
      return DocumentTopics.UNKNOWN;
    }
    int[] topics = parts.stream().flatMapToInt(part -> Arrays.stream(part.topics())).toArray();
    return parts.stream().allMatch(DocumentTopics::hasKeys)
        ? DocumentTopics.of(
            topics, parts.stream().flatMapToLong(part -> LongStream.of(part.keys())).toArray())
        : DocumentTopics.of(topics);
  }

  List<MergedPart> parts() {
    return parts;
  }

  List<Map<String, Object>> described() {
    return described;
  }

  /** What the user should know. */
  List<String> notes(FittedTopics merged) {
    List<String> notes = new ArrayList<>();
    if (!topics.hasCounts()) {
      notes.add(
          String.format(
              Locale.ROOT,
              "%s counted no terms (saved by Python or an earlier release): the merged model has no"
                  + " c-TF-IDF, and a topic has the words of its largest part; give the documents of"
                  + " all models with their topics to updateTopics, which counts them",
              String.join(", ", countless)));
    } else {
      notes.addAll(settings.notes());
      if (!topics.hasTotals()) {
        notes.add(
            String.format(
                Locale.ROOT,
                "%s kept only the counts of terms within its limits (saved by an earlier release):"
                    + " a term that was dropped there is counted in the other models alone, and the"
                    + " merged model cannot be updated; fit again for exact counts",
                String.join(", ", untallied)));
      }
    }
    if (layouts.leavesNone()) {
      notes.add(
          "a model assigns every document (its clustering leaves no outliers, or Python saved it):"
              + " the merged model gives what the layouts leave to the closest topic");
    }
    List<String> dropped = topics.droppedNames(merged);
    if (!dropped.isEmpty()) {
      notes.add(
          "names dropped: "
              + String.join(", ", dropped)
              + "; a topic keeps the name and the label of the first model that has one");
    }
    if (!history.twice().isEmpty()) {
      notes.add(history.twice());
    }
    return notes;
  }
}
