package org.sparkbertopic.operations.slices;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkbertopic.ctfidf.ClassTfidf;
import org.sparkbertopic.ctfidf.TermMatrix;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.vectorizer.CountVectorizer;

class SliceStageTest extends SparkTest {

  private static final SliceSettings SETTINGS = SliceSettings.create().withTopNWords(3);
  private static final SliceColumns YEAR =
      SliceColumns.create(Optional.of("year"), Optional.empty());
  private static final SliceColumns WHEN =
      SliceColumns.create(Optional.of("when"), Optional.empty()).withId("id");

  /** id, text, topic, when (string), label (string). */
  private static final StructType SMALL =
      new StructType()
          .add("id", DataTypes.StringType)
          .add("text", DataTypes.StringType)
          .add("topic", DataTypes.IntegerType)
          .add("when", DataTypes.StringType)
          .add("label", DataTypes.StringType);

  /** Topics -1 and 0 over the words apple, bear and cherry. */
  private static FittedTopics fruit() {
    TermMatrix counts =
        new TermMatrix(
            new int[] {-1, 0},
            List.of("apple", "bear", "cherry"),
            new int[] {0, 2, 5},
            new int[] {0, 1, 0, 1, 2},
            new double[] {1, 4, 6, 1, 3});
    List<Topic> topics =
        List.of(
            new Topic(-1, 5, "-1_bear", List.of(), List.of()),
            new Topic(0, 10, "0_apple", List.of(), List.of()));
    return new FittedTopics(topics, new float[2][1], ClassTfidf.create().fit(counts));
  }

  private static TopicSlices fruit(SliceSettings settings, SliceColumns columns, Row... rows) {
    return new SliceStage(fruit(), CountVectorizer.create(), settings)
        .run(spark().createDataFrame(List.of(rows), SMALL).coalesce(1), columns);
  }

  private static Row row(String id, String text, Integer topic, String when, String label) {
    return RowFactory.create(id, text, topic, when, label);
  }

  private static String describe(TopicSlice slice) {
    return (slice.category() + " " + slice.timestamp()).strip()
        + ": "
        + slice.topic()
        + " x"
        + slice.frequency()
        + " "
        + slice.words().stream().map(TermScore::term).collect(Collectors.joining(" "));
  }

  private static List<String> describe(TopicSlices slices) {
    return slices.values().stream().map(SliceStageTest::describe).toList();
  }

  private static TopicSlices passages(
      SliceSettings settings, SliceColumns columns, Dataset<Row> table) {
    return new SliceStage(GoldenSlices.topics(spark()), GoldenSlices.VECTORIZER, settings)
        .run(table, columns);
  }

  @Test
  void gives_the_same_bits_for_any_order_and_any_partitions() {
    List<Row> rows = GoldenSlices.rows();
    List<TopicSlice> once =
        passages(SETTINGS, YEAR, GoldenSlices.table(spark(), rows).coalesce(1)).values();
    Collections.shuffle(rows, new Random(5));
    assertEquals(
        once, passages(SETTINGS, YEAR, GoldenSlices.table(spark(), rows).repartition(7)).values());
    assertTrue(once.size() > 700, "slices: " + once.size());
  }

  @Test
  void some_topics_have_the_slices_that_they_have_among_all() {
    Dataset<Row> table = GoldenSlices.table(spark(), GoldenSlices.rows()).coalesce(1);
    SliceSettings decades = SETTINGS.withBins(TimeBins.by(TimeBins.Kind.DECADE));
    List<TopicSlice> all = passages(decades, YEAR, table).values();
    TopicSlices some = passages(decades.withTopics(List.of(17, 3)), YEAR, table);
    assertEquals(
        all.stream().filter(slice -> slice.topic() == 3 || slice.topic() == 17).toList(),
        some.values());
    assertEquals(
        List.of("1940", "1950", "1960", "1970", "1980", "1990", "2000", "2010", "2020"),
        some.timestamps());
  }

  @Test
  void time_in_classes_is_time_of_each_class_by_itself() {
    Dataset<Row> table = GoldenSlices.table(spark(), GoldenSlices.rows()).coalesce(1);
    SliceSettings settings =
        SETTINGS.withBins(TimeBins.by(TimeBins.Kind.DECADE)).withEvolutionTuning(false);
    List<TopicSlice> both =
        passages(settings, SliceColumns.create(Optional.of("year"), Optional.of("party")), table)
            .values();
    List<TopicSlice> republican =
        passages(settings, YEAR, table.filter(col("party").equalTo("Republican"))).values();
    assertEquals(
        republican.stream().map(SliceStageTest::describe).toList(),
        both.stream()
            .filter(slice -> slice.category().equals("Republican"))
            .map(slice -> describe(slice).substring("Republican ".length()))
            .toList());
    assertEquals(1500, both.stream().mapToLong(TopicSlice::frequency).sum());
  }

