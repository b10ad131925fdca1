package org.sparkbertopic.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.substring;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.UpdatedModel;
import org.sparkbertopic.online.ChunkUpdate;
import org.sparkbertopic.online.OnlineSettings;
import org.sparkbertopic.operations.update.TopicUpdate;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.topics.TermTally;
import org.sparkbertopic.vectorizer.counting.TallyFile;

/**
 * Months that come one after the other: the first fifth of the documents is fitted, each later
 * month is an update of the saved model.
 *
 * <ul>
 *   <li>equality: the counts of the grown model and one count of all its documents have the same
 *       bytes (1: they have);
 *   <li>stability: documents whose topic changed other than from -1, by an update or by transform;
 *   <li>quality: NMI with the categories and share of outliers, against one fit of everything.
 * </ul>
 *
 * @param corpus id, date, category, text, embedding
 * @param whole topics by one fit of everything
 * @param folder for the models
 */
record OnlineGrowth(Dataset<Row> corpus, DocumentTopics whole, Path folder) {

  private static final double FITTED = 0.2;
  private static final int LENGTH_OF_MONTH = "2026-11".length();

  private record Month(String name, long documents) {}

  void run() throws IOException {
    Dataset<Row> byMonth =
        corpus.withColumn("month", substring(col("date"), 1, LENGTH_OF_MONTH)).cache();
    List<Month> months = new ArrayList<>();
    for (Row row : byMonth.groupBy("month").count().orderBy("month").collectAsList()) {
      months.add(new Month(row.getString(0), row.getLong(1)));
    }
    long documents = byMonth.count();
    int fitted = 0;
    long inFit = 0;
    while (inFit < FITTED * documents) {
      inFit += months.get(fitted).documents();
      fitted++;
    }
    BERTopicModel model =
        OnlineBenchmark.estimator().fit(byMonth.filter(col("month").lt(months.get(fitted).name())));
    DocumentTopics topics = DocumentTopics.of(model.summary().assignments());
    System.out.printf(
        Locale.ROOT,
        "growth: fit of %,d documents until %s: %d topics, %.1f %% outliers%n",
        inFit,
        months.get(fitted - 1).name(),
        model.fittedTopics().topicCount(),
        100 * topics.outlierShare());
    long changed = 0;
    for (Month month : months.subList(fitted, months.size())) {
      model = reloaded(model);
      UpdatedModel updated =
          model.update(
              byMonth.filter(col("month").equalTo(month.name())).drop("month"),
              new ChunkUpdate.Name(
                  month.name(), LocalDate.parse(month.name() + "-01").toEpochDay()),
              OnlineSettings.create());
      changed += topics.put(updated);
      model = updated.model();
      if (!updated.chunk().born().isEmpty() || !updated.reassigned().isEmpty()) {
        System.out.printf(
            Locale.ROOT,
            "%s: %,d documents, %.1f %% outliers, new topics %s, %d documents reassigned%n",
            month.name(),
            month.documents(),
            100 * updated.chunk().outlierShare(),
            updated.chunk().born(),
            updated.reassigned().size());
      }
    }
    long differ = topics.changedFrom(DocumentTopics.of(reloaded(model).transform(byMonth)));
    compare(model, topics, changed + differ);
  }

  private void compare(BERTopicModel grown, DocumentTopics topics, long changed)
      throws IOException {
    BERTopicModel counted =
        grown.updateTopics(
            TopicUpdate.create(),
            corpus
                .join(topics.table(corpus.sparkSession()), "id")
                .select("id", "text", "topic", "embedding"));
    boolean equal =
        Arrays.equals(tally(grown.savedModel()), tally(counted.savedModel()))
            && Arrays.equals(
                grown.fittedTopics().ctfidf().weights().values(),
                counted.fittedTopics().ctfidf().weights().values());
    Map<String, String> categories = DocumentTopics.categories(corpus);
    System.out.printf(
        Locale.ROOT,
        "growth: %d topics, one fit of everything: %d%n",
        grown.fittedTopics().topicCount(),
        whole.topicCount());
    System.out.println(Series.line("online-equality", equal ? 1 : 0, 1));
    System.out.println("bench online-stability " + changed + " 0 -");
    System.out.println(Series.line("online-nmi", topics.nmi(categories), whole.nmi(categories)));
    System.out.println(
        Series.line(
            "online-nmi-shared",
            topics.sharedWith(whole).nmi(categories),
            whole.sharedWith(topics).nmi(categories)));
    System.out.println(Series.line("online-outliers", topics.outlierShare(), whole.outlierShare()));
  }

  private BERTopicModel reloaded(BERTopicModel model) throws IOException {
    return SavedModels.reloaded(model, folder);
  }

  private static byte[] tally(SavedModel model) throws IOException {
    TermTally terms = model.topics().totals().orElseThrow().terms();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TallyFile.write(terms, out);
    return out.toByteArray();
  }
}
