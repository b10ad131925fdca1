package org.sparkbertopic.pipeline;

import static org.apache.spark.sql.functions.col;
import static org.sparkbertopic.stage.table.InputColumns.EMBEDDING;

import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.assign.LayoutModel;
import org.sparkbertopic.assign.remarks.SizeRemarks;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.clustering.hdbscan.HdbscanModel;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.operations.matching.LikeModel;
import org.sparkbertopic.pipeline.mode.Assignment;
import org.sparkbertopic.pipeline.mode.FitPlan;
import org.sparkbertopic.representation.Representations;
import org.sparkbertopic.stage.TopicNumbering;
import org.sparkbertopic.stage.represent.TermRemarks;
import org.sparkbertopic.stage.table.Content;
import org.sparkbertopic.stage.table.IntakeSummary;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.stage.workspace.Workspace;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.MinTopicSize;
import org.sparkbertopic.topics.Topic;

/** What a fit checks before, between and after its stages, and what it warns of. */
final class FitChecks {

  private final FitPlan plan;
  private final Workspace workspace;

  FitChecks(FitPlan plan, Workspace workspace) {
    this.plan = plan;
    this.workspace = workspace;
  }

  /**
   * Before any work.
   *
   * @param textEmbedder of words; empty where there is none yet
   */
  void before(Optional<Embedder> textEmbedder) {
    Representations representations = plan.words().representations();
    if (representations.needsEmbedder()
        && plan.givenEmbeddings()
        && plan.modelOfGiven().isEmpty()) {
      throw new UnusableInputException(
          "embedder must be set beside embeddingCol where representations embed words"
              + " (KeyBertInspired, MaximalMarginalRelevance), got none; set the model that made"
              + " the embeddings");
    }
    representations.checkReady();
    textEmbedder.ifPresent(this::oneSpace);
    plan.like().ifPresent(like -> oneSpaceWith(like, textEmbedder));
  }

  /** An embedder may have to be opened to tell its dimension; only one that is not known to fit. */
  private static void oneSpaceWith(LikeModel like, Optional<Embedder> embedder) {
    usersFault(
        () ->
            embedder.ifPresent(
                model -> {
                  like.requireEmbedder(model.name(), model.fingerprint());
                  like.requireDimension(model.name(), model.dimension());
                }));
  }

  private static void usersFault(Runnable check) {
    try {
      check.run();
    } catch (UnusableInputException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new UnusableInputException(e.getMessage(), e);
    }
  }

  /** Words and documents that are compared need vectors of one length; checked before any work. */
  private void oneSpace(Embedder documents) {
    if (!plan.words().representations().comparesWordsWithDocuments()) {
      return;
    }
    Embedder words = documents.forWords();
    if (words != documents && words.dimension() != documents.dimension()) {
      throw UnusableInputException.of(
          "words and documents must be embedded in one space for the representation, got %d"
              + " numbers by %s and %d by %s; take two models of one family, or a"
              + " representation that compares words with each other alone (mmr)",
          words.dimension(), words.name(), documents.dimension(), documents.name());
    }
  }

  /**
   * The model that the user names for the given embeddings, and that whose topic ids are carried
   * over, must have their dimension.
   */
  void given(IntakeSummary summary) {
    if (summary.dimension() > 0) {
      plan.like()
          .ifPresent(
              like ->
                  usersFault(
                      () ->
                          like.requireDimension(
                              "the column " + plan.columns().embedding().orElse(""),
                              summary.dimension())));
    }
    Optional<Embedder> model = plan.modelOfGiven();
    if (model.isPresent() && model.get().dimension() != summary.dimension()) {
      throw UnusableInputException.of(
          "embedder must be the model that made the embeddings of the column %s, of %d numbers"
              + " each, got %s, which makes %d; name that model, or none",
          plan.columns().embedding().orElse(""),
          summary.dimension(),
          model.get().name(),
          model.get().dimension());
    }
  }

