package org.sparkbertopic.operations.slices;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;
import static org.sparkbertopic.operations.slices.SliceIntake.KEY;
import static org.sparkbertopic.stage.table.InputColumns.CLASS;
import static org.sparkbertopic.stage.table.InputColumns.TEXT;
import static org.sparkbertopic.stage.table.InputColumns.TOPIC;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.sparkbertopic.assign.documents.SharedWeights;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.operations.slices.SliceIntake.Summary;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.SurfaceForms;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.counting.SliceTermCounter;

/**
 * Topics over time and per class: the words of fitted topics in slices of documents. The documents
 * are those of the fit or later ones.
 *
 * <p>A first pass over the timestamps and classes numbers them. A second one over the texts counts
 * the model's vocabulary by topic, class and time; one shuffle by topic and class brings the counts
 * together, and the words are chosen there by {@link TopicSeries}. The driver gets the different
 * timestamps and classes, and no counts; a task holds the terms of one slice. Representation models
 * are not run, and the model is not changed.
 *
 * <p>The result depends on the documents alone, bit for bit, not on their order, partitions or the
 * machines. Parts of the calendar, and timestamps without an offset, are those of the session's
 * time zone.
 */
public final class SliceStage {

  /** BERTopic's: it warns above. */
  public static final int MANY_TIMESTAMPS = 100;

  private final FittedTopics topics;
  private final CountVectorizer vectorizer;
  private final SliceSettings settings;

  /**
   * Prepares a model.
   *
   * @param vectorizer how the model's texts became terms
   * @throws IllegalArgumentException if a topic is asked for that the model does not have, or it
   *     has no c-TF-IDF
   */
  public SliceStage(FittedTopics topics, CountVectorizer vectorizer, SliceSettings settings) {
    topics.requireTerms("topics over time and per class");
    this.topics = topics;
    this.vectorizer = vectorizer;
    this.settings = settings;
    List<Integer> known = ids();
    for (int topic : settings.topics()) {
      if (!known.contains(topic)) {
        throw Checks.invalid(
            "topics must be of the model's, %d to %d, got %d",
            known.get(0), known.get(known.size() - 1), topic);
      }
    }
  }

  private List<Integer> ids() {
    return topics.topics().stream().map(Topic::id).toList();
  }

  /**
   * Cuts topics into slices.
   *
   * @throws UnusableInputException if a column is missing or of a type that cannot be used, if no
   *     row has all that is needed, or if there are more than 200,000 slices
   */
  public TopicSlices run(Dataset<?> documents, SliceColumns columns) {
    SliceIntake intake = new SliceIntake(documents.toDF(), columns, settings, ids());
    Summary summary = intake.summarize();
    return new TopicSlices(
        table(intake.documents(summary), summary, columns),
        intake.rejected(),
        columns,
        summary,
        ZoneId.of(
            documents.sparkSession().sessionState().conf().sessionLocalTimeZone(),
            ZoneId.SHORT_IDS),
        notes(summary, columns, intake.note()));
  }

  private Dataset<Row> table(Dataset<Row> documents, Summary summary, SliceColumns columns) {
    JavaSparkContext spark =
        JavaSparkContext.fromSparkContext(documents.sparkSession().sparkContext());
    // Not destroyed, because the table is lazy: Spark frees them with the table.
    Broadcast<SharedWeights> weights = spark.broadcast(new SharedWeights(topics.ctfidf()));
    Broadcast<SliceKeys> keys = spark.broadcast(summary.keys());
    Dataset<Row> wanted =
        settings.topics().isEmpty()
            ? documents
            : documents.filter(col(TOPIC).isin(settings.topics().toArray()));
    Dataset<Row> counts =
        SliceTermCounter.count(
            numbered(wanted, columns, keys),
            vectorizer,
            () -> weights.value().loaded().dictionary());
    Map<Integer, String> names = new TreeMap<>();
    topics.topics().forEach(topic -> names.put(topic.id(), topic.label()));
    SliceSettings chosen = settings;
    Broadcast<TreeMap<String, String>> forms =
        spark.broadcast(new TreeMap<>(topics.forms().ofWords()));
    MapPartitionsFunction<Row, Row> chooseWords =
        rows ->
            new SeriesRows(
                rows,
                weights.value().loaded().model(),
                chosen,
                keys.value(),
                names,
                new SurfaceForms(forms.value()));
    return counts
        .mapPartitions(chooseWords, Encoders.row(TopicSlices.schema(summary)))
        .repartition(1)
        .sortWithinPartitions(CLASS, KEY, TOPIC);
  }

  private static Dataset<Row> numbered(
      Dataset<Row> documents, SliceColumns columns, Broadcast<SliceKeys> keys) {
    UDF1<Object, Integer> time = key -> keys.value().numberOfTime(key);
    UDF1<Object, Integer> category = name -> keys.value().numberOfCategory(name);
    Column only = lit(0);
    return documents.select(
        col(TEXT).as(SliceTermCounter.TEXT_COLUMN),
        col(TOPIC).as(SliceTermCounter.TOPIC_COLUMN),
        (columns.category().isPresent()
                ? udf(category, DataTypes.IntegerType).apply(col(CLASS))
                : only)
            .as(SliceTermCounter.CATEGORY_COLUMN),
        (columns.timestamp().isPresent() ? udf(time, DataTypes.IntegerType).apply(col(KEY)) : only)
            .as(SliceTermCounter.TIME_COLUMN));
  }

  private List<String> notes(Summary summary, SliceColumns columns, String ofTimes) {
    List<String> notes = new ArrayList<>();
    int timestamps = summary.keys().times().size();
    if (columns.timestamp().isPresent() && timestamps == 1) {
      notes.add(
          switch (settings.bins().kind()) {
            case EACH, EQUAL_WIDTH ->
                "all documents have one timestamp: there is nothing to see over time";
            default ->
                "all documents fall into one "
                    + settings.bins().kind().name().toLowerCase(Locale.ROOT)
                    + ": there is nothing to see over time; choose smaller bins";
          });
    }
    if (timestamps > MANY_TIMESTAMPS) {
      notes.add(
          String.format(
              Locale.ROOT,
              "there are %,d timestamps; bins (a number, or month, year, decade, ...) make fewer",
              timestamps));
    }
    if (!ofTimes.isEmpty()) {
      notes.add(ofTimes);
    }
    summary.rejected().forEach((reason, rows) -> notes.add(setAside(reason, rows, summary)));
    return notes;
  }

  private static String setAside(String reason, long rows, Summary summary) {
    return String.format(
        Locale.ROOT,
        "%,d %s set aside: %s%s",
        rows,
        rows == 1 ? "row" : "rows",
        reason,
        reason.equals(SliceIntake.UNREADABLE_TIMESTAMP) ? ", such as " + summary.examples() : "");
  }
}
