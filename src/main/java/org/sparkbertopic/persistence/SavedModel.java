package org.sparkbertopic.persistence;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.sparkbertopic.assign.LaterLayouts;
import org.sparkbertopic.assign.LayoutModel;
import org.sparkbertopic.assign.Layouts;
import org.sparkbertopic.assign.OutlierRule;
import org.sparkbertopic.compute.ProductDevice;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.EmbedderTrainer;
import org.sparkbertopic.params.SavedPart;
import org.sparkbertopic.provenance.ModelOperation;
import org.sparkbertopic.provenance.Provenance;
import org.sparkbertopic.representation.WordSettings;
import org.sparkbertopic.topics.DocumentTopics;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.history.OnlineState;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.counting.TermVectors;

/**
 * The content of a model directory, as a value. Callers must not change the arrays.
 *
 * @param topics at least one, numbered from 0 without gaps, after -1 if there are outliers: Python
 *     uses the number as the index of a row
 * @param layout assigns a document to a cluster; empty for a model that Python saved, which assigns
 *     the topic with the closest embedding
 * @param laterLayouts what was learnt after the fit; their clusters follow those of the layout
 * @param clusterTopics topic of each cluster of the layouts, by cluster label; without a layout it
 *     may be empty
 * @param trainingTopics topics of the rows of the fit's input, in order (Python's {@code topics_});
 *     unknown if the input has no order or too many rows
 * @param vectorizer splits texts into terms
 * @param termVectors the vectors that an embedder learned from the documents
 * @param parts embed texts and describe topics
 * @param settings parameters that Python keeps
 * @param provenance what the model was made from, and how; only descriptive, no method depends on
 *     it
 * @param warnings features of a model from Python that this library could not read
 * @param online what the model knows of its growth
 * @param outlierRules rules that assign outliers of the layout to topics, in the order of their
 *     creation; empty if outliers stay outliers
 */
