package org.sparkbertopic.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparkbertopic.testing.Linkage;
import org.sparkbertopic.testing.Passages;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.testing.StandaloneCluster;
import org.sparkbertopic.testing.StandaloneCluster.Submission;

/**
 * The one jar on clusters of several versions of Spark and Java, with the Spark of the build first:
 * all give the same bytes, and each reads what another saved.
 *
 * <p>The system property {@code sparks.under.test} lists further ones, each as {@code
 * NAME=SPARK_HOME} or {@code NAME=SPARK_HOME:JAVA_HOME}, with commas between; {@code
 * jobs/check-sparks.sh} gives it all that we support.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SparkVersionsIT extends SparkTest {

  private static final long JOB_SECONDS = 600;

  private static final String WORDS = "src/test/resources/golden/words/glove_excerpt.txt.gz";

  @TempDir static Path folder;

  /** A version and where it lies. */
  record Version(String name, Path spark, Path java) {

    @Override
    public String toString() {
      return name;
    }
  }

  private static Stream<Version> versions() {
    Path java = Path.of(System.getProperty("java.home"));
    Version ofBuild =
        new Version("build", Path.of(System.getProperty("spark.home.under.test")), java);
    return Stream.concat(
        Stream.of(ofBuild),
        Stream.of(System.getProperty("sparks.under.test", "").split(",", -1))
            .map(String::strip)
            .filter(entry -> !entry.isEmpty())
            .map(
                entry -> {
                  String[] named = entry.split("=", 2);
                  String[] homes = named[1].split(":", 2);
                  return new Version(
                      named[0], Path.of(homes[0]), homes.length == 2 ? Path.of(homes[1]) : java);
                }));
  }

  @BeforeAll
  void writeDocuments() {
    Passages.table(spark(), 0, 1_000).write().parquet(path("documents"));
    Passages.table(spark(), 1_000, 1_200).write().parquet(path("new"));
  }

  private static String path(String name) {
    return folder.resolve(name).toString();
  }

  @ParameterizedTest
  @MethodSource("versions")
  void the_jar_links_with_all_that_it_names_of_a_cluster(Version version) throws Exception {
    Path jar = Path.of(System.getProperty("jar.under.test"));
    try (Linkage linkage = Linkage.withCluster(jar, version.spark())) {
      assertEquals(List.of(), List.copyOf(linkage.ofSparkBertopic()));
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void a_cluster_gives_the_bytes_of_the_others_and_reads_what_they_saved(Version version)
      throws Exception {
    Path of = Files.createDirectory(folder.resolve(version.name()));
    try (StandaloneCluster cluster =
        StandaloneCluster.start(of, 1, version.spark(), version.java())) {
      run(cluster, "fit", withVectors("fit", "documents", of.resolve("run")));
      run(
          cluster,
          "words",
          List.of(
              "fit",
              "--input",
              path("documents"),
              "-D",
              "input.id-column=id",
              "-D",
              "embedding.model=" + Path.of(WORDS).toAbsolutePath(),
              "-D",
              "hdbscan.min-cluster-size=8",
              "--output",
              of.resolve("of-words").toString()));
      // A model that the Spark of the build saved.
      run(
          cluster,
          "transform",
          withVectors(
              "transform", "new", of.resolve("transformed"), "--model", path("build/run/model")));
      run(
          cluster,
          "stream",
          withVectors(
              "stream",
              "new",
              of.resolve("streamed"),
              "--model",
              of.resolve("run/model").toString(),
              "--trigger",
              "available-now",
              "--checkpoint",
              of.resolve("checkpoint").toString()));
      String told =
          run(cluster, "topics", List.of("topics", "info", "--run", of.resolve("run").toString()));
      assertTrue(told.contains("health_care"), told);
    }
    // A model that this Spark saved, by the Spark of the build.
    List<String> transform =
        withVectors(
            "transform",
            "new",
            of.resolve("read-by-build"),
            "--model",
            of.resolve("run/model").toString());
    assertEquals(0, CommandLineCall.run(transform.toArray(String[]::new)));
    List<String> expected = assignments("build/transformed");
    assertEquals(200, expected.size());
    assertEquals(expected, assignments(version.name() + "/transformed"));
    assertEquals(expected, assignments(version.name() + "/streamed"));
    assertEquals(expected, assignments(version.name() + "/read-by-build"));
    for (String run : List.of("run", "of-words")) {
      Path topics = of.resolve(run).resolve("topics.json");
      System.out.printf("%s %s %s%n", version, run, hash(topics));
      assertEquals(
          -1, Files.mismatch(folder.resolve("build").resolve(run).resolve("topics.json"), topics));
      assertEquals(assignments("build/" + run), assignments(version.name() + "/" + run));
    }
  }

  /** A command on documents whose embeddings are given. */
  private static List<String> withVectors(
      String command, String input, Path output, String... further) {
    List<String> all = new ArrayList<>(List.of(command, "--input", path(input)));
    all.addAll(List.of("-D", "input.id-column=id", "-D", "input.embedding-column=embedding"));
    all.addAll(List.of("--output", output.toString()));
    all.addAll(List.of(further));
    return all;
  }

  /** Runs a command on a cluster and gives what it printed. */
  private static String run(StandaloneCluster cluster, String name, List<String> command)
      throws Exception {
    Submission job = cluster.submit(name, List.of(), command);
    assertEquals(0, job.await(JOB_SECONDS), job::outputOrReason);
    return job.output();
  }

  private List<String> assignments(String run) {
    return spark()
        .read()
        .parquet(path(run + "/assignments"))
        .select("id", "topic", "probability")
        .orderBy("id")
        .toJSON()
        .collectAsList();
  }

  private static String hash(Path file) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    return HexFormat.of().formatHex(digest).substring(0, 16);
  }
}