  @Test
  void the_table_has_typed_columns_in_order() {
    TopicSlices slices =
        fruit(
            SETTINGS.withBins(TimeBins.by(TimeBins.Kind.MONTH)),
            SliceColumns.create(Optional.of("when"), Optional.of("label")),
            row("1", "apple apple", 0, "2020-02-28T23:59:59Z", "b"),
            row("2", "bear", -1, "2020-02-01", "b"),
            row("3", "cherry", 0, "2020-03-01", "b"),
            row("4", "cherry", 0, "2020-03-01", "a"));
    Dataset<Row> table = slices.table();
    assertEquals(
        "topic:int,name:string,class:string,timestamp:date,frequency:bigint,words:array<string>,scores:array<double>",
        List.of(table.schema().fields()).stream()
            .map(field -> field.name() + ":" + field.dataType().catalogString())
            .collect(Collectors.joining(",")));
    assertEquals(
        List.of(
            "[0,0_apple,a,2020-03-01,1]",
            "[-1,-1_bear,b,2020-02-01,1]",
            "[0,0_apple,b,2020-02-01,1]",
            "[0,0_apple,b,2020-03-01,1]"),
        table.drop("words", "scores").collectAsList().stream().map(Row::toString).toList());
    assertEquals(List.of("2020-02-01", "2020-03-01"), slices.timestamps());
    assertEquals(List.of("a", "b"), slices.classes());
  }

  @ParameterizedTest
  @CsvSource({
    "day, 2019-12-31 2020-01-01 2020-01-05 2020-01-06",
    "week, 2019-12-30 2020-01-06",
    "month, 2019-12-01 2020-01-01",
    "quarter, 2019-10-01 2020-01-01",
    "year, 2019-01-01 2020-01-01",
    "decade, 2010-01-01 2020-01-01"
  })
  void parts_of_the_calendar_are_named_by_their_first_day(String part, String days) {
    assertEquals(
        List.of(days.split(" ")),
        fruit(
                SETTINGS.withBins(TimeBins.parse(part)),
                WHEN,
                row("1", "apple", 0, "2019-12-31T23:59", null),
                row("2", "apple", 0, "2020-01-01", null),
                row("3", "apple", 0, "2020-01-05", null),
                row("4", "apple", 0, "2020-01-06", null))
            .timestamps());
  }

  @Test
  void evolution_joins_neighbours_among_the_timestamps_of_all_topics() {
    List<String> slices =
        describe(
            fruit(
                SETTINGS.withGlobalTuning(false).withTopics(List.of(0)),
                WHEN,
                row("1", "apple", 0, "2001", null),
                row("2", "cherry", 0, "2002", null),
                row("3", "bear", -1, "2003", null),
                row("4", "bear", 0, "2004", null)));
    assertEquals(
        List.of(
            "2001-01-01T00:00:00Z: 0 x1 apple",
            "2002-01-01T00:00:00Z: 0 x1 apple cherry",
            "2004-01-01T00:00:00Z: 0 x1 bear"),
        slices);
  }

  @Test
  void rows_without_topic_time_or_class_are_set_aside_and_told() {
    TopicSlices slices =
        fruit(
            SETTINGS.withDatetimeFormat("dd/MM/yyyy"),
            new SliceColumns(
                Optional.of("id"), "text", "topic", Optional.of("when"), Optional.of("label")),
            row("good", "apple", 0, "01/02/2020", "a"),
            row("no text", null, 0, "01/02/2020", "a"),
            row("r1", "apple", null, "01/02/2020", "a"),
            row("r2", "apple", 7, "01/02/2020", "a"),
            row("r3", "apple", 0, null, "a"),
            row("r4", "apple", 0, "2020-02-01", "a"),
            row("r5", "apple", 0, "31/02/2020", "a"),
            row("r6", "apple", 0, "01/02/2020", null));
    assertEquals(
        Map.of(
            SliceIntake.NO_TOPIC, 1L,
            SliceIntake.UNKNOWN_TOPIC, 1L,
            SliceIntake.NO_TIMESTAMP, 1L,
            SliceIntake.UNREADABLE_TIMESTAMP, 2L,
            SliceIntake.NO_CLASS, 1L),
        slices.rejected());
    assertTrue(
        slices
            .notes()
            .contains(
                "2 rows set aside: timestamp cannot be read, such as '2020-02-01' in row 'r4', '31/02/2020' in row 'r5'"),
        slices.notes().toString());
    assertEquals(
        List.of("r1", "r2", "r3", "r4", "r5", "r6"),
        slices.rejectedRows().orderBy("id").collectAsList().stream()
            .map(row -> row.getString(0))
            .toList());
    assertEquals(List.of("a 2020-02-01T00:00:00Z: 0 x2 apple cherry bear"), describe(slices));
  }

