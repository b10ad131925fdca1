package org.sparkbertopic.stage.represent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.compute.FixedPoint;
import org.sparkbertopic.ctfidf.ClassTfidfModel;
import org.sparkbertopic.stage.SharedWeights;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.KeptDocument;
import org.sparkbertopic.topics.RetiredTopics;
import org.sparkbertopic.topics.RunningTotals;
import org.sparkbertopic.topics.SurfaceForms;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.counting.DocumentTerms;
import org.sparkbertopic.vectorizer.counting.EmptyVocabularyException;
import org.sparkbertopic.vectorizer.counting.HeldTally;
import org.sparkbertopic.vectorizer.counting.SparkTally;
import org.sparkbertopic.vectorizer.counting.TallyBlock;
import org.sparkbertopic.vectorizer.counting.TopicTermCounter;
import org.sparkbertopic.vectorizer.counting.TopicTermCounts;

/**
 * Adds documents to topics: counts, sizes, embeddings, weights and representative documents are
 * what {@link RepresentStage} makes of all documents together, bit for bit except for the
 * representative documents, which are chosen among those that were kept and the new ones. Reads
 * only the new documents, and the totals that the topics carry.
 *
 * @param stage the vectorizer and the words of the topics
 * @param before topics with their totals
 */
public record TopicGrowth(RepresentStage stage, FittedTopics before) {

  /**
   * An outlier among the documents of {@code before} that becomes a document of a topic.
   *
   * @param topic its new topic, which may be new itself
   * @param terms as {@link DocumentTerms} has them
   * @param text its beginning, where that is known
   */
  public record MovedDocument(
      String id, int topic, float[] embedding, byte[] terms, Optional<String> text) {}

  public TopicGrowth {
    if (before.totals().isEmpty()) {
      throw Checks.invalid(
          "the model must have the totals that documents are added to, got none (Python and earlier"
              + " releases do not save them); give its documents to updateTopics ('topics update'),"
              + " which counts them, or fit again");
    }
  }

  /**
   * What came of it.
   *
   * @param topics all topics; those that were there before have their former words, new ones none
   * @param chunk counts of the new documents alone, without limits; empty where they have no terms
   */
  public record Grown(FittedTopics topics, Optional<TopicTermCounts> chunk) {}

  /**
   * Adds documents.
   *
   * @param documents as {@link RepresentStage#run} takes them; topics may be new
   * @param moved outliers that documents were made of before, or are among {@code documents}
   */
  public Grown grown(Dataset<Row> documents, List<MovedDocument> moved) {
    RunningTotals totals = before.totals().orElseThrow();
    CheckedDocuments checked = CheckedDocuments.of(documents);
    List<TallyBlock> moves =
        moved.stream()
            .flatMap(document -> DocumentTerms.moved(document.terms(), document.topic()))
            .toList();
    SparkSession spark = documents.sparkSession();
    HeldTally chunk = HeldTally.of(checked.counted(), stage.vectorizer(), checked.observer());
    HeldTally tally = HeldTally.sum(spark, List.of((SparkTally) totals.terms(), chunk), moves);
    TopicTermCounts counted = stage.counted(spark, tally);
    int dimension = before.embeddings()[0].length;
    requireDimension(checked.range(), dimension);
    ClassTfidfModel weights = before.ctfidf().parameters().fit(counted.counts());
    Map<Integer, TopicSummary> added =
        TopicSummaries.of(documents, weights, stage.scan(totals.fixedPoint(), dimension));
    Sums sums = new Sums(totals, dimension);
    added.forEach((topic, summary) -> sums.add(topic, summary.embeddingSums()));
    moved.forEach(sums::move);
    SurfaceForms forms =
        before
            .forms()
            .with(
                ReadableTerms.of(
                    documents, RepresentStage.TEXT_COLUMN, stage.vectorizer(), weights));
    return new Grown(
        RetiredTopics.kept(before, rows(tally, counted, weights, added, moved, sums))
            .withForms(forms),
        alone(spark, chunk));
  }

  private Optional<TopicTermCounts> alone(SparkSession spark, HeldTally chunk) {
    CountVectorizer unlimited = stage.vectorizer().withMinDf(1).withMaxDf(1.0).withMinTopicDf(1);
    try {
      return Optional.of(TopicTermCounter.count(spark, chunk, unlimited));
    } catch (EmptyVocabularyException e) {
      return Optional.empty();
    }
  }

