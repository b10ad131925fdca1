package org.sparkbertopic.job.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.job.CommandLineCall;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.TopicModelConfig;
import org.sparkbertopic.job.fit.FitJob;
import org.sparkbertopic.job.run.FinishedRun;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.testing.Consoles;
import org.sparkbertopic.testing.Passages;
import org.sparkbertopic.testing.SparkTest;

/** The map of a run and its page, from the fit and made anew. */
class ReportJobTest extends SparkTest {

  private static final Pattern MAP =
      Pattern.compile("<script type=\"application/json\" id=\"map-data\">(.*?)</script>");

  @TempDir static Path folder;
  private static final ByteArrayOutputStream PRINTED = new ByteArrayOutputStream();

  @BeforeAll
  static void fit() {
    Dataset<Row> documents =
        Passages.table(spark(), 0, 300)
            .withColumn("key", functions.expr("bigint(substring_index(id, '-', -1))"))
            .drop("id");
    documents.coalesce(1).write().parquet(folder.resolve("documents").toString());
    documents
        .repartition(7, functions.col("text"))
        .write()
        .parquet(folder.resolve("scattered").toString());
    fit("documents", "run", Map.of());
  }

  private static void fit(String input, String run, Map<String, String> further) {
    Map<String, String> settings = new TreeMap<>(further);
    settings.put("input.path", "\"" + folder.resolve(input) + "\"");
    settings.put("input.id-column", "key");
    settings.put("input.embedding-column", "embedding");
    settings.put("output.path", "\"" + folder.resolve(run) + "\"");
    settings.put("vectorizer.stop-words", "english");
    settings.putIfAbsent("umap.n-epochs", "60");
    settings.put("hdbscan.min-cluster-size", "6");
    JobConfig config = JobConfig.load("fit", null, settings);
    new FitJob(spark(), config, TopicModelConfig.estimator(config), false, Consoles.to(PRINTED))
        .run();
  }

  private static int report(String run, String... options) {
    String[] all = new String[options.length + 3];
    all[0] = "report";
    all[1] = "--run";
    all[2] = folder.resolve(run).toString();
    System.arraycopy(options, 0, all, 3, options.length);
    return CommandLineCall.run(all);
  }

  private static String page(String run) throws IOException {
    return Files.readString(folder.resolve(run).resolve("report.html"));
  }

  private static JsonNode map(String run) throws IOException {
    Matcher found = MAP.matcher(page(run));
    assertTrue(found.find(), "the page has no map");
    return new ObjectMapper().readTree(found.group(1));
  }

  private static List<Row> places(String run) {
    return spark()
        .read()
        .parquet(folder.resolve(run).resolve("map").toString())
        .orderBy("id")
        .collectAsList();
  }

  @Test
  void a_fit_places_each_document_once_and_the_page_shows_topic_and_text() throws IOException {
    List<Row> places = places("run");
    assertEquals(300, places.size());
    assertEquals(300, places.stream().map(row -> row.getString(0)).distinct().count());
    JsonNode map = map("run");
    assertEquals(300, map.get("documents").asInt());
    assertEquals(300, map.get("ids").size());
    assertEquals(300, map.get("texts").size());
    Map<String, String> texts = new TreeMap<>();
    spark()
        .read()
        .parquet(folder.resolve("documents").toString())
        .collectAsList()
        .forEach(row -> texts.put(String.valueOf((long) row.getAs("key")), row.getAs("text")));
    for (int i = 0; i < 300; i++) {
      String shown = map.get("texts").get(i).asText();
      assertTrue(shown.length() <= 200);
      assertTrue(texts.get(map.get("ids").get(i).asText()).strip().startsWith(shown));
    }
  }

  @Test
  void places_and_page_do_not_depend_on_partitions() throws IOException {
    fit("scattered", "of-scattered", Map.of());
    assertEquals(places("run"), places("of-scattered"));
    assertEquals(map("run"), map("of-scattered"));
  }

  /** The spec of a figure on the page. */
  private static JsonNode figure(String run, String id) throws IOException {
    Matcher found = Pattern.compile("id=\"" + id + "-data\">(.*?)</script>").matcher(page(run));
    assertTrue(found.find(), "the page has no " + id);
    return new ObjectMapper().readTree(found.group(1));
  }

  @Test
  void columns_of_time_and_class_give_figures_at_the_fit_and_later() throws IOException {
    spark()
        .read()
        .parquet(folder.resolve("documents").toString())
        .withColumn("at", functions.expr("1990 + key % 3"))
        .withColumn("who", functions.expr("if(key % 2 = 0, 'even', 'odd')"))
        .withColumn("never", functions.lit("not a time"))
        .write()
        .parquet(folder.resolve("dated").toString());
    fit("dated", "timed", Map.of("input.timestamp-column", "at", "input.class-column", "who"));
    JsonNode overTime = figure("timed", "over-time");
    assertEquals(List.of(1990, 1991, 1992), years(overTime));
    JsonNode timeline = figure("timed", "timeline");
    long documents = 0;
    for (JsonNode topic : timeline.get("documents")) {
      for (JsonNode count : topic) {
        documents += count.asLong();
      }
    }
    assertEquals(300, documents);
    assertEquals(
        List.of("even", "odd"),
        List.of(
            figure("timed", "per-class").at("/layout/yaxis/ticktext/0").asText(),
            figure("timed", "per-class").at("/layout/yaxis/ticktext/1").asText()));

    fit("dated", "timeless", Map.of("report.over-time", "none", "input.timestamp-column", "at"));
    assertFalse(page("timeless").contains("over-time-data"));
    assertEquals(
        0, report("timeless", "--timestamp-column", "at", "--class-column", "who", "--bins", "2"));
    assertEquals(figure("timed", "per-class"), figure("timeless", "per-class"));
    assertEquals(2, years(figure("timeless", "over-time")).size());

    fit("dated", "never", Map.of("input.timestamp-column", "never"));
    assertTrue(page("never").contains("the page has no topics over time: "));
    assertEquals(1, page("never").split("the page has no topics over time: ", -1).length - 1);
    assertTrue(
        Files.readString(folder.resolve("never/run.json"))
            .contains("the page has no topics over time: "));
    assertFalse(page("never").contains("over-time-data"));
    IllegalArgumentException missing =
        assertThrows(
            IllegalArgumentException.class,
            () -> fit("dated", "absent", Map.of("input.timestamp-column", "whenn")));
    assertTrue(missing.getMessage().contains("input.timestamp-column"), missing.getMessage());
    assertTrue(missing.getMessage().contains("whenn"), missing.getMessage());
    IllegalArgumentException bins =
        assertThrows(
            IllegalArgumentException.class,
            () -> fit("dated", "binned", Map.of("report.over-time", "fortnight")));
    assertTrue(bins.getMessage().contains("report.over-time"), bins.getMessage());
  }

