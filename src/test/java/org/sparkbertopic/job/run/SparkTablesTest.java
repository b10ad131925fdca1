package org.sparkbertopic.job.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.stage.table.UnusableInputException;

/** Tables in files as Spark names them. */
class SparkTablesTest {

  private static final String PART = "part-00000-0b2c6a0e-5f5d-4f3e-9d1e-7d2f1c1b0a99-c000.json";

  @TempDir Path folder;

  private SparkTables tables() {
    return RunDirectory.at(folder.toString(), new Configuration()).tables();
  }

  private org.apache.hadoop.fs.Path table() {
    return new org.apache.hadoop.fs.Path(folder.resolve("table").toString());
  }

  private static Consumer<org.apache.hadoop.fs.Path> writing(String content) {
    return path -> {
      try {
        Path made = Files.createDirectories(Path.of(path.toUri().getPath()));
        Files.writeString(made.resolve(PART), content);
        Files.writeString(made.resolve("_SUCCESS"), "");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  private String content() throws IOException {
    return Files.readString(folder.resolve("table").resolve(PART));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void a_table_stays_until_the_one_in_its_place_is_whole() throws IOException {
    tables().replace(table(), writing("first"));
    assertEquals("first", content());
    tables()
        .replace(
            table(),
            path -> {
              assertTrue(Files.exists(folder.resolve("table").resolve(PART)), "still there");
              writing("second").accept(path);
            });
    assertEquals("second", content());
    assertEquals(List.of("table"), names());
    assertThrows(
        IllegalStateException.class,
        () ->
            tables()
                .replace(
                    table(),
                    path -> {
                      writing("half").accept(path);
                      throw new IllegalStateException("a task failed");
                    }));
    assertEquals("second", content());
    assertEquals(List.of("table"), names());
  }

  @Test
  void what_a_writer_left_that_died_is_put_back_or_cleared_away() throws IOException {
    writing("old").accept(new org.apache.hadoop.fs.Path(folder.resolve("_previous-table").toUri()));
    writing("half")
        .accept(new org.apache.hadoop.fs.Path(folder.resolve("_temporary-table").toUri()));
    assertThrows(
        IllegalStateException.class,
        () ->
            tables()
                .replace(
                    table(),
                    path -> {
                      throw new IllegalStateException("a task failed");
                    }));
    assertEquals("old", content());
    tables().replace(table(), writing("new"));
    assertEquals("new", content());
    assertEquals(List.of("table"), names());
  }

  @Test
  void a_folder_with_other_files_is_neither_replaced_nor_deleted() throws IOException {
    writing("mine").accept(table());
    Files.writeString(folder.resolve("table").resolve("notes.txt"), "mine");
    UnusableInputException refused =
        assertThrows(
            UnusableInputException.class, () -> tables().replace(table(), writing("other")));
    assertTrue(refused.getMessage().contains("notes.txt"), refused.getMessage());
    assertThrows(UnusableInputException.class, () -> tables().delete(table()));
    assertEquals("mine", content());
    assertEquals(List.of("table"), names());
  }
}
