package org.sparkbertopic.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbertopic.provenance.Environment;
import org.sparkbertopic.provenance.ModelOperation;
import org.sparkbertopic.provenance.Provenance;

/** The provenance of a model in its directory: it travels along, and nothing depends on it. */
class ProvenanceFileTest {

  @TempDir Path temporary;

  private static SavedModel operatedOn() {
    return Models.full()
        .after(
            ModelOperation.now("merge topics").with("topics", List.of(List.of(0, 1), List.of(2))))
        .after(ModelOperation.now("set topic labels").with("labels", Map.of(0, "Öl \u001b[31m")));
  }

  @Test
  void the_provenance_comes_back_as_it_was_from_a_copy_of_the_directory() throws IOException {
    write(operatedOn(), "model");
    copy("model", "copy");
    assertEquals(operations(operatedOn()), operations(read("copy")));
    assertEquals(Models.full().provenance().input(), read("copy").provenance().input());
    Files.move(temporary.resolve("model"), temporary.resolve("moved"));
    assertEquals(read("copy").provenance(), read("moved").provenance());
    String text = read("moved").provenance().describe();
    for (String part :
        List.of(
            "fitted 2026-11-29T10:17:44Z by spark-bertopic 0.1.0, Spark 3.5.7, Java 17.0.9, Linux",
            "input: /data/öl.jsonl, 7 rows, 5 documents",
            "embedder: MiniLM (sha256:00ff)",
            "seed: -9223372036854775808",
            "umap: {\"nNeighbors\":15,\"minDist\":0.1}",
            "merge topics topics=[[0,1],[2]] (")) {
      assertTrue(text.contains(part), text);
    }
  }

  @Test
  void a_model_that_replaces_another_has_its_own_provenance() throws IOException {
    write(Models.full(), "model");
    for (int time = 0; time < 2; time++) {
      write(operatedOn(), "model");
      assertEquals(operations(operatedOn()), operations(read("model")));
    }
  }

  @Test
  void times_and_machines_make_no_other_model() throws IOException {
    Provenance present = Models.full().provenance();
    Provenance elsewhere =
        new Provenance(
            present.input(),
            present.embedder(),
            present.embedderFingerprint(),
            present.parameters(),
            present.seed(),
            new Environment("spark-bertopic 0.1.0", "3.5.1", "21", "Mac OS X 15", "aarch64"),
            Optional.empty(),
            List.of());
    write(Models.full(), "here");
    write(Models.full().withProvenance(elsewhere), "there");
    try (Stream<Path> files = Files.list(temporary.resolve("here"))) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        assertEquals(
            !name.equals("provenance.json"),
            Files.mismatch(file, temporary.resolve("there").resolve(name)) < 0,
            name);
      }
    }
  }

  @Test
  void a_model_without_its_provenance_answers_as_before() throws IOException {
    write(Models.full(), "model");
    Files.delete(temporary.resolve("model/provenance.json"));
    assertEquals(Provenance.UNKNOWN, read("model").provenance());
    ModelDirectoryTest.assertSame(Models.full().withProvenance(Provenance.UNKNOWN), read("model"));
    assertFalse(read("model").provenance().knowsFit());
    write(read("model").after(ModelOperation.now("delete topics").with("topics", 1)), "again");
    assertTrue(read("again").provenance().describe().contains("delete topics topics=1 ("));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"rows\": 7|\"rows\": -7",
        "\"rows\": 7|\"rows\": \"7\"",
        "\"time\": \"2026|\"time\": \"yesterday",
        "\"parameters\": {|\"parameters\": [], \"x\": {",
        "\"operations\": []|\"operations\": {}",
        "\"operations\": []|\"operations\": [[]]",
        "\"seed\": |\"seed\": 1e99, \"x\": ",
        "\"seed\": |\"seed\": 1, \"seed\": ",
        "\"spark\": |\"spork\": ",
        "}|"
      })
  void what_is_no_provenance_is_told_whatever_its_checksum(String change) throws IOException {
    write(Models.full(), "model");
    Path file = temporary.resolve("model/provenance.json");
    String[] pair = change.split("\\|", -1);
    String text = Files.readString(file);
    String body = text.substring(text.indexOf('\n'));
    assertTrue(body.contains(pair[0]), body);
    String forged = body.replace(pair[0], pair[1]);
    Files.writeString(file, text.replace(body, forged));
    assertDamaged("provenance.json is damaged: it does not match the SHA-256 in its first line");
    String sum = FileDigest.of(forged.getBytes(StandardCharsets.UTF_8)).hex();
    Files.writeString(file, "{\"sha256\": \"" + sum + "\"," + forged);
    assertDamaged("provenance.json");
  }

  @Test
  void a_link_a_device_or_a_huge_file_in_its_place_is_not_read() throws IOException {
    write(Models.full(), "model");
    Path file = temporary.resolve("model/provenance.json");
    for (String target : List.of("/etc/passwd", "/dev/zero")) {
      Files.delete(file);
      Files.createSymbolicLink(file, Path.of(target));
      assertDamaged("is a link that leads out of the model directory");
    }
    Files.delete(file);
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(64L << 30);
    }
    assertDamaged("more than the");
  }

  private static List<List<Object>> operations(SavedModel model) {
    return model.provenance().operations().stream()
        .map(each -> List.<Object>of(each.name(), each.arguments(), each.library()))
        .toList();
  }

  private void assertDamaged(String message) {
    String got = assertThrows(ModelDirectoryException.class, () -> read("model")).getMessage();
    assertTrue(got.contains(message), got);
  }

  private void copy(String from, String to) throws IOException {
    Path target = Files.createDirectory(temporary.resolve(to));
    try (Stream<Path> files = Files.list(temporary.resolve(from))) {
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(file.getFileName()));
      }
    }
  }

  private ModelDirectory directory(String name) throws IOException {
    return ModelDirectory.at(temporary.resolve(name).toString(), new Configuration(false));
  }

  private void write(SavedModel model, String name) throws IOException {
    directory(name).write(model, true);
  }

  private SavedModel read(String name) throws IOException {
    return directory(name).read();
  }
}
