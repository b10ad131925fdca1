package org.sparkbertopic.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.testing.DemoCorpus;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.testing.StandaloneCluster;
import org.sparkbertopic.testing.StandaloneCluster.Submission;

/**
 * The packaged jar on a real cluster: a master and two workers in JVMs of their own. The first test
 * embeds a part of the demo corpus, the second one takes its embeddings as given.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterIT extends SparkTest {

  private static final int DOCUMENTS = 2_000;
  private static final long JOB_SECONDS = 900;

  @TempDir static Path folder;
  private Path corpus;
  private StandaloneCluster cluster;

  @BeforeAll
  void startCluster() throws Exception {
    corpus = folder.resolve("corpus.parquet");
    DemoCorpus.write(spark(), DOCUMENTS, corpus);
    cluster = StandaloneCluster.start(folder, 2);
  }

  @AfterAll
  void stopCluster() {
    cluster.close();
  }

  private List<String> fit(Path output, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "fit",
                "-D",
                "input.id-column=id",
                "-D",
                "vectorizer.stop-words=english",
                "--output",
                output.toString()));
    arguments.addAll(List.of(more));
    return arguments;
  }

  private Dataset<Row> parquet(Path path) {
    return spark().read().parquet(path.toString());
  }

  private List<String> assignments(Path run) {
    return parquet(run.resolve("assignments")).orderBy("id").toJSON().collectAsList();
  }

  @Test
  @Order(1)
  void an_executor_killed_while_embedding_costs_no_document() throws Exception {
    Path run = folder.resolve("killed");
    Submission job =
        cluster.submit(
            "killed-job",
            List.of(),
            fit(run, "--input", corpus.toString(), "-D", "embedding.max-tokens=48"));
    awaitEmbeddings(run, job);
    ProcessHandle executor = cluster.anyExecutor().orElseThrow();
    assertTrue(executor.destroyForcibly(), "the executor could not be killed");

    assertEquals(0, job.await(JOB_SECONDS), job::outputOrReason);
    assertTrue(job.output().contains("Lost executor"), job::outputOrReason);
    assertEquals(DOCUMENTS, parquet(run.resolve("embeddings")).select("id").distinct().count());
    assertEquals(DOCUMENTS, parquet(run.resolve("embeddings")).count());
    assertEquals(DOCUMENTS, assignments(run).size());
  }

  /** The job is in the midst of embedding when its first part is on disk. */
  private static void awaitEmbeddings(Path run, Submission job) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(JOB_SECONDS);
    while (job.driver().isAlive() && System.nanoTime() < end) {
      if (CommandIT.hasEmbedded(run)) {
        return;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    throw new IllegalStateException("no part was embedded: " + job.output());
  }

  @Test
  @Order(2)
  void given_embeddings_are_fitted_and_transformed_as_in_one_process() throws Exception {
    Path embedded = folder.resolve("killed");
    Path input = folder.resolve("given.parquet");
    parquet(corpus)
        .join(parquet(embedded.resolve("embeddings")), "id")
        .write()
        .parquet(input.toString());
    String[] given = {"--input", input.toString(), "-D", "input.embedding-column=embedding"};

    Path run = folder.resolve("given");
    Submission fit = cluster.submit("given-job", List.of(), fit(run, given));
    assertEquals(0, fit.await(JOB_SECONDS), fit::outputOrReason);
    assertEquals(-1, Files.mismatch(embedded.resolve("topics.json"), run.resolve("topics.json")));
    assertEquals(assignments(embedded), assignments(run));

    Path transformed = folder.resolve("transformed");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "transform",
                "--model",
                run.resolve("model").toString(),
                "-D",
                "input.id-column=id",
                "--output",
                transformed.toString()));
    arguments.addAll(List.of(given));
    Submission transform = cluster.submit("transform-job", List.of(), arguments);
    assertEquals(0, transform.await(JOB_SECONDS), transform::outputOrReason);
    assertEquals(assignments(run), assignments(transformed));
  }
}
