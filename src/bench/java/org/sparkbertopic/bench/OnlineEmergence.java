package org.sparkbertopic.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.UpdatedModel;
import org.sparkbertopic.online.ChunkUpdate;
import org.sparkbertopic.online.OnlineSettings;

/**
 * Ten categories are left out of the fit and of the chunks before the sixth, and come with the
 * sixth to the eighth. They are drawn among those of 300 documents or more that are topics for one
 * fit of everything: that have a topic which consists of them by 0.6 or more. A category is found
 * where such a topic is new. In the control run they never come: a new topic is one too many.
 * Documents come in random order, so that chunks are alike but for the categories.
 *
 * @param corpus id, category, text, embedding
 * @param whole topics by one fit of everything
 */
record OnlineEmergence(Dataset<Row> corpus, DocumentTopics whole) {

  private static final int CATEGORIES = 10;
  private static final int LEAST_DOCUMENTS = 300;
  private static final double PURITY = 0.6;

  /** The fit has the first of all parts, the others are chunks. */
  private static final int FIT_PARTS = 12;

  private static final int CHUNKS_BEFORE = 5;
  private static final int CHUNKS_WITH = 3;
  private static final int PARTS = FIT_PARTS + CHUNKS_BEFORE + CHUNKS_WITH;
  private static final int MOST_NEW_IN_CONTROL = 3;
  private static final long SEED = 5;

  void run() {
    Map<String, String> categories = DocumentTopics.categories(corpus);
    List<String> late = lateCategories(whole.pureTopics(categories, 0, PURITY).keySet());
    System.out.println("emergence: late categories " + late);
    Dataset<Row> known = inParts(not(col("category").isin(late.toArray())), PARTS, 0);
    Dataset<Row> fresh =
        inParts(col("category").isin(late.toArray()), CHUNKS_WITH, FIT_PARTS + CHUNKS_BEFORE);
    Dataset<Row> fitted = known.filter(col("part").lt(FIT_PARTS)).drop("part");
    BERTopicModel model = OnlineBenchmark.estimator().fit(fitted);
    int topics = model.fittedTopics().topicCount();
    System.out.printf(
        Locale.ROOT,
        "emergence: fit of %,d documents: %d topics, %.1f %% outliers%n",
        fitted.count(),
        topics,
        100 * DocumentTopics.of(model.summary().assignments()).outlierShare());
    DocumentTopics later = new DocumentTopics();
    grow("emergence", model, known.unionByName(fresh), later);
    int found = found(later.pureTopics(categories, topics, PURITY), late);
    int born = grow("control", model, known, new DocumentTopics());
    System.out.println(Series.line("online-emergence", found, CATEGORIES));
    System.out.println(Series.line("online-control", born, MOST_NEW_IN_CONTROL));
  }

  private List<String> lateCategories(Set<String> ofWhole) {
    List<String> large = new ArrayList<>();
    for (Row row : corpus.groupBy("category").count().orderBy("category").collectAsList()) {
      if (row.getLong(1) >= LEAST_DOCUMENTS && ofWhole.contains(row.getString(0))) {
        large.add(row.getString(0));
      }
    }
    System.out.printf(
        "emergence: %d categories are topics for one fit of everything%n", large.size());
    Collections.shuffle(large, new Random(SEED));
    return large.subList(0, CATEGORIES);
  }

  private Dataset<Row> inParts(Column which, int parts, int first) {
    return corpus
        .filter(which)
        .withColumn("part", pmod(xxhash64(col("id"), lit(SEED)), lit(parts)).plus(first));
  }

  /**
   * @return topics born since the sixth chunk
   */
  private static int grow(
      String name, BERTopicModel fitted, Dataset<Row> documents, DocumentTopics topics) {
    BERTopicModel model = fitted;
    int born = 0;
    for (int part = FIT_PARTS; part < PARTS; part++) {
      UpdatedModel updated =
          model.update(
              documents.filter(col("part").equalTo(part)).drop("part"),
              new ChunkUpdate.Name("part-" + part, part),
              OnlineSettings.create());
      topics.put(updated);
      model = updated.model();
      born += part < FIT_PARTS + CHUNKS_BEFORE ? 0 : updated.chunk().born().size();
      System.out.printf(
          Locale.ROOT,
          "%s: chunk %d, %,d documents, %.1f %% outliers, new topics %s, %d reassigned%n",
          name,
          part - FIT_PARTS + 1,
          updated.chunk().documents(),
          100 * updated.chunk().outlierShare(),
          updated.chunk().born(),
          updated.reassigned().size());
    }
    return born;
  }

  private static int found(Map<String, List<String>> pure, List<String> late) {
    int found = 0;
    for (String category : late) {
      found += pure.containsKey(category) ? 1 : 0;
      System.out.println(category + ": new topics " + pure.getOrDefault(category, List.of()));
    }
    return found;
  }
}
