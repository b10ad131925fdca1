package org.sparkbertopic.stage.represent;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.assign.documents.SharedWeights;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.ctfidf.ClassTfidfModel;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.KeptDocument;
import org.sparkbertopic.topics.RetiredTopics;
import org.sparkbertopic.topics.RunningTotals;
import org.sparkbertopic.topics.SurfaceForms;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.EmptyVocabularyException;
import org.sparkbertopic.vectorizer.counting.DocumentTerms;
import org.sparkbertopic.vectorizer.counting.HeldTally;
import org.sparkbertopic.vectorizer.counting.ScaledTally;
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
 * <p>Where documents lose weight, counts and embeddings are weighted; sizes count all documents.
 *
 * @param stage the vectorizer and the words of the topics
 * @param before topics with their totals
 * @param weights of what was counted before and of what is added
 */
public record TopicGrowth(RepresentStage stage, FittedTopics before, Weights weights) {

  /** Bits after the point of weighted counts: a document halves sixteen times before it is gone. */
  private static final int FRACTION_BITS = 16;

  /**
   * How much documents weigh.
   *
   * @param earlier factor of all documents so far, in (0, 1]
   * @param added weight of each new document, in (0, 1]
   * @param leastOccurrences weighted occurrences that a term needs to stay; 0: all stay
   */
  public record Weights(double earlier, double added, double leastOccurrences) {

    /** All documents alike, for ever. */
    public static final Weights EQUAL = new Weights(1, 1, 0);

    boolean isEqual() {
      return earlier == 1 && added == 1 && leastOccurrences == 0;
    }
  }

  /**
   * An outlier among the documents of {@code before} that becomes a document of a topic.
   *
   * @param topic its new topic, which may be new itself
   * @param weight what it weighs now
   * @param terms as {@link DocumentTerms} has them
   * @param text its beginning, where that is known
   */
  public record MovedDocument(
      String id,
      int topic,
      double weight,
      float[] embedding,
      byte[] terms,
      Optional<String> text) {}

  public TopicGrowth {
    if (before.totals().isEmpty()) {
      throw Checks.invalid(
          "the model must have the totals that documents are added to, got none (Python and earlier"
              + " releases do not save them); give its documents with their topics to updateTopics,"
              + " which counts them, or fit again");
    }
  }

  /**
   * What came of it.
   *
   * @param topics all topics; those that were there before have their former words, new ones none
   * @param chunk counts of the new documents alone, without limits; empty where they have no terms
   * @param weight documents of each topic as they weigh now, by id
   */
  public record Grown(
      FittedTopics topics, Optional<TopicTermCounts> chunk, Map<Integer, Double> weight) {}

  /**
   * Adds documents.
   *
   * @param documents as {@link RepresentStage#run} takes them; topics may be new
   * @param moved outliers that documents were made of before, or are among {@code documents}
   */
  public Grown grown(Dataset<Row> documents, List<MovedDocument> moved) {
    RunningTotals totals = before.totals().orElseThrow();
    CheckedDocuments checked = CheckedDocuments.of(documents);
    SparkSession spark = documents.sparkSession();
    HeldTally chunk = HeldTally.of(checked.counted(), stage.vectorizer(), checked.observer());
    int bits = weights.isEqual() ? totals.fractionBits() : FRACTION_BITS;
    SparkTally tally = tally(spark, totals, chunk, moved, bits);
    TopicTermCounts counted = stage.counted(spark, tally, bits);
    int dimension = before.embeddings()[0].length;
    requireDimension(checked.range(), dimension);
    ClassTfidfModel ctfidf = before.ctfidf().parameters().fit(counted.counts());
    Map<Integer, TopicSummary> added =
        TopicSummaries.of(documents, ctfidf, stage.scan(totals.fixedPoint(), dimension));
    EmbeddingSums sums = new EmbeddingSums(before, totals, weights.earlier());
    added.forEach((topic, summary) -> sums.add(topic, summary, weights.added()));
    moved.forEach(sums::move);
    SurfaceForms forms =
        before
            .forms()
            .with(
                ReadableTerms.of(
                    documents, RepresentStage.TEXT_COLUMN, stage.vectorizer(), ctfidf));
    FittedTopics grown = rows(tally, counted, bits, ctfidf, added, moved, sums);
    List<Integer> gone = new ArrayList<>(before.topics().stream().map(Topic::id).toList());
    gone.removeAll(grown.topics().stream().map(Topic::id).toList());
    gone.remove((Integer) Topic.OUTLIERS);
    gone.addAll(before.retired());
    return new Grown(
        RetiredTopics.kept(before.withRetired(gone), grown).withForms(forms),
        alone(spark, chunk),
        weight(counted, bits));
  }

  private SparkTally tally(
      SparkSession spark,
      RunningTotals totals,
      HeldTally chunk,
      List<MovedDocument> moved,
      int bits) {
    double unit = Math.scalb(1.0, bits);
    double earlier = weights.earlier() * unit / Math.scalb(1.0, totals.fractionBits());
    List<TallyBlock> moves =
        moved.stream()
            .flatMap(
                document ->
                    DocumentTerms.moved(document.terms(), document.topic())
                        .map(block -> ScaledTally.scaled(block, document.weight() * unit)))
            .toList();
    HeldTally sum =
        HeldTally.sum(
            spark,
            List.of(
                ScaledTally.of((SparkTally) totals.terms(), earlier),
                ScaledTally.of(chunk, weights.added() * unit)),
            moves);
    return ScaledTally.withoutRare(sum, weights.leastOccurrences() * unit);
  }

  private static Map<Integer, Double> weight(TopicTermCounts counted, int bits) {
    Map<Integer, Double> weight = new TreeMap<>();
    int[] ids = counted.counts().topicIds();
    for (int row = 0; row < ids.length; row++) {
      weight.put(ids[row], Math.scalb((double) counted.documents()[row], -bits));
    }
    return weight;
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
      SparkTally tally,
      TopicTermCounts counted,
      int bits,
      ClassTfidfModel ctfidf,
      Map<Integer, TopicSummary> added,
      List<MovedDocument> moved,
      EmbeddingSums sums) {
    DocumentSimilarity similarity =
        new DocumentSimilarity(new SharedWeights(ctfidf), stage.vectorizer());
    int[] ids = counted.counts().topicIds();
    List<Topic> topics = new ArrayList<>();
    List<List<KeptDocument>> documents = new ArrayList<>();
    float[][] embeddings = new float[ids.length][];
    long[][] rows = new long[ids.length][];
    for (int row = 0; row < ids.length; row++) {
      int id = ids[row];
      Optional<Topic> old = known(id);
      long size = size(id, added, moved);
      rows[row] = sums.of(id);
      embeddings[row] =
          old.isPresent() && !sums.isChanged(id)
              ? before.embeddings()[before.rowOf(id)]
              : RepresentStage.mean(rows[row], counted.documents()[row], sums.fixedPoint(), bits);
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
        ctfidf,
        Optional.of(counted.counts()),
        documents,
        before.forms(),
        Optional.of(new RunningTotals(tally, rows, sums.fixedPoint(), bits)));
  }

  /** All documents of a topic, whatever they weigh. */
  private long size(int id, Map<Integer, TopicSummary> added, List<MovedDocument> moved) {
    long size = known(id).map(Topic::size).orElse(0L);
    size += added.containsKey(id) ? added.get(id).documents() : 0;
    long come = moved.stream().filter(document -> document.topic() == id).count();
    return size + come - (id == Topic.OUTLIERS ? moved.size() : 0);
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
}