  private static List<Integer> years(JsonNode overTime) {
    List<Integer> years = new ArrayList<>();
    overTime.at("/data/0/x").forEach(year -> years.add(year.asInt()));
    return years;
  }

  @Test
  void a_run_without_a_map_gets_the_same_one_later_and_stays_whole() throws IOException {
    fit("documents", "plain", Map.of("report.map", "false"));
    assertFalse(Files.exists(folder.resolve("plain/map")));
    assertFalse(page("plain").contains("map-data"));
    assertEquals(0, report("plain", "--title", "Later <b>page</b>"));
    assertEquals(map("run"), map("plain"));
    assertTrue(page("plain").contains("<title>Later &lt;b&gt;page&lt;/b&gt;</title>"));
    PRINTED.reset();
    fit("documents", "plain", Map.of("report.map", "false"));
    String said = PRINTED.toString(StandardCharsets.UTF_8);
    assertTrue(said.contains("this run is finished"), said);
    assertFalse(said.contains("damaged"), said);
  }

  @Test
  void other_settings_of_the_page_are_a_change_of_the_run() throws IOException {
    fit("documents", "changed", Map.of());
    UnusableInputException refused =
        assertThrows(
            UnusableInputException.class,
            () -> fit("documents", "changed", Map.of("report.texts", "none")));
    assertTrue(refused.getMessage().contains("report.texts"), refused.getMessage());
    assertTrue(refused.getMessage().contains("give --overwrite"), refused.getMessage());
  }

  @Test
  void private_texts_stay_off_the_page() throws IOException {
    fit("documents", "private", Map.of("report.texts", "none"));
    assertEquals(0, map("private").get("texts").size());
    String text =
        spark()
            .read()
            .parquet(folder.resolve("documents").toString())
            .select("text")
            .head()
            .getString(0)
            .strip()
            .substring(0, 40);
    assertFalse(page("private").contains(text));
    assertEquals(0, report("private", "--title", "Still private"));
    assertTrue(page("private").contains("<title>Still private"));
    assertEquals(0, map("private").get("texts").size());
    assertEquals(
        0,
        CommandLineCall.run(
            "topics",
            "label",
            "--run",
            folder.resolve("private").toString(),
            "--set",
            "0=First",
            "--output",
            folder.resolve("labelled").toString()));
    for (String representative : representativeTexts("private")) {
      assertFalse(page("private").contains(representative), representative);
      assertFalse(page("labelled").contains(representative), representative);
      assertTrue(page("run").contains(representative), representative);
    }
    assertEquals(0, report("private", "--documents", "100", "--embed-texts", "30"));
    JsonNode map = map("private");
    assertEquals(100, map.get("ids").size());
    assertEquals(300, map.get("documents").asInt());
    map.get("texts").forEach(shown -> assertTrue(shown.asText().length() <= 30));
    assertEquals(0, report("private", "--documents", "0", "--embed-texts", "0"));
    assertFalse(page("private").contains("map-data"));
    assertFalse(page("private").contains(text));
  }

  /** The beginnings of documents that the model keeps for its topics. */
  private static List<String> representativeTexts(String run) {
    List<String> texts = new ArrayList<>();
    FinishedRun.open(folder.resolve(run).toString())
        .model()
        .fittedTopics()
        .documents()
        .forEach(
            kept -> kept.forEach(document -> texts.add(document.text().strip().substring(0, 25))));
    texts.removeIf(text -> text.matches(".*[<>&\"\\\\].*"));
    assertFalse(texts.isEmpty());
    return texts;
  }

  @Test
  void a_run_of_an_operation_has_the_places_of_its_fit_and_topics_of_its_own() throws IOException {
    assertEquals(
        0,
        CommandLineCall.run(
            "topics",
            "reduce",
            "--run",
            folder.resolve("run").toString(),
            "--to",
            "3",
            "--output",
            folder.resolve("reduced").toString()));
    assertEquals(0, report("reduced"));
    assertEquals(map("run").get("places"), map("reduced").get("places"));
    assertFalse(map("run").get("topics").equals(map("reduced").get("topics")));
  }

  @Test
  void other_reductions_and_formats_have_maps_too() throws IOException {
    fit(
        "documents",
        "flat",
        Map.of("reduction.method", "pca", "umap.n-components", "2", "output.format", "csv"));
    assertEquals(300, map("flat").get("ids").size());
    fit("documents", "unreduced", Map.of("reduction.method", "none"));
    assertEquals(300, map("unreduced").get("ids").size());
  }

  @Test
  void settings_that_make_no_page_are_refused() {
    assertEquals(2, report("run", "--documents", "-5"));
    assertEquals(2, report("nowhere"));
  }
}
