package org.sparkbertopic.stage.represent;

import static org.apache.spark.sql.functions.size;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.compute.FixedPoint;
import org.sparkbertopic.ctfidf.ClassTfidf;
import org.sparkbertopic.ctfidf.ClassTfidfModel;
import org.sparkbertopic.representation.KeyBertInspired;
import org.sparkbertopic.representation.Notices;
import org.sparkbertopic.representation.WordSettings;
import org.sparkbertopic.stage.table.IdType;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.KeptDocument;
import org.sparkbertopic.topics.RunningTotals;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.EmptyVocabularyException;
import org.sparkbertopic.vectorizer.GivenWords;
import org.sparkbertopic.vectorizer.counting.HeldTally;
import org.sparkbertopic.vectorizer.counting.SparkTally;
import org.sparkbertopic.vectorizer.counting.TopicTermCounter;
import org.sparkbertopic.vectorizer.counting.TopicTermCounts;

/**
 * The represent stage: finds what the topics of assigned documents are about.
 *
 * <p>Reads one table twice. The first pass counts the terms of each topic (and looks how large the
 * embeddings get); the driver makes c-TF-IDF of the counts. The second pass adds up the embeddings
 * of each topic and finds the documents whose own c-TF-IDF is closest to their topic's. If the
 * vectorizer stems, a third pass finds the most frequent surface form of the topics' best terms.
 * Then a representation chooses each topic's words.
 *
 * <p>The driver gets the term counts (at most maxFeatures x topics), and for each topic its
 * embedding and representative documents. The result depends on the documents alone, bit for bit,
 * not on their order, partitions or the machines: counts and sums are integers, every choice is by
 * a total order.
 *
 * <p>The table is read twice and not cached here: cache it, or write it, where it is costly to
 * compute.
 *
 * @param vectorizer what counts as a term
 * @param ctfidf how terms are weighted
 * @param words how topics get their words
 */
