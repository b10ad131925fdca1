package org.sparkbertopic.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.stage.table.InputColumns;
import org.sparkbertopic.stage.table.IntakeSummary;
import org.sparkbertopic.stage.table.RowOrder;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.topics.DocumentTopics;

/** Which document Python pairs a topic with: the topic of a document is its number. */
class OrderedTopicsTest extends SparkTest {

  private static final StructType SCHEMA =
      new StructType().add("id", DataTypes.StringType).add("text", DataTypes.StringType);

  @TempDir Path folder;

  /** Of ids such as d17. */
  private static Dataset<Row> assignments(Dataset<Row> input) {
    return input
        .filter(col("id").isNotNull().and(col("text").notEqual("")))
        .select(col("id"), col("id").substr(lit(2), lit(9)).cast("int").as("topic"))
        .distinct();
  }

  private static DocumentTopics ordered(Dataset<Row> input, RowOrder order) {
    InputColumns columns = new InputColumns(Optional.of("id"), "text", Optional.empty());
    IntakeSummary summary = Intake.of(input, columns).summarize();
    return OrderedTopics.of(
        input, columns, summary, assignments(input), summary.documents(), order);
  }

  private static int[] numbers(int from, int to) {
    return IntStream.range(from, to).toArray();
  }

  private static String lines(int from, int to, String line) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append(line.replace("#", Integer.toString(i))).append('\n');
    }
    return text.toString();
  }

  private void write(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content, StandardCharsets.UTF_8);
  }

  @Test
  void rows_of_files_come_by_path_and_row_whatever_the_files_sizes_and_splits() throws IOException {
    String json = "{\"id\": \"d#\", \"text\": \"a text of number #\"}";
    // Spark begins with the largest file, and writes "a b" as a%20b, which sorts after "a!b"
    write("a b/x.jsonl", lines(0, 3, json));
    write("a!b/x.jsonl", lines(3, 40, json));
    write("b/part-10.jsonl", lines(40, 400, json));
    write("b/part-2.jsonl", lines(400, 410, json));
    spark().conf().set("spark.sql.files.maxPartitionBytes", 2000);
    try {
      Dataset<Row> input =
          spark().read().option("recursiveFileLookup", true).json(folder.toString());
      assertArrayEquals(numbers(0, 410), ordered(input, RowOrder.FILES).topics());
      assertArrayEquals(
          numbers(0, 410),
          ordered(input.selectExpr("id", "text").filter("id != ''"), RowOrder.FILES).topics());
      int[] collected =
          input.select("id").collectAsList().stream()
              .mapToInt(row -> Integer.parseInt(row.getString(0).substring(1)))
              .toArray();
      assertArrayEquals(collected, ordered(input, RowOrder.COLLECTED).topics());
    } finally {
      spark().conf().unset("spark.sql.files.maxPartitionBytes");
    }
  }

  @Test
  void quoted_lines_compressed_files_and_tables_in_columns_keep_their_order() throws IOException {
    write("csv/b.csv", "id,text\n" + lines(5, 12, "d#,\"two\nlines \"\"#\"\"\""));
    write("csv/a.csv", "id,text\n" + lines(0, 5, "d#,\"two\nlines \"\"#\"\"\""));
    Dataset<Row> csv =
        spark()
            .read()
            .option("header", true)
            .option("multiLine", true)
            .option("escape", "\"")
            .csv(folder.resolve("csv").toString());
    assertArrayEquals(numbers(0, 12), ordered(csv, RowOrder.FILES).topics());

    Path gz = Files.createDirectories(folder.resolve("gz"));
    for (int file = 0; file < 2; file++) {
      try (GZIPOutputStream out =
          new GZIPOutputStream(Files.newOutputStream(gz.resolve(file + ".jsonl.gz")))) {
        out.write(
            lines(100 * file, 100 * file + 100, "{\"id\": \"d#\", \"text\": \"t #\"}")
                .getBytes(StandardCharsets.UTF_8));
      }
    }
    assertArrayEquals(
        numbers(0, 200), ordered(spark().read().json(gz.toString()), RowOrder.FILES).topics());

    for (String format : List.of("parquet", "orc")) {
      String path = folder.resolve(format).toString();
      for (int file = 0; file < 3; file++) {
        documents(50 * file, 50 * file + 50)
            .coalesce(1)
            .write()
            .option("parquet.block.size", 1024)
            .format(format)
            .save(path + "/n=" + file);
      }
      spark().conf().set("spark.sql.files.maxPartitionBytes", 1500);
      try {
        assertArrayEquals(
            numbers(0, 150),
            ordered(spark().read().format(format).load(path), RowOrder.FILES).topics());
      } finally {
        spark().conf().unset("spark.sql.files.maxPartitionBytes");
      }
    }
  }

  private static Dataset<Row> documents(int from, int to) {
    List<Row> rows = new ArrayList<>();
    for (int i = from; i < to; i++) {
      rows.add(RowFactory.create("d" + i, "a text of number " + i));
    }
    return spark().createDataFrame(rows, SCHEMA);
  }

  @Test
  void rows_that_are_set_aside_are_outliers_in_their_place() {
    List<Row> rows = new ArrayList<>();
    rows.add(RowFactory.create("d0", "one"));
    rows.add(RowFactory.create("d1", ""));
    rows.add(RowFactory.create(null, "two"));
    rows.add(RowFactory.create("d3", "three"));
    rows.add(RowFactory.create("d3", "three"));
    rows.add(RowFactory.create("d5", "five"));
    DocumentTopics topics = ordered(spark().createDataFrame(rows, SCHEMA), RowOrder.COLLECTED);
    assertEquals(6, topics.topics().length);
    int[] found = topics.topics().clone();
    Arrays.sort(found, 3, 5); // of equal rows either stays
    assertArrayEquals(new int[] {0, -1, -1, -1, 3, 5}, found);
    assertEquals(DocumentTopics.NO_DOCUMENT, topics.keys()[2]);

    Dataset<Row> changed =
        spark()
            .createDataFrame(
                List.of(RowFactory.create("d5", "x"), RowFactory.create("d0", "y")), SCHEMA)
            .select(col("id"), lit(7).as("topic"));
    int[] after = OrderedTopics.reassigned(topics, changed).topics();
    assertEquals(7, after[0]);
    assertEquals(7, after[5]);
    assertEquals(-1, after[1]);
  }

  @Test
  void a_dataset_has_the_order_of_collect_and_a_cached_one_too() {
    Dataset<Row> input = documents(0, 60).union(documents(60, 90));
    assertArrayEquals(numbers(0, 90), ordered(input, RowOrder.COLLECTED).topics());
    assertArrayEquals(numbers(0, 90), ordered(input, RowOrder.FILES).topics());
    Dataset<Row> cached = input.cache();
    try {
      assertArrayEquals(numbers(0, 90), ordered(cached, RowOrder.COLLECTED).topics());
    } finally {
      cached.unpersist(true);
    }
  }

  @Test
  void shuffled_and_joined_tables_have_no_order() {
    Dataset<Row> input = documents(0, 20);
    List<Dataset<Row>> withoutOrder =
        List.of(
            input.repartition(3),
            input.distinct(),
            input.orderBy("text"),
            input.join(documents(0, 20).select("id"), "id"),
            spark().createDataFrame(input.javaRDD().repartition(3), SCHEMA),
            input.repartition(2).cache());
    for (Dataset<Row> table : withoutOrder) {
      assertEquals(DocumentTopics.UNKNOWN, ordered(table, RowOrder.COLLECTED));
      assertEquals(DocumentTopics.UNKNOWN, ordered(table, RowOrder.FILES));
      table.unpersist();
    }
    assertEquals(DocumentTopics.UNKNOWN, ordered(input, RowOrder.NONE));
  }
}