  /** Warns of given words that match nothing, and of topics without words. */
  void terms(FittedTopics topics) {
    TermRemarks remarks = new TermRemarks(plan.vectorizer());
    remarks.of(topics).forEach(workspace::warn);
    remarks
        .unknown("setGuided", plan.guidedWords(), topics, "they still guide by their meaning")
        .forEach(workspace::warn);
    remarks
        .unknown(
            "ClassTfidf.withSeedWords",
            plan.ctfidf().seedWords(),
            topics,
            "give them as the texts have them")
        .forEach(workspace::warn);
  }

  /**
   * Warns where nothing clustered, and where the topics are of sizes that nobody wants.
   *
   * @param documents of the corpus, with those that have no vector
   */
  void clustered(Assignment assignment, long documents, Dataset<Row> embeddings) {
    if (!(plan.clusterer() instanceof Hdbscan hdbscan)) {
      return;
    }
    TopicNumbering numbering = assignment.numbering();
    Optional<SizeRemarks> remarks =
        assignment.layout().flatMap(layout -> sizeRemarks(layout, documents));
    if (numbering.topicCount() == 0) {
      workspace.warn(nothingClustered(numbering, hdbscan, remarks, embeddings));
    } else if (remarks.isPresent()) {
      SizeRemarks.Sizes sizes = sizes(numbering, assignment.layout().get().rules().clusterCount());
      try (Workers workers = plan.workers()) {
        remarks.get().of(sizes, workers).ifPresent(workspace::warn);
      }
    }
  }

  /** Of the topics that the clusterer found. */
  private static SizeRemarks.Sizes sizes(TopicNumbering numbering, int named) {
    int topics = 0;
    long largest = 0;
    long inTopics = 0;
    int[] topicOfCluster = numbering.topicOfCluster();
    for (int cluster = named; cluster < topicOfCluster.length; cluster++) {
      if (topicOfCluster[cluster] != Topic.OUTLIERS) {
        long size = numbering.sizeOf(topicOfCluster[cluster]);
        topics++;
        largest = Math.max(largest, size);
        inTopics += size;
      }
    }
    return new SizeRemarks.Sizes(topics, largest, inTopics, numbering.outliers());
  }

  /**
   * @param documents of the corpus
   */
  private Optional<SizeRemarks> sizeRemarks(LayoutModel layout, long documents) {
    int sampled = layout.sampleSize();
    long corpus = plan.sampledFrom(sampled, documents);
    return layout.clustering() instanceof HdbscanModel clusters
        ? Optional.of(new SizeRemarks(clusters, size -> leastSize(size, sampled, corpus)))
        : Optional.empty();
  }

  /** The setting for a least size in documents of the sample. */
  private String leastSize(int size, int sampled, long corpus) {
    return plan.minTopicSize().isPresent()
        ? "setMinTopicSize(" + MinTopicSize.ofSample(size, sampled, corpus) + ")"
        : "Hdbscan.withMinClusterSize(" + size + ")";
  }

  private String nothingClustered(
      TopicNumbering numbering,
      Hdbscan hdbscan,
      Optional<SizeRemarks> remarks,
      Dataset<Row> embeddings) {
    Optional<MinTopicSize> size = plan.minTopicSize();
    long least =
        size.map(s -> s.inCorpus(numbering.documents())).orElse((long) hdbscan.minClusterSize());
    String what =
        String.format(
            Locale.ROOT,
            "nothing clustered: all %,d documents are outliers; ",
            numbering.documents());
    if (numbering.documents() >= least && areAlike(embeddings)) {
      return what
          + "all have the same embedding: set Hdbscan.withAllowSingleCluster(true) if they are"
          + " one topic";
    }
    try (Workers workers = plan.workers()) {
      return what
          + "try a smaller "
          + (size.isPresent() ? "setMinTopicSize" : "Hdbscan.withMinClusterSize")
          + " or more documents, or Hdbscan.withAllowSingleCluster(true) if they are one topic"
          + remarks
              .flatMap(r -> r.settingsThatCluster(workers))
              .map(told -> "; " + told)
              .orElse("");
    }
  }

  private static boolean areAlike(Dataset<Row> embeddings) {
    return embeddings
            .filter(Content.isVector(col(EMBEDDING)))
            .select(EMBEDDING)
            .distinct()
            .limit(2)
            .count()
        == 1;
  }
}
