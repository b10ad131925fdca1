package org.sparkbertopic.pipeline.mode;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.sparkbertopic.clustering.Clusterer;
import org.sparkbertopic.clustering.FitOn;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.compute.ProductDevice;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.ctfidf.ClassTfidf;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.EmbedderTrainer;
import org.sparkbertopic.embedding.EmbeddingModel;
import org.sparkbertopic.operations.matching.LikeModel;
import org.sparkbertopic.operations.merging.NrTopics;
import org.sparkbertopic.reduction.DimensionReducer;
import org.sparkbertopic.representation.WordSettings;
import org.sparkbertopic.stage.represent.RepresentStage;
import org.sparkbertopic.stage.table.InputColumns;
import org.sparkbertopic.topics.GuidedTopics;
import org.sparkbertopic.topics.MinTopicSize;
import org.sparkbertopic.topics.ZeroShotTopics;
import org.sparkbertopic.vectorizer.CountVectorizer;

/**
 * All that a fit is asked for, as one immutable value. The estimator makes it once; the stages read
 * it.
 *
 * @param columns of the input
 * @param embedder embeds the documents, or learns to; used where {@code columns} name no embeddings
 * @param modelOfGiven the model that made the given embeddings, on the user's word. It embeds words
 *     and the texts of later documents
 * @param reducer embeddings to few dimensions
 * @param clusterer few dimensions to clusters; a classifier learns labels
 * @param fitOn documents that the clusterer is trained on
 * @param vectorizer texts to terms
 * @param ctfidf counts to weights
 * @param words how topics get words and labels by the weights
 * @param guided topics expected, by some words
 * @param zeroShot topics named beforehand
 * @param nrTopics to how many the topics found are reduced
 * @param minTopicSize fewest documents of the corpus in a topic; empty: as the clusterer has it
 * @param like the earlier model whose topic ids are carried over
 * @param seed the only source of randomness
 * @param sampleSize most documents that are laid out
 * @param sampleRounds most samples: those after the first are drawn from the outliers
 * @param driverThreads threads that lay out; 0: all cores
 * @param device compares documents with the sample; empty: the approximate search
 * @param parameters those of the estimator that change the result, by name, as JSON
 */
public record FitPlan(
    InputColumns columns,
    EmbeddingModel embedder,
    Optional<Embedder> modelOfGiven,
    DimensionReducer reducer,
    Clusterer clusterer,
    FitOn fitOn,
    CountVectorizer vectorizer,
    ClassTfidf ctfidf,
    WordSettings words,
    Optional<GuidedTopics> guided,
    Optional<ZeroShotTopics> zeroShot,
    Optional<NrTopics> nrTopics,
    Optional<MinTopicSize> minTopicSize,
    Optional<LikeModel> like,
    long seed,
    int sampleSize,
    int sampleRounds,
    int driverThreads,
    Optional<ProductDevice> device,
    ObjectNode parameters) {

  /** With the ids of an earlier model. */
  public FitPlan withLike(LikeModel value) {
    return new FitPlan(
        columns,
        embedder,
        modelOfGiven,
        reducer,
        clusterer,
        fitOn,
        vectorizer,
        ctfidf,
        words,
        guided,
        zeroShot,
        nrTopics,
        minTopicSize,
        Optional.of(value),
        seed,
        sampleSize,
        sampleRounds,
        driverThreads,
        device,
        parameters);
  }

  /** Whether the input has embeddings. */
  public boolean givenEmbeddings() {
    return columns.embedding().isPresent();
  }

  /** What embeds the documents; empty where embeddings are given or the embedder has to learn. */
  public Optional<Embedder> documentEmbedder() {
    return !givenEmbeddings() && embedder instanceof Embedder model
        ? Optional.of(model)
        : Optional.empty();
  }

  /**
   * What embeds texts as the documents were: the embedder, or the model of the given embeddings.
   */
  public Optional<? extends EmbeddingModel> embedderOfTexts() {
    return givenEmbeddings() ? modelOfGiven : Optional.of(embedder);
  }

  /** What learns to embed the documents. */
  public Optional<EmbedderTrainer> trainer() {
    return !givenEmbeddings() && embedder instanceof EmbedderTrainer trainer
        ? Optional.of(trainer)
        : Optional.empty();
  }

  /**
   * The clusterer for a sample, with the least size of a topic in documents of the sample.
   *
   * @param sampled documents in the sample
   * @param documents of the corpus
   */
  public Clusterer clustererOf(int sampled, long documents) {
    return minTopicSize.isPresent() && clusterer instanceof Hdbscan hdbscan
        ? hdbscan.withMinClusterSize(
            minTopicSize.get().inSample(sampled, sampledFrom(sampled, documents)))
        : clusterer;
  }

  /** Documents that the sample stands for: where it is not full, all that have a vector are in. */
  public long sampledFrom(int sampled, long documents) {
    return sampled < sampleSize ? sampled : documents;
  }

  /** Words that guide the fit; they weigh more in c-TF-IDF too. */
  public List<String> guidedWords() {
    return guided.map(GuidedTopics::words).orElse(List.of());
  }

  /** The threads of the driver. */
  public Workers workers() {
    return driverThreads == 0 ? Workers.ofAllCores() : Workers.of(driverThreads);
  }

  /** The stage that gives topics their words. */
  public RepresentStage representStage() {
    return new RepresentStage(vectorizer, ctfidf.withGuidedWords(guidedWords()), words);
  }
}
