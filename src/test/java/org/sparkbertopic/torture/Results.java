package org.sparkbertopic.torture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;

/** Reads what a run leaves as any program would: files by their documented paths, without Spark. */
public final class Results {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern DATA =
      Pattern.compile(
          "<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL);

  private Results() {}

  /**
   * A whole result.
   *
   * @param topics digest of {@code topics.json}; empty for a transform
   * @param assignments the rows as text, sorted
   * @param modelFiles digests of the model's files by name; of one name there may be several where
   *     older versions are kept
   */
  public record Result(
      String topics, List<String> assignments, Map<String, Set<String>> modelFiles) {

    /** What differs from another, or nothing. */
    public String differenceFrom(Result expected) {
      if (!topics.equals(expected.topics)) {
        return "topics.json differs";
      }
      if (!assignments.equals(expected.assignments)) {
        return "assignments differ: "
            + assignments.size()
            + " rows, expected "
            + expected.assignments.size();
      }
      for (Map.Entry<String, Set<String>> file : expected.modelFiles.entrySet()) {
        if (!modelFiles.getOrDefault(file.getKey(), Set.of()).containsAll(file.getValue())) {
          return "model file " + file.getKey() + " differs";
        }
      }
      return "";
    }

    /**
     * This one with those model files alone that another one has too: others hold times or names.
     */
    public Result stableBeside(Result other) {
      Map<String, Set<String>> common = new TreeMap<>(modelFiles);
      common
          .entrySet()
          .removeIf(file -> !file.getValue().equals(other.modelFiles.get(file.getKey())));
      return new Result(topics, assignments, common);
    }
  }

  /** The result of a run. */
  public static Result read(Path run) throws IOException {
    Path topics = run.resolve("topics.json");
    Map<String, Set<String>> files = new TreeMap<>();
    if (Files.isDirectory(run.resolve("model"))) {
      try (Stream<Path> walk = Files.walk(run.resolve("model"), FileVisitOption.FOLLOW_LINKS)) {
        for (Path file : (Iterable<Path>) walk.filter(Files::isRegularFile)::iterator) {
          files
              .computeIfAbsent(file.getFileName().toString(), name -> new TreeSet<>())
              .add(digest(Files.readAllBytes(file)));
        }
      }
    }
    return new Result(
        Files.exists(topics) ? digest(Files.readAllBytes(topics)) : "",
        assignments(run.resolve("assignments")),
        files);
  }

  /** The rows of a table of parquet files, sorted. */
  static List<String> assignments(Path table) throws IOException {
    List<Path> parts;
    try (Stream<Path> walk = Files.walk(table, FileVisitOption.FOLLOW_LINKS)) {
      parts =
          walk.filter(file -> file.getFileName().toString().matches("[^._].*\\.parquet")).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    List<String> rows = new ArrayList<>();
    for (Path part : parts) {
      try (ParquetReader<Group> reader =
          ParquetReader.builder(new GroupReadSupport(), new org.apache.hadoop.fs.Path(part.toUri()))
              .build()) {
        for (Group row = reader.read(); row != null; row = reader.read()) {
          rows.add(row.toString());
        }
      }
    }
    if (rows.isEmpty()) {
      throw new IOException(table + " has no row");
    }
    Collections.sort(rows);
    return rows;
  }

  /** What a report's script finds: the topics, without the times around them. */
  static String reportData(Path report) throws IOException {
    Matcher data = DATA.matcher(Files.readString(report));
    if (!data.find()) {
      throw new IOException(report + " has no data");
    }
    return digest(data.group(1).getBytes(StandardCharsets.UTF_8));
  }

  static JsonNode json(Path file) throws IOException {
    return JSON.readTree(Files.readAllBytes(file));
  }

  static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 12);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
