package org.sparkbertopic.online.merge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.assign.LaterLayouts;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.operations.merging.GivenNames;
import org.sparkbertopic.operations.merging.TextScores;
import org.sparkbertopic.operations.merging.TopicChange;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.provenance.ModelOperation;
import org.sparkbertopic.provenance.Provenance;
import org.sparkbertopic.representation.Notices;
import org.sparkbertopic.representation.WordSettings;
import org.sparkbertopic.stage.DocumentVectors;
import org.sparkbertopic.stage.OrderedTopics;
import org.sparkbertopic.stage.represent.RepresentationDescriber;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.topics.DocumentTopics;
import org.sparkbertopic.topics.FittedTopics;

/**
 * Merges models, without their documents. The topics of the first model keep their ids. A topic of
 * another model joins the topic of the result whose embedding is closest by cosine, if that is
 * close enough; any other comes behind, with the next free id. Outliers join outliers.
 *
 * <p>Models are read one after the other: the first, then the others in the order of their digests.
 * So the result does not depend on the order in which the others are given. Besides the result, one
 * model is in memory; its layouts and kept documents become part of the result.
 *
 * <p>A document that is in two models counts twice: models do not keep the ids of all documents.
 *
 * @param words how topics get their words: as in the first model
 * @param embedder of the topics' words, where a representation embeds them
 * @param minSimilarity least cosine with which a topic joins another
 * @param notices told what the user should know
 */
