package org.sparkbertopic.job.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.BERTopic;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.clustering.mllib.KMeans;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.TopicModelConfig;
import org.sparkbertopic.job.tune.TuneGrid;
import org.sparkbertopic.job.tune.TuneJob;
import org.sparkbertopic.persistence.ModelDirectory;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.testing.Consoles;
import org.sparkbertopic.testing.Passages;

/** {@code topics.min-size}: the least size of a topic in documents of the corpus. */
class MinTopicSizeJobTest extends PassageFits {

  private static final String SIZE = "topics.min-size";
  private static final String OF_SAMPLE = "hdbscan.min-cluster-size";

  @BeforeAll
  void write() {
    Passages.table(spark(), 0, DOCUMENTS)
        .selectExpr("*", "IF(int(substring_index(id, '-', -1)) < 250, 'a', 'b') AS part")
        .coalesce(2)
        .write()
        .parquet(folder().resolve("passages").toString());
  }

  @Override
  Map<String, String> common() {
    return Map.of("hdbscan.min-samples", "3", "sample.size", "200");
  }

  private SavedModel model(String output) throws IOException {
    return ModelDirectory.at(
            folder().resolve(output).resolve("model").toString(),
            spark().sparkContext().hadoopConfiguration())
        .read();
  }

  @Test
  void the_fit_is_that_with_the_same_share_of_the_sample_and_the_run_says_what_it_came_to()
      throws IOException {
    JsonNode run = fit("size", SIZE, "18");
    String told = "topics.min-size 18: at least 18 of 450 documents, so 8 of the 200 of the sample";
    assertTrue(printed().contains(told), this::printed);
    assertTrue(printed().contains("a topic has at least 18 documents (8 of the sample)"));
    assertEquals(18, run.get("counted").get("minTopicSize").asInt());
    assertEquals(8, run.get("counted").get("minClusterSize").asInt());
    String page = Files.readString(folder().resolve("size").resolve("report.html"));
    assertTrue(page.contains("18 documents (8 of the sample)"));

    JsonNode ofSample = fit("of-sample", OF_SAMPLE, "8");
    assertFalse(ofSample.get("counted").has("minClusterSize"));
    assertTrue(ofSample.get("topics").asInt() > 1, ofSample::toString);
    assertEquals(ofSample.get("topics"), run.get("topics"));
    assertEquals(ofSample.get("outliers"), run.get("outliers"));
    assertEquals(model("of-sample").topics().topics(), model("size").topics().topics());
    assertEquals(18, model("size").settings().minTopicSize());
    assertEquals(8, model("of-sample").settings().minTopicSize());
  }

  @Test
  void a_share_a_file_and_a_sample_that_holds_all_are_understood() throws IOException {
    JsonNode share = fit("share", SIZE, "4%");
    assertEquals(18, share.get("counted").get("minTopicSize").asInt());
    assertEquals(8, share.get("counted").get("minClusterSize").asInt());
    JsonNode whole = fit("whole", SIZE, "18", "sample.size", "1000");
    assertEquals(18, whole.get("counted").get("minClusterSize").asInt());
    Path file = Files.writeString(folder().resolve("size.conf"), SIZE + " = 0.1%\n");
    BERTopic estimator =
        TopicModelConfig.estimator(
            JobConfig.load(
                "fit", file.toString(), Map.of("input.path", "x", "embedding.backend", "tfidf")));
    assertEquals("0.1%", estimator.getMinTopicSize().orElseThrow().toString());
  }

  @Test
  void a_size_that_the_sample_cannot_show_is_a_warning_with_what_to_do() throws IOException {
    JsonNode run = fit("small", SIZE, "3");
    assertEquals(2, run.get("counted").get("minClusterSize").asInt());
    assertTrue(
        run.get("warnings")
            .toString()
            .contains(
                "topics of 3 documents cannot be found in a sample of 200 of 450: the smallest"
                    + " cluster of 2 stands for 5 documents; raise sample.size"),
        run.get("warnings")::toString);
  }

  @Test
  void a_fit_by_chunks_counts_the_documents_of_the_chunks_that_are_fitted() throws IOException {
    JsonNode run = fit("chunks", SIZE, "10", "online.chunks-by", "part", "online.fit-chunks", "1");
    assertEquals(8, run.get("counted").get("minClusterSize").asInt());
    assertTrue(printed().contains("at least 10 of 250 documents, so 8 of the 200"), this::printed);
    assertEquals(10, model("chunks").settings().minTopicSize());
  }

  @Test
  void a_run_that_is_taken_up_says_it_too() throws IOException {
    fit("again", SIZE, "18");
    fit("again", SIZE, "18");
    assertTrue(printed().contains("this run is finished"), this::printed);
    assertTrue(printed().contains("a topic has at least 18 documents (8 of the sample)"));
  }

  @Test
  void two_least_sizes_are_refused_with_what_to_leave_out() {
    for (String size : List.of("8", "10")) {
      String message = refused(settings("two", SIZE, "18", OF_SAMPLE, size));
      assertTrue(
          message.startsWith(
              "topics.min-size and hdbscan.min-cluster-size must not be given together"),
          message);
      assertTrue(
          message.contains("leave out hdbscan.min-cluster-size to count documents of the corpus"),
          message);
    }
    BERTopic both =
        new BERTopic().setMinTopicSize(18).setClusterer(Hdbscan.create().withMinClusterSize(8));
    assertTrue(
        assertThrows(UnusableInputException.class, both::check)
            .getMessage()
            .startsWith("setMinTopicSize and Hdbscan.withMinClusterSize must not"));
    new BERTopic().setMinTopicSize(18).setClusterer(Hdbscan.create().withMinSamples(3)).check();
  }

  @Test
  void it_is_refused_where_nothing_has_a_least_size() {
    String message = refused(settings("kmeans", SIZE, "18", "clustering.method", "kmeans"));
    assertTrue(message.contains("must not be given for this clusterer, got 18"), message);
    UnusableInputException given =
        assertThrows(
            UnusableInputException.class,
            () -> new BERTopic().setMinTopicSize(18).setGivenTopicCol("theme").check());
    assertTrue(given.getMessage().contains("nothing is clustered"), given.getMessage());
    assertThrows(
        UnusableInputException.class,
        () -> new BERTopic().setMinTopicSize(18).setClusterer(KMeans.create()).check());
    assertTrue(
        refused(settings("bad", SIZE, "1")).startsWith("topics.min-size must be a number of"));
  }

  @Test
  void tune_takes_it_where_no_sizes_are_given() {
    assertEquals(8, tuned("tuned", List.of()));
    assertEquals(12, tuned("tuned-sizes", List.of(12)));
  }

  private int tuned(String output, List<Integer> sizes) {
    JobConfig config = JobConfig.load("fit", null, settings(output, SIZE, "18"));
    BERTopic estimator = TopicModelConfig.estimator(config);
    TuneGrid grid = TuneGrid.of(estimator, sizes, List.of(), List.of());
    TuneJob job = new TuneJob(spark(), config, estimator, grid, false, Consoles.quiet());
    job.run();
    return job.candidates().get(0).clusterer().minClusterSize();
  }
}
