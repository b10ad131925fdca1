package org.sparkbertopic;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The models of a former format, made by real fits, and the topics that they gave when they were
 * made.
 *
 * @param format the folder of the fixtures
 */
record FormerModels(String format) {

  /** The figures of another processor may differ in the last places. */
  private static final double TOLERANCE = 1e-6;

  /** Of texts that are embedded here: the layout magnifies what differs in the last places. */
  private static final double EMBEDDED_TOLERANCE = 5e-3;

  /** The model whose documents have no given embeddings. */
  private static final String ZERO_SHOT = "zero-shot";

  Path file(String name) {
    return resource(format + "/" + name);
  }

  /** The documents of the list of a model's topics. */
  Dataset<Row> texts(String name) throws IOException {
    List<String> ids = new ArrayList<>();
    expected(name).forEach(cells -> ids.add(cells[0]));
    return documents("docs.jsonl")
        .unionByName(documents("new.jsonl"))
        .filter(col("id").isin(ids.toArray()));
  }

  /** Those of all formats. */
  private static Dataset<Row> documents(String file) {
    return SparkSession.active()
        .read()
        .json(resource("format-2/" + file).toString())
        .select(col("id").cast("string").as("id"), col("text"));
  }

  private List<String[]> expected(String name) throws IOException {
    return Files.readAllLines(file(name + "-topics.tsv")).stream()
        .map(line -> line.split("\t", -1))
        .toList();
  }

  void assertTopics(String name, Dataset<Row> transformed) throws IOException {
    List<Row> rows = transformed.select("id", "topic", "probability").collectAsList();
    List<String[]> expected = expected(name);
    assertEquals(expected.size(), rows.size());
    double tolerance = name.equals(ZERO_SHOT) ? EMBEDDED_TOLERANCE : TOLERANCE;
    for (String[] cells : expected) {
      Row row =
          rows.stream()
              .filter(other -> other.getString(0).equals(cells[0]))
              .findFirst()
              .orElseThrow();
      String document = String.format(Locale.ROOT, "document %s of %s", cells[0], name);
      assertEquals(Integer.parseInt(cells[2]), row.getInt(1), document);
      assertEquals(Double.parseDouble(cells[3]), row.getDouble(2), tolerance, document);
    }
  }

  private static Path resource(String name) {
    URL url = Objects.requireNonNull(FormerModels.class.getResource("/models/" + name), name);
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
