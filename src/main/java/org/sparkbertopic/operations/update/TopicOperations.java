package org.sparkbertopic.operations.update;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.ctfidf.ClassTfidf;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.operations.labels.TopicLabels;
import org.sparkbertopic.operations.merging.GivenNames;
import org.sparkbertopic.operations.merging.ModelNames;
import org.sparkbertopic.operations.merging.TextScores;
import org.sparkbertopic.operations.merging.TopicChange;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.provenance.ModelOperation;
import org.sparkbertopic.representation.Notices;
import org.sparkbertopic.representation.WordSettings;
import org.sparkbertopic.stage.DocumentVectors;
import org.sparkbertopic.stage.represent.RepresentStage;
import org.sparkbertopic.stage.represent.RepresentationDescriber;
import org.sparkbertopic.stage.represent.TermRemarks;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.RetiredTopics;
import org.sparkbertopic.topics.TopicMapping;
import org.sparkbertopic.topics.history.OnlineState;

/**
 * Operations that give a model other topics or other words. Everything in the model that depends on
 * topics changes with them. Parameters that are not given are those of the fit.
 */
public final class TopicOperations {

  private final SavedModel model;
  private final Optional<Embedder> embedder;
  private final Notices notices;
  private final WordSettings fitted;

  /**
   * @param words how the model's topics get their words
   * @param embedder of the topics' words, where a representation embeds them
   * @param notices told what representations have to say
   */
  public TopicOperations(
      SavedModel model, WordSettings words, Optional<Embedder> embedder, Notices notices) {
    this.model = model;
    this.embedder = embedder;
    this.notices = notices;
    this.fitted = words;
  }

  /** The model with the topics that a mapping makes; {@code transform} follows it. */
  public SavedModel map(TopicMapping mapping, ModelOperation operation) {
    FittedTopics topics = change(fitted).apply(model.topics(), mapping);
    List<String> lost = GivenNames.lost(model.topics(), mapping, topics);
    if (!lost.isEmpty()) {
      notices.warn("names dropped: " + String.join(", ", lost) + "; " + ModelNames.whyLost(model));
    }
    return model
        .withTopics(
            topics, mapping.apply(model.clusterTopics()), model.trainingTopics().mapped(mapping))
        .withOnline(model.online().mapped(mapping))
        .withWords(fitted)
        .after(operation);
  }

  /**
   * Whether an update needs the corpus, because the model keeps too little for it, as a model that
   * Python saved does.
   */
  public boolean needsCorpus(TopicUpdate update) {
    return model.topics().counts().isEmpty()
        || hasOtherTerms(update)
        || update.appliedTo(fitted).documents() > keptDocuments();
  }

  private boolean hasOtherTerms(TopicUpdate update) {
    return update.vectorizer().filter(other -> !other.equals(model.vectorizer())).isPresent();
  }

  /** Documents kept of a topic that has enough; no limit where every topic has fewer. */
  private int keptDocuments() {
    FittedTopics topics = model.topics();
    int kept = topics.documents().stream().mapToInt(List::size).max().orElse(0);
    return topics.topics().stream().allMatch(topic -> topic.size() <= kept)
        ? Integer.MAX_VALUE
        : kept;
  }

  /** Other weights and words, from what the model keeps. */
  public SavedModel update(TopicUpdate update) {
    if (hasOtherTerms(update)) {
      throw new IllegalArgumentException(
          "documents must be given to change the vectorizer, got none: the model keeps counts of"
              + " the old terms alone; call updateTopics with the table of documents");
    }
    WordSettings wanted = update.appliedTo(fitted);
    if (wanted.documents() > keptDocuments()) {
      notices.warn(
          String.format(
              Locale.ROOT,
              "%d representative documents of each topic are wanted, the model keeps %d: words are"
                  + " chosen by these; give updateTopics the table of documents for more",
              wanted.documents(),
              keptDocuments()));
    }
    ClassTfidf weighting = RepresentStage.settled(weighting(update), model.vectorizer());
    FittedTopics topics =
        change(wanted).apply(model.topics(), TopicMapping.identity(model.topics()), weighting);
    return model
        .withTopics(topics)
        .withOnline(model.online().describedAnew())
        .withWords(wanted)
        .after(update.operation());
  }

  /**
   * Other terms, weights and words, from the corpus.
   *
   * @param documents as {@link RepresentStage#run} takes them, each with its topic
   */
  public SavedModel update(TopicUpdate update, Dataset<Row> documents) {
    WordSettings wanted = update.appliedTo(fitted);
    RepresentStage stage =
        new RepresentStage(
            update.vectorizer().orElse(model.vectorizer()), weighting(update), wanted);
    FittedTopics topics =
        RetiredTopics.kept(model.topics(), stage.run(documents, embed(), notices).topics());
    requireSameTopics(topics);
    TermRemarks remarks = new TermRemarks(stage.vectorizer());
    remarks.of(topics).forEach(notices::warn);
    TermRemarks.ofWordless(topics).forEach(notices::warn);
    return model
        .withTopics(TopicLabels.carry(model.topics(), topics))
        .withVectorizer(stage.vectorizer())
        .withOnline(online(update))
        .withWords(wanted)
        .after(update.operation());
  }

  /** The outliers that wait keep their terms alone, and not the texts that other terms are in. */
  private OnlineState online(TopicUpdate update) {
    OnlineState described = model.online().describedAnew();
    int waiting = described.buffer().size();
    if (!hasOtherTerms(update) || waiting == 0) {
      return described;
    }
    notices.warn(
        String.format(
            Locale.ROOT,
            "%,d outliers of earlier chunks no longer wait for a topic: their terms are those of"
                + " the old vectorizer; outliers of later chunks wait as before",
            waiting));
    return described.withoutBuffer();
  }

  /** The words that guided the fit weigh more whatever else is changed. */
  private ClassTfidf weighting(TopicUpdate update) {
    ClassTfidf present = model.topics().ctfidf().parameters();
    return update
        .ctfidf()
        .map(given -> given.withGuidedWords(present.guidedWords()))
        .orElse(present);
  }

  private void requireSameTopics(FittedTopics counted) {
    if (!sizes(counted).equals(sizes(model.topics()))) {
      throw Checks.invalid(
          "documents must be those of the model with their topics, got topics of sizes %s where"
              + " the model has %s; give the corpus of the fit with its assignments",
          sizes(counted), sizes(model.topics()));
    }
  }

  private static String sizes(FittedTopics topics) {
    return topics.topics().stream().map(t -> t.id() + ": " + t.size()).toList().toString();
  }

  private TopicChange change(WordSettings words) {
    return new TopicChange(
        new RepresentationDescriber(
            words.representations(), words.topNWords(), embed(), model.vectorizer(), notices),
        new TextScores(model.vectorizer()),
        words.representativeDocuments(),
        ModelNames.of(model));
  }

  private Optional<Function<List<String>, float[][]>> embed() {
    return DocumentVectors.ofWords(embedder);
  }
}
