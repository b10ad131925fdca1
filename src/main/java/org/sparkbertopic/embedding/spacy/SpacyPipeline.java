package org.sparkbertopic.embedding.spacy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.embedding.words.JsonFiles;
import org.sparkbertopic.io.FileIdentity;

/** The word vectors of a spaCy pipeline, open in this JVM, one per folder. */
final class SpacyPipeline {

  private static final Map<String, SpacyPipeline> OPEN = new ConcurrentHashMap<>();

  private final SpacyTokenizer tokenizer;
  private final SpacyVectors vectors;

  private SpacyPipeline(SpacyTokenizer tokenizer, SpacyVectors vectors) {
    this.tokenizer = tokenizer;
    this.vectors = vectors;
  }

  /**
   * @throws IllegalArgumentException if the folder is not a pipeline with word vectors, or files
   *     are damaged
   */
  static SpacyPipeline shared(Path folder) {
    Path pipeline = locate(folder);
    return OPEN.computeIfAbsent(FileIdentity.key(files(pipeline)), key -> open(pipeline));
  }

  /** Hashes of the files that determine the vectors. */
  static String contentHash(Path folder) {
    return FileIdentity.contentHash(files(locate(folder)));
  }

  /** The folder itself, or the only pipeline within a Python package. */
  static Path locate(Path folder) {
    if (isPipeline(folder)) {
      return folder;
    }
    List<Path> within = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
        for (Path child : children) {
          if (isPipeline(child)) {
            within.add(child);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot look into " + folder, e);
      }
    }
    if (within.size() != 1) {
      throw Checks.invalid(
          "folder must be a spaCy pipeline on this machine (with meta.json, tokenizer and"
              + " vocab), got %s%s; give the folder of en_core_web_md or what nlp.to_disk wrote",
          folder, Files.exists(folder) ? "" : ", which is not there");
    }
    return within.get(0);
  }

  static boolean isPipeline(Path folder) {
    return Files.isRegularFile(folder.resolve("meta.json"))
        && Files.isDirectory(folder.resolve("vocab"));
  }

  /** The files that a copy of the pipeline needs, relative to its folder, with slashes. */
  static List<String> paths(Path pipeline) {
    List<Path> files = files(pipeline);
    files.add(pipeline.resolve("meta.json"));
    return FileIdentity.relative(pipeline, files);
  }

  private static List<Path> files(Path pipeline) {
    List<Path> files = new ArrayList<>();
    for (String name :
        List.of("tokenizer", "vocab/vectors", "vocab/vectors.cfg", "vocab/key2row")) {
      Path file = pipeline.resolve(name);
      if (Files.isRegularFile(file)) {
        files.add(file);
      }
    }
    return files;
  }

  private static SpacyPipeline open(Path pipeline) {
    try {
      SpacyRules rules = SpacyRules.read(pipeline.resolve("tokenizer"));
      SpacyVectors vectors = SpacyVectors.open(pipeline.resolve("vocab"));
      return new SpacyPipeline(new SpacyTokenizer(rules), vectors);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot read the pipeline " + pipeline + " (" + e.getMessage() + "); copy it again", e);
    }
  }

  /** The name in meta.json, such as "en_core_web_md", or the folder's name. */
  static String name(Path folder) {
    Path pipeline = locate(folder);
    try {
      JsonNode meta = JsonFiles.readIfThere(pipeline.resolve("meta.json"));
      String language = meta.path("lang").asText("");
      String name = meta.path("name").asText("");
      return language.isEmpty() || name.isEmpty()
          ? pipeline.getFileName().toString()
          : language + "_" + name;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the pipeline " + pipeline, e);
    }
  }

  SpacyTokenizer tokenizer() {
    return tokenizer;
  }

  SpacyVectors vectors() {
    return vectors;
  }
}