@RecordBuilder
public record RepresentStage(CountVectorizer vectorizer, ClassTfidf ctfidf, WordSettings words)
    implements Serializable, RepresentStageBuilder.With {

  /**
   * How much of a representative document's text is kept for representations, in UTF-16 units.
   * Ours: more than a prompt takes, and little enough for thousands of topics on the driver.
   */
  public static final int REPRESENTATIVE_TEXT_CHARACTERS = 4_000;

  /** String column of the document's id, unique. */
  public static final String ID_COLUMN = "id";

  /** String column of the text. */
  public static final String TEXT_COLUMN = TopicTermCounter.TEXT_COLUMN;

  /** Int column of the topic. */
  public static final String TOPIC_COLUMN = TopicTermCounter.TOPIC_COLUMN;

  /** Array of float column of the embedding. */
  public static final String EMBEDDING_COLUMN = "embedding";

  /**
   * Documents kept of each topic at least, where any are wanted: KeyBERT's five, so that another
   * representation can be chosen without the corpus.
   */
  private static final int LEAST_KEPT_DOCUMENTS = KeyBertInspired.DEFAULT_REPRESENTATIVE_DOCUMENTS;

  public RepresentStage {
    Objects.requireNonNull(vectorizer, "vectorizer");
    Objects.requireNonNull(ctfidf, "ctfidf");
    Objects.requireNonNull(words, "words");
  }

  /** BERTopic's defaults. */
  public static RepresentStage create() {
    return new RepresentStage(CountVectorizer.create(), ClassTfidf.create(), WordSettings.create());
  }

  /**
   * Represents topics without an embedder, see {@link #run(Dataset, Optional)}.
   *
   * @throws IllegalArgumentException also if the representation needs an embedder
   */
  public RepresentedTopics run(Dataset<Row> documents) {
    return run(documents, Optional.empty());
  }

  /** Represents the topics of documents, see {@link #run(Dataset, Optional, Notices)}. */
  public RepresentedTopics run(
      Dataset<Row> documents, Optional<Function<List<String>, float[][]>> embedder) {
    return run(documents, embedder, Notices.NONE);
  }

  /**
   * Represents the topics of documents.
   *
   * @param documents one row for each document: {@code id} of any type of {@link IdType}, {@code
   *     text} string (null counts as no text), {@code topic} int (-1 for outliers), {@code
   *     embedding} array of float; other columns are not read
   * @param embedder texts to vectors, called on the driver; for representations that need it
   * @param notices told what a representation has to say
   * @throws IllegalArgumentException if a column is missing, if a representation needs an embedder
   *     and there is none, or if the embeddings differ in dimension. A row without id, topic or a
   *     finite embedding fails the Spark job with a message that shows it.
   */
  public RepresentedTopics run(
      Dataset<Row> documents,
      Optional<Function<List<String>, float[][]>> embedder,
      Notices notices) {
    RepresentationDescriber describer = describer(embedder, notices);
    RepresentedTopics collected = collect(documents);
    return collected.withTopics(describer.described(collected.topics()));
  }

  /**
   * Who chooses the words of what {@link #collect} gives.
   *
   * @throws IllegalArgumentException if a representation needs an embedder and there is none
   */
  public RepresentationDescriber describer(
      Optional<Function<List<String>, float[][]>> embedder, Notices notices) {
    return new RepresentationDescriber(
        words.representations(), words.topNWords(), embedder, vectorizer, notices);
  }

  /**
   * All that {@link #run} gives but the words: for topics that are to be merged before
   * representations, which may cost, choose them.
   */
  public RepresentedTopics collect(Dataset<Row> documents) {
    CheckedDocuments checked = CheckedDocuments.of(documents);
    HeldTally tally = HeldTally.of(checked.counted(), vectorizer, checked.observer());
    TopicTermCounts counted = counted(documents.sparkSession(), tally, 0);
    EmbeddingRange range = checked.range();
    ClassTfidfModel model = settled(ctfidf, vectorizer).fit(counted.counts());
    long largestTopic = Arrays.stream(counted.documents()).max().orElse(0);
    FixedPoint fixedPoint = FixedPoint.growing(range.magnitude(), largestTopic);
    Map<Integer, TopicSummary> summaries =
        TopicSummaries.of(documents, model, scan(fixedPoint, range.maxDimension()));

    int[] topicIds = counted.counts().topicIds();
    float[][] embeddings = new float[topicIds.length][];
    long[][] sums = new long[topicIds.length][];
    List<Topic> topics = new ArrayList<>();
    List<List<KeptDocument>> kept = new ArrayList<>();
    for (int row = 0; row < topicIds.length; row++) {
      TopicSummary summary = summaries.get(topicIds[row]);
      sums[row] = summary.embeddingSums();
      embeddings[row] = mean(summary.embeddingSums(), counted.documents()[row], fixedPoint, 0);
      List<RankedDocument> closest = summary.representatives().documents();
      topics.add(draft(topicIds[row], counted.documents()[row], closest));
      kept.add(kept(closest));
    }
    return new RepresentedTopics(
        new FittedTopics(topics, embeddings, model, Optional.of(counted.counts()), kept)
            .withForms(ReadableTerms.of(documents, TEXT_COLUMN, vectorizer, model))
            .withTotals(new RunningTotals(tally, sums, fixedPoint)),
        counted.distinctTerms(),
        counted.termsWithinLimits());
  }

  /** What a pass over documents looks for. */
  TopicScan.Parameters scan(FixedPoint fixedPoint, int dimension) {
    return new TopicScan.Parameters(
        vectorizer, fixedPoint, dimension, keptDocuments(), REPRESENTATIVE_TEXT_CHARACTERS);
  }

  TopicTermCounts counted(SparkSession spark, SparkTally tally, int fractionBits) {
    try {
      return TopicTermCounter.count(spark, tally, vectorizer, fractionBits);
    } catch (EmptyVocabularyException e) {
      throw new UnusableInputException(e.getMessage(), e);
    }
  }

  /** Weights whose words are as the texts have them. */
  public static ClassTfidf settled(ClassTfidf given, CountVectorizer vectorizer) {
    GivenWords words = GivenWords.of(vectorizer);
    return given
        .withSeedWords(words.terms(given.seedWords()))
        .withGuidedWords(words.terms(given.guidedWords()));
  }

  /** As much of a text as is kept of representative documents. */
  public static String beginning(String text) {
    return TopicScan.beginning(text, REPRESENTATIVE_TEXT_CHARACTERS);
  }

  int keptDocuments() {
    int wanted = words.documents();
    return wanted == 0 ? 0 : Math.max(wanted, LEAST_KEPT_DOCUMENTS);
  }

  static List<KeptDocument> kept(List<RankedDocument> documents) {
    return documents.stream().map(d -> new KeptDocument(d.id(), d.text(), d.embedding())).toList();
  }

  /**
   * @param documents in units of 2 to the power of minus {@code fractionBits}
   */
  static float[] mean(long[] sums, long documents, FixedPoint fixedPoint, int fractionBits) {
    float[] mean = new float[sums.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = Math.scalb(fixedPoint.mean(sums[i], documents), fractionBits);
    }
    return mean;
  }

  private Topic draft(int id, long size, List<RankedDocument> documents) {
    List<String> representatives =
        documents.stream().limit(words.representativeDocuments()).map(RankedDocument::id).toList();
    return new Topic(id, size, Topic.defaultName(id, List.of()), List.of(), representatives);
  }
}