  @Test
  void timestamps_that_all_cannot_be_read_are_an_error_that_shows_some() {
    UnusableInputException failure =
        assertThrows(
            UnusableInputException.class,
            () ->
                fruit(
                    SETTINGS.withBins(TimeBins.equalWidth(3)),
                    WHEN,
                    row("a7", "apple", 0, "31.12.2020", null),
                    row("a8", "apple", 0, "soon", null)));
    assertTrue(failure.getMessage().contains("'31.12.2020' in row 'a7'"), failure.getMessage());
    assertTrue(failure.getMessage().contains("datetime-format"), failure.getMessage());
  }

  @Test
  void one_timestamp_is_one_slice_with_a_note() {
    TopicSlices slices =
        fruit(
            SETTINGS.withBins(TimeBins.equalWidth(10)),
            WHEN,
            row("1", "apple bear", 0, "2020", null),
            row("2", "apple", 0, "2020", null));
    assertEquals(List.of("2020-01-01T00:00:00Z: 0 x2 apple bear cherry"), describe(slices));
    assertEquals(
        List.of("all documents have one timestamp: there is nothing to see over time"),
        slices.notes());
  }

  @Test
  void times_that_fall_into_one_part_of_the_calendar_are_told_so() {
    TopicSlices slices =
        fruit(
            SETTINGS.withBins(TimeBins.by(TimeBins.Kind.DECADE)),
            WHEN,
            row("1", "apple bear", 0, "2020", null),
            row("2", "apple", 0, "2029", null));
    assertEquals(
        List.of(
            "all documents fall into one decade: there is nothing to see over time; choose smaller bins"),
        slices.notes());
  }

  @Test
  void five_thousand_timestamps_work_with_a_note() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      rows.add(row("" + i, "apple bear cherry apple", i % 2 - 1, "" + i, null));
    }
    Dataset<Row> table =
        spark().createDataFrame(rows, SMALL).withColumn("when", col("when").cast("double"));
    TopicSlices slices =
        new SliceStage(fruit(), CountVectorizer.create(), SETTINGS).run(table, WHEN);
    assertEquals(5_000, slices.values().size());
    assertEquals("4999", slices.timestamps().get(4_999));
    assertTrue(slices.notes().get(0).startsWith("there are 5,000 timestamps"));
  }

  @Test
  void what_cannot_be_a_column_of_times_classes_or_topics_is_told() {
    Dataset<Row> table =
        spark()
            .createDataFrame(List.of(row("1", "apple", 0, "2020", "a")), SMALL)
            .withColumn("list", org.apache.spark.sql.functions.array(lit(1)));
    SliceStage stage = new SliceStage(fruit(), CountVectorizer.create(), SETTINGS);
    Map<SliceColumns, String> wrong =
        Map.of(
            SliceColumns.create(Optional.of("date"), Optional.empty()),
            "the timestamp column must be one of the input's columns",
            SliceColumns.create(Optional.of("list"), Optional.empty()),
            "must be a timestamp, a date, a number or a string, got array<int>",
            SliceColumns.create(Optional.empty(), Optional.of("list")),
            "must be a string, a number or a boolean, got array<int>",
            new SliceColumns(
                Optional.empty(), "text", "cluster", Optional.of("when"), Optional.empty()),
            "documents must have the column 'cluster' with their topics",
            new SliceColumns(
                Optional.empty(), "text", "label", Optional.of("when"), Optional.empty()),
            "the topic column 'label' must be of whole numbers, got string");
    wrong.forEach(
        (columns, message) -> {
          UnusableInputException failure =
              assertThrows(UnusableInputException.class, () -> stage.run(table, columns), message);
          assertTrue(failure.getMessage().contains(message), failure.getMessage());
        });
    assertThrows(
        UnusableInputException.class,
        () ->
            new SliceStage(
                    fruit(),
                    CountVectorizer.create(),
                    SETTINGS.withBins(TimeBins.by(TimeBins.Kind.MONTH)))
                .run(table.withColumn("when", lit(1986)), WHEN));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new SliceStage(fruit(), CountVectorizer.create(), SETTINGS.withTopics(List.of(0, 9))));
    assertThrows(
        IllegalArgumentException.class,
        () -> SliceColumns.create(Optional.empty(), Optional.empty()));
  }
}