  private FittedTopics rows(
      HeldTally tally,
      TopicTermCounts counted,
      ClassTfidfModel weights,
      Map<Integer, TopicSummary> added,
      List<MovedDocument> moved,
      Sums sums) {
    DocumentSimilarity similarity =
        new DocumentSimilarity(new SharedWeights(weights).loaded(), stage.vectorizer());
    int[] ids = counted.counts().topicIds();
    List<Topic> topics = new ArrayList<>();
    List<List<KeptDocument>> documents = new ArrayList<>();
    float[][] embeddings = new float[ids.length][];
    long[][] rows = new long[ids.length][];
    for (int row = 0; row < ids.length; row++) {
      int id = ids[row];
      long size = counted.documents()[row];
      Optional<Topic> old = known(id);
      rows[row] = sums.of(id);
      embeddings[row] =
          old.isPresent() && !sums.isChanged(id)
              ? before.embeddings()[before.rowOf(id)]
              : RepresentStage.mean(rows[row], size, sums.fixedPoint());
      List<RankedDocument> best = best(id, added.get(id), moved, similarity);
      List<String> representatives =
          best.stream()
              .limit(stage.words().representativeDocuments())
              .map(RankedDocument::id)
              .toList();
      documents.add(RepresentStage.kept(best));
      topics.add(
          old.map(topic -> topic.withSize(size).withRepresentativeDocuments(representatives))
              .orElseGet(
                  () ->
                      new Topic(
                          id, size, Topic.defaultName(id, List.of()), List.of(), representatives)));
    }
    return new FittedTopics(
        topics,
        embeddings,
        weights,
        Optional.of(counted.counts()),
        documents,
        before.forms(),
        Optional.of(new RunningTotals(tally, rows, sums.fixedPoint())));
  }

  private Optional<Topic> known(int id) {
    return before.topics().stream().filter(topic -> topic.id() == id).findFirst();
  }

  /** Best first: of those kept before, the new ones and those that moved to the topic. */
  private List<RankedDocument> best(
      int id, TopicSummary added, List<MovedDocument> moved, DocumentSimilarity similarity) {
    Representatives best = new Representatives(stage.keptDocuments());
    if (stage.keptDocuments() == 0) {
      return List.of();
    }
    Stream<KeptDocument> kept =
        known(id).isPresent() ? before.documents().get(before.rowOf(id)).stream() : Stream.empty();
    Stream<KeptDocument> come =
        moved.stream()
            .filter(document -> document.topic() == id && document.text().isPresent())
            .map(d -> new KeptDocument(d.id(), d.text().orElseThrow(), d.embedding()));
    List<String> gone =
        id == Topic.OUTLIERS ? moved.stream().map(MovedDocument::id).toList() : List.of();
    Stream.concat(kept, come)
        .forEach(document -> best.offer(ranked(document, similarity.cosine(document.text(), id))));
    if (added != null) {
      best.offerAll(added.representatives());
    }
    return best.documents().stream().filter(document -> !gone.contains(document.id())).toList();
  }

  private static RankedDocument ranked(KeptDocument document, double score) {
    return new RankedDocument(
        document.id(),
        score,
        DigestUtils.sha256Hex(document.text()),
        document.text(),
        document.embedding());
  }

  private static void requireDimension(EmbeddingRange range, int dimension) {
    if (range.maxDimension() > 0 && range.maxDimension() != dimension) {
      throw Checks.invalid(
          "embedding must have %d numbers as those of the model, got %d; embed by the same model",
          dimension, range.maxDimension());
    }
  }

  /** Sums of embeddings by topic. */
  private final class Sums {

    private final RunningTotals totals;
    private final int dimension;
    private final Map<Integer, long[]> changed = new TreeMap<>();

    Sums(RunningTotals totals, int dimension) {
      this.totals = totals;
      this.dimension = dimension;
    }

    FixedPoint fixedPoint() {
      return totals.fixedPoint();
    }

    long[] of(int topic) {
      long[] sum = changed.get(topic);
      if (sum != null) {
        return sum;
      }
      return known(topic).isPresent()
          ? totals.embeddings()[before.rowOf(topic)].clone()
          : new long[dimension];
    }

    boolean isChanged(int topic) {
      return changed.containsKey(topic);
    }

    void add(int topic, long[] added) {
      changed.put(topic, RunningTotals.plus(of(topic), added));
    }

    void move(MovedDocument document) {
      long[] vector = new long[dimension];
      totals.fixedPoint().add(document.embedding(), vector);
      add(document.topic(), vector);
      Arrays.setAll(vector, i -> -vector[i]);
      add(Topic.OUTLIERS, vector);
    }
  }
}
