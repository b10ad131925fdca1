package org.sparkbertopic.job.python;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.operations.info.ModelFigures;
import org.sparkbertopic.operations.slices.SliceSettings;
import org.sparkbertopic.operations.slices.TopicSlices;
import org.sparkbertopic.report.figures.input.DocumentMap;
import org.sparkbertopic.report.figures.input.SliceRow;
import org.sparkbertopic.testing.SmallModel;
import org.sparkbertopic.testing.SparkTest;

/** Figures by their Python names and arguments, of a model of rockets and bread. */
class PythonFiguresTest extends SparkTest {

  @TempDir static Path folder;
  private static BERTopicModel model;
  private static Dataset<Row> assigned;

  @BeforeAll
  static void fit() throws Exception {
    model = SmallModel.save(spark(), 7, folder.resolve("model"));
    assigned =
        model
            .transform(SmallModel.table(spark(), 0, 40))
            .withColumn("year", functions.lit(1990).plus(functions.length(functions.col("id"))))
            .withColumn("kind", functions.substring(functions.col("text"), 1, 4))
            .withColumn(
                "place",
                functions.array(functions.lit(1.5), functions.length(functions.col("id"))));
  }

  private static JsonNode json(String text) throws Exception {
    return new ObjectMapper().readTree(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "topics",
        "hierarchy",
        "heatmap",
        "barchart",
        "term_rank",
        "distribution",
        "approximate_distribution",
        "quality"
      })
  void every_figure_of_a_model_has_a_title_and_a_description(String figure) throws Exception {
    JsonNode drawn =
        json(
            PythonFigures.draw(
                model,
                figure,
                "{\"title\":\"T\",\"width\":500,\"topics\":null,\"probabilities\":[[0,0.5]],"
                    + "\"topic_token_distribution\":[[\"moon\",[[1,0.5]]]]}"));
    assertEquals("T", drawn.at("/layout/title/text").asText());
    assertTrue(drawn.at("/layout/width").asInt() >= 500);
    assertFalse(drawn.at("/layout/meta/alt").asText().isEmpty());
    assertFalse(drawn.get("data").isEmpty());
  }

  @Test
  void arguments_change_the_figure() throws Exception {
    JsonNode bars =
        json(
            PythonFigures.draw(
                model, "barchart", "{\"topics\":[1],\"n_words\":2,\"custom_labels\":false}"));
    assertEquals(1, bars.get("data").size());
    assertEquals(2, bars.at("/data/0/x").size());
    JsonNode tree = json(PythonFigures.draw(model, "hierarchy", "{\"orientation\":\"bottom\"}"));
    assertEquals("distance", tree.at("/layout/yaxis/title/text").asText());
  }

  @Test
  void wrong_arguments_say_what_is_right() {
    assertEquals(
        "orientation must be one of [left, bottom], got 'up'; name one of them",
        message("hierarchy", "{\"orientation\":\"up\"}"));
    assertEquals(
        "n_words must be a whole number, got \"a\"; see help() of the method",
        message("barchart", "{\"n_words\":\"a\"}"));
    assertEquals(
        "topics must be a list of topic ids, got [\"a\"]; see help() of the method",
        message("barchart", "{\"topics\":[\"a\"]}"));
    assertTrue(message("barchart", "{\"custom_labels\":\"X\"}").startsWith("labels must name"));
    assertTrue(message("barchart", "{\"custom_labels\":true}").startsWith("labels must be custom"));
    assertTrue(message("pie", "{}").startsWith("figure must be a known one"));
  }

  private static String message(String figure, String arguments) {
    return assertThrows(
            IllegalArgumentException.class, () -> PythonFigures.draw(model, figure, arguments))
        .getMessage();
  }

  @Test
  void tables_of_slices_are_read_as_their_values() throws Exception {
    TopicSlices slices =
        model.topicsOverTimePerClass(assigned, "year", "kind", SliceSettings.create());
    List<SliceRow> rows = ModelFigures.rows(slices.table());
    assertEquals(ModelFigures.rows(slices.values()), rows);
    assertEquals(40, rows.stream().mapToLong(SliceRow::frequency).sum());
    JsonNode figure =
        json(
            PythonFigures.slices(
                model,
                "topics_over_time",
                model.topicsOverTime(assigned, "year", SliceSettings.create()).table(),
                "{}"));
    assertEquals(2, figure.get("data").size());
    // ids of one digit and of two
    assertEquals("[1992,1993]", figure.at("/data/0/x").toString());
    JsonNode classes =
        json(
            PythonFigures.slices(
                model,
                "topics_per_class",
                model.topicsPerClass(assigned, "kind", SliceSettings.create()).table(),
                "{}"));
    assertEquals("[\"oven\",\"rock\"]", classes.at("/layout/yaxis/ticktext").toString());
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> PythonFigures.slices(model, "topics_over_time", assigned, "{}"));
    assertTrue(e.getMessage().contains("with the column frequency"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"documents", "document_datamap", "hierarchical_documents"})
  void documents_have_places_by_umap_or_by_a_column(String figure) throws Exception {
    JsonNode byUmap = json(PythonFigures.documents(model, figure, assigned, "{}"));
    JsonNode given =
        json(
            PythonFigures.documents(
                model, figure, assigned, "{\"reduced_embeddings\":\"place\",\"max_documents\":9}"));
    assertEquals(40, points(byUmap));
    assertEquals(9, points(given));
    assertEquals(1.5, given.at("/data/0/x/0").asDouble());
  }

  private static int points(JsonNode figure) {
    int points = 0;
    for (JsonNode trace : figure.get("data")) {
      points += trace.get("type").asText().equals("scattergl") ? trace.get("x").size() : 0;
    }
    return points;
  }

  @Test
  void the_choice_of_documents_depends_on_no_order() {
    DocumentMap first = model.documentMap(assigned, Optional.of("place"), 10, 1);
    DocumentMap again =
        model.documentMap(
            assigned.orderBy(functions.desc("id")).repartition(3), Optional.of("place"), 10, 1);
    assertEquals(10, first.size());
    assertEquals(first.ids(), again.ids());
    assertEquals(first.texts(), again.texts());
    for (int row = 0; row < 10; row++) {
      boolean isOfRockets = first.texts().get(row).startsWith("rocket");
      assertEquals(
          model
              .topic(first.topics()[row])
              .words()
              .get(0)
              .term()
              .matches("rocket|moon|orbit|planet"),
          isOfRockets);
    }
  }

  @Test
  void a_table_without_topics_is_refused() {
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> PythonFigures.documents(model, "documents", assigned.drop("topic"), "{}"));
    assertTrue(e.getMessage().endsWith("; give what transform returned"), e.getMessage());
  }
}