public record ModelMerge(
    WordSettings words, Optional<Embedder> embedder, double minSimilarity, Notices notices) {

  /** BERTopic's. */
  public static final double DEFAULT_MIN_SIMILARITY = 0.7;

  private static final String OPERATION = "merge models";

  public ModelMerge {
    Objects.requireNonNull(words, "words");
    Objects.requireNonNull(embedder, "embedder");
    Objects.requireNonNull(notices, "notices");
    if (!(minSimilarity >= 0 && minSimilarity <= 1)) {
      throw Checks.invalid(
          "minSimilarity must be a cosine from 0 to 1, got %s; BERTopic's is %s",
          minSimilarity, DEFAULT_MIN_SIMILARITY);
    }
  }

  /**
   * Merges models.
   *
   * @param sources at least two different models; the first keeps its ids
   * @throws UnusableInputException if the embeddings of two models cannot be compared, or their
   *     terms differ
   */
  public MergedModel run(List<MergeSource> sources, SparkSession spark) {
    List<MergeSource> ordered = ordered(sources);
    SavedModel first = ordered.get(0).model().get();
    MergedParts settings = new MergedParts(ordered.get(0).name(), first);
    MergedTopics topics = new MergedTopics(minSimilarity);
    MergedLayouts layouts = new MergedLayouts();
    List<DocumentTopics> training = new ArrayList<>();
    List<MergedPart> parts = new ArrayList<>();
    List<Map<String, Object>> described = new ArrayList<>();
    List<String> countless = new ArrayList<>();
    List<String> untallied = new ArrayList<>();
    int known = 0;
    for (MergeSource source : ordered) {
      SavedModel model = parts.isEmpty() ? first : source.model().get();
      if (!parts.isEmpty()) {
        settings.add(source.name(), model);
      }
      MergedPart part = part(source, topics, model.topics(), known);
      parts.add(part);
      known = Math.max(known, Arrays.stream(part.mapping().newIds()).max().orElse(-1) + 1);
      layouts.add(model, part.mapping());
      training.add(model.trainingTopics().mapped(part.mapping()));
      described.add(described(source, model));
      if (model.topics().counts().isEmpty()) {
        countless.add(source.name());
      } else if (model.topics().totals().isEmpty()) {
        untallied.add(source.name());
      }
    }
    if (topics.hasCounts()) {
      settings.requireSameTerms();
      settings.notes().forEach(notices::warn);
    }
    FittedTopics merged =
        topics.result(
            change(first), first.topics().ctfidf().parameters(), first.vectorizer(), spark);
    tell(topics, merged, layouts, countless, untallied);
    SavedModel model =
        first.with(
            changed ->
                changed
                    .topics(merged)
                    .laterLayouts(LaterLayouts.NONE)
                    .layout(Optional.empty())
                    .clusterTopics(new int[0])
                    .outlierRules(List.of())
                    .trainingTopics(joined(training)));
    return new MergedModel(
        settings
            .appliedTo(layouts.appliedTo(model))
            .withWords(words)
            .after(
                ModelOperation.now(OPERATION)
                    .with("minSimilarity", minSimilarity)
                    .with("models", described)),
        parts);
  }

  private static List<MergeSource> ordered(List<MergeSource> sources) {
    if (sources.size() < 2) {
      throw Checks.invalid("models must be at least two, got %d; name the others", sources.size());
    }
    Map<String, String> names = new HashMap<>();
    for (MergeSource source : sources) {
      String same = names.put(source.digest(), source.name());
      if (same != null) {
        throw UnusableInputException.of(
            "models must differ, got the same in '%s' and '%s', whose documents would count twice;"
                + " leave one out",
            same, source.name());
      }
    }
    List<MergeSource> ordered = new ArrayList<>(sources);
    ordered.subList(1, ordered.size()).sort(Comparator.comparing(MergeSource::digest));
    return ordered;
  }

  /**
   * @param before topics of the result before this model
   */
  private static MergedPart part(
      MergeSource source, MergedTopics topics, FittedTopics added, int before) {
    var mapping = topics.add(added);
    int joined =
        (int) IntStream.of(mapping.apply(added.ids())).filter(id -> id >= 0 && id < before).count();
    return new MergedPart(
        source.name(), source.digest(), mapping, joined, added.topicCount() - joined);
  }

  private TopicChange change(SavedModel first) {
    return new TopicChange(
        new RepresentationDescriber(
            words.representations(),
            words.topNWords(),
            DocumentVectors.ofWords(embedder),
            notices),
        new TextScores(first.vectorizer()),
        words.representativeDocuments(),
        GivenNames.NONE);
  }

  private void tell(
      MergedTopics topics,
      FittedTopics merged,
      MergedLayouts layouts,
      List<String> countless,
      List<String> untallied) {
    if (!topics.hasCounts()) {
      notices.warn(
          String.format(
              Locale.ROOT,
              "%s counted no terms (saved by Python or an earlier release): the merged model has no"
                  + " c-TF-IDF, and a topic has the words of its largest part; give the documents of"
                  + " all models with their topics to updateTopics, which counts them",
              String.join(", ", countless)));
    } else if (!topics.hasTotals()) {
      notices.warn(
          String.format(
              Locale.ROOT,
              "%s kept counts within its limits of terms alone (saved by an earlier release): terms"
                  + " that were dropped there are counted in the other models alone, and the merged"
                  + " model cannot be updated with more documents; fit again for exact counts",
              String.join(", ", untallied)));
    }
    if (layouts.leavesNone()) {
      notices.warn(
          "a model assigns every document (its clustering leaves no outliers, or Python saved it):"
              + " so does the merged one, which gives what is left to the closest topic");
    }
    List<String> dropped = topics.droppedNames(merged);
    if (!dropped.isEmpty()) {
      notices.warn(
          "names dropped: "
              + String.join(", ", dropped)
              + "; a topic keeps the name and the label of the first model that has one");
    }
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

  /** For the provenance of the result. */
  private static Map<String, Object> described(MergeSource source, SavedModel model) {
    Provenance provenance = model.provenance();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("digest", source.digest());
    facts.put("input", provenance.input().location());
    facts.put("inputFingerprint", provenance.input().fingerprint());
    facts.put(
        "documents",
        model.topics().topics().stream().mapToLong(topic -> topic.size()).sum());
    facts.put("topics", model.topics().topicCount());
    facts.put("seed", provenance.seed());
    facts.put("fitted", provenance.time().map(Object::toString).orElse(""));
    facts.put("operations", provenance.operations().stream().map(ModelOperation::name).toList());
    return facts;
  }
}