@RecordBuilder
public record SavedModel(
    FittedTopics topics,
    Optional<LayoutModel> layout,
    LaterLayouts laterLayouts,
    int[] clusterTopics,
    DocumentTopics trainingTopics,
    CountVectorizer vectorizer,
    Optional<TermVectors> termVectors,
    ModelParts parts,
    PythonSettings settings,
    Provenance provenance,
    List<String> warnings,
    OnlineState online,
    List<OutlierRule> outlierRules)
    implements SavedModelBuilder.With {

  public SavedModel {
    Objects.requireNonNull(vectorizer, "vectorizer");
    Objects.requireNonNull(termVectors, "termVectors");
    Objects.requireNonNull(parts, "parts");
    Objects.requireNonNull(settings, "settings");
    Objects.requireNonNull(provenance, "provenance");
    warnings = List.copyOf(warnings);
    checkTopics(topics);
    Objects.requireNonNull(laterLayouts, "laterLayouts");
    Objects.requireNonNull(online, "online");
    if (layout.isPresent()) {
      checkLayout(Layouts.of(layout.get(), laterLayouts), topics, clusterTopics);
    }
    checkKnown("clusterTopics", clusterTopics, topics);
    checkKnown("trainingTopics", trainingTopics.topics(), topics);
    outlierRules = List.copyOf(outlierRules);
    for (OutlierRule rule : outlierRules) {
      if (layout.isEmpty() || rule.clusterTopics().length > clusterTopics.length) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "outlierRules must be of the %d clusters of the layouts at most, got one of %d",
                clusterTopics.length,
                rule.clusterTopics().length));
      }
    }
  }

  /** A model without layout, training topics and provenance, with BERTopic's default settings. */
  public static SavedModel of(FittedTopics topics, CountVectorizer vectorizer) {
    return new SavedModel(
        topics,
        Optional.empty(),
        LaterLayouts.NONE,
        new int[0],
        DocumentTopics.UNKNOWN,
        vectorizer,
        Optional.empty(),
        ModelParts.NONE,
        PythonSettings.create(),
        Provenance.UNKNOWN,
        List.of(),
        OnlineState.NONE,
        List.of());
  }

  /**
   * @param clusters topic of each cluster of the layout
   */
  public SavedModel withLayout(LayoutModel value, int[] clusters) {
    return with(changed -> changed.layout(Optional.of(value)).clusterTopics(clusters));
  }

  /**
   * @param clusters topic of each cluster of all layouts
   */
  public SavedModel withLaterLayouts(LaterLayouts value, int[] clusters) {
    return with(changed -> changed.laterLayouts(value).clusterTopics(clusters));
  }

  /**
   * The model with another representation.
   *
   * @throws IllegalArgumentException if one of its parts cannot be saved
   */
  public SavedModel withWords(WordSettings value) {
    return with(
        changed ->
            changed
                .parts(parts.withWords(value))
                .settings(settings.withTopNWords(value.topNWords())));
  }

  /** The model with its layouts on a device, or without one; a device is not saved. */
  public SavedModel on(Optional<ProductDevice> device) {
    return with(
        changed ->
            changed
                .layout(layout.map(own -> own.on(device)))
                .laterLayouts(laterLayouts.on(device)));
  }

  /** The model with one more operation in its provenance. */
  public SavedModel after(ModelOperation operation) {
    return withProvenance(provenance.withOperation(operation));
  }

  /**
   * The embedder, which embeds texts as the documents of the fit were embedded; empty if their
   * embeddings were given and no model was named.
   *
   * @throws IllegalArgumentException if the embedder is not available here, or is a trained one
   *     whose term vectors the model lacks
   */
  public Optional<Embedder> embedder() {
    return parts
        .embedder()
        .map(SavedPart::get)
        .map(part -> part instanceof EmbedderTrainer trainer ? learnt(trainer) : (Embedder) part);
  }

  private Embedder learnt(EmbedderTrainer trainer) {
    return trainer.embedder(
        termVectors.orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the model must have the term vectors that "
                        + trainer.name()
                        + " learnt, got none; copy the whole model directory again")));
  }

  /**
   * The representation, as in the fit or the last update.
   *
   * @throws IllegalArgumentException if a part of it is not available here
   */
  public WordSettings words() {
    return parts.words(settings.topNWords());
  }

  /**
   * The model with other topics.
   *
   * @param clusters topic of each cluster
   * @param training topics of the rows of the input
   */
  public SavedModel withTopics(FittedTopics value, int[] clusters, DocumentTopics training) {
    return with(changed -> changed.topics(value).clusterTopics(clusters).trainingTopics(training));
  }

  /** Ids of the topics that get no more documents, ascending; a part of the topics. */
  public List<Integer> retired() {
    return topics.retired();
  }

  /**
   * The model with these topics retired and no others. Clusters keep their topics.
   *
   * @throws IllegalArgumentException if one is unknown, or -1
   */
  public SavedModel withRetired(Collection<Integer> ids) {
    return withTopics(topics.withRetired(ids));
  }

  /**
   * The topics of the input's rows in the form that Python can pair with documents. Unknown if rows
   * were set aside and there is no topic -1 for them, because Python indexes matrices by the ids in
   * this list.
   */
  DocumentTopics pairedTopics() {
    boolean known =
        topics.hasOutliers()
            || Arrays.stream(trainingTopics.topics()).noneMatch(id -> id == Topic.OUTLIERS);
    return known ? trainingTopics : DocumentTopics.UNKNOWN;
  }

  private static void checkTopics(FittedTopics topics) {
    if (topics.topics().isEmpty()) {
      throw new IllegalArgumentException(
          "topics must not be empty; a model of outliers alone has topic -1");
    }
    int expected = topics.hasOutliers() ? Topic.OUTLIERS : 0;
    int dimension = topics.embeddings()[0].length;
    for (int row = 0; row < topics.topics().size(); row++, expected++) {
      Topic topic = topics.topics().get(row);
      if (topic.id() != expected) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "topics must be numbered from 0 without gaps, got %d in place of %d; renumber them",
                topic.id(),
                expected));
      }
      checkNumbers(topic, topics.embeddings()[row], dimension);
    }
    int[] rows = topics.ctfidf().weights().topicIds();
    if (!Arrays.equals(rows, topics.ids())) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "ctfidf must have a row for each of the %d topics, got %d rows with other ids",
              topics.topics().size(),
              rows.length));
    }
  }

  private static void checkNumbers(Topic topic, float[] embedding, int dimension) {
    if (embedding.length != dimension) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "embeddings must have the same length, got %d for topic %d after %d",
              embedding.length,
              topic.id(),
              dimension));
    }
    for (float value : embedding) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "embeddings must be finite, got %s for topic %d; look for such embeddings of"
                    + " documents",
                value,
                topic.id()));
      }
    }
    for (TermScore word : topic.words()) {
      if (!Double.isFinite(word.score())) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "scores must be finite, got %s for word '%s' of topic %d",
                word.score(),
                word.term(),
                topic.id()));
      }
    }
  }

  private static void checkLayout(Layouts layout, FittedTopics topics, int[] clusterTopics) {
    if (layout.dimension() != topics.embeddings()[0].length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "layout must take embeddings as long as those of the topics, %d, got %d",
              topics.embeddings()[0].length,
              layout.dimension()));
    }
    if (clusterTopics.length != layout.clusterCount()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "clusterTopics must have a topic for each of the %d clusters, got %d",
              layout.clusterCount(),
              clusterTopics.length));
    }
  }

  private static void checkKnown(String parameter, int[] ids, FittedTopics topics) {
    List<Topic> known = topics.topics();
    int last = known.get(known.size() - 1).id();
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] < Topic.OUTLIERS || ids[i] > last) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT, "%s must be from -1 to %d, got %d at %d", parameter, last, ids[i], i));
      }
    }
  }
}
