package org.sparkbertopic.job.tune;

import static org.apache.spark.sql.functions.col;
import static org.sparkbertopic.stage.table.InputColumns.ID;
import static org.sparkbertopic.stage.table.InputColumns.TEXT;
import static org.sparkbertopic.stage.table.InputColumns.TOPIC;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.sparkbertopic.BERTopic;
import org.sparkbertopic.ctfidf.ClassTfidfModel;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.evaluation.CoherenceMeasure;
import org.sparkbertopic.evaluation.TopicCoherence;
import org.sparkbertopic.evaluation.TopicDiversity;
import org.sparkbertopic.evaluation.TopicEvaluator;
import org.sparkbertopic.evaluation.Tradeoff;
import org.sparkbertopic.stage.represent.RepresentStage;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.vectorizer.counting.TopicTermCounter;

/**
 * The words of each candidate's topics, and their quality: one term count per candidate, and one
 * pass over the texts for the coherence of all.
 */
final class TuneWords {

  private static final String LABELS = "labels";
  private static final StructType SCHEMA =
      new StructType()
          .add(ID, DataTypes.StringType, false)
          .add(LABELS, DataTypes.createArrayType(DataTypes.IntegerType, false), false);

  private final SparkSession spark;
  private final BERTopic estimator;

  TuneWords(SparkSession spark, BERTopic estimator) {
    this.spark = spark;
    this.estimator = estimator;
  }

  /**
   * Measures candidates.
   *
   * @param documents id, text
   * @param sample ids of the documents that the candidates' labels belong to
   * @return the candidates with all measures, most coherent first
   */
  List<TuneCandidate> measure(
      Dataset<Row> documents, List<String> sample, List<TuneCandidate> candidates) {
    Dataset<Row> joined =
        documents.join(labels(sample, candidates), ID).persist(StorageLevel.DISK_ONLY());
    List<TuneCandidate> measured = new ArrayList<>();
    try {
      List<List<List<String>>> words = new ArrayList<>();
      for (int i = 0; i < candidates.size(); i++) {
        words.add(words(joined, i, candidates.get(i)));
      }
      double[] npmi =
          TopicCoherence.of(
                  joined,
                  TEXT,
                  estimator.getVectorizer(),
                  words.stream().flatMap(List::stream).toList(),
                  EnumSet.of(CoherenceMeasure.NPMI))
              .ofTopics(CoherenceMeasure.NPMI);
      int first = 0;
      for (int i = 0; i < candidates.size(); i++) {
        int end = first + words.get(i).size();
        measured.add(
            candidates
                .get(i)
                .withWords(
                    TopicCoherence.mean(Arrays.copyOfRange(npmi, first, end)),
                    TopicDiversity.of(words.get(i))));
        first = end;
      }
    } finally {
      joined.unpersist();
    }
    return ranked(measured);
  }

  /** Uses an RDD, because a query plan would hold all rows. */
  private Dataset<Row> labels(List<String> sample, List<TuneCandidate> candidates) {
    List<Row> rows = new ArrayList<>(sample.size());
    for (int row = 0; row < sample.size(); row++) {
      Integer[] labels = new Integer[candidates.size()];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = candidates.get(i).labels()[row];
      }
      rows.add(RowFactory.create(sample.get(row), labels));
    }
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    return spark.createDataFrame(context.parallelize(rows), SCHEMA);
  }

  /** The top words of every topic except the outliers, by c-TF-IDF. */
  private List<List<String>> words(Dataset<Row> joined, int index, TuneCandidate candidate) {
    if (candidate.topics() == 0) {
      return List.of();
    }
    ClassTfidfModel model =
        RepresentStage.settled(estimator.getCtfidf(), estimator.getVectorizer())
            .fit(
                TopicTermCounter.count(
                        joined.select(col(TEXT), col(LABELS).getItem(index).as(TOPIC)),
                        estimator.getVectorizer())
                    .counts());
    return Arrays.stream(model.weights().topicIds())
        .filter(topic -> topic != Topic.OUTLIERS)
        .mapToObj(topic -> model.topTerms(topic, TopicEvaluator.DEFAULT_TOP_N_WORDS))
        .map(terms -> terms.stream().map(TermScore::term).toList())
        .toList();
  }

  private static List<TuneCandidate> ranked(List<TuneCandidate> measured) {
    boolean[] best = Tradeoff.best(measured.stream().map(TuneCandidate::figures).toList());
    List<TuneCandidate> marked = new ArrayList<>();
    for (int i = 0; i < best.length; i++) {
      marked.add(measured.get(i).withBest(best[i]));
    }
    // Reversed, Double's order puts NaN first; here NaN means no topics, which belongs last.
    marked.sort(
        Comparator.comparing((TuneCandidate c) -> Double.isNaN(c.npmi()))
            .thenComparing(Comparator.comparingDouble(TuneCandidate::npmi).reversed()));
    return marked;
  }
}
