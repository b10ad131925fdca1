package org.sparkbertopic.embedding.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The files that the manifest of a topic model lists. */
public final class TopicModelList {

  /** The file of this library's model directories that lists all others. */
  public static final String MANIFEST = "spark_bertopic.json";

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]+\\.(json|safetensors|bin)");
  private static final Pattern FOLDER = Pattern.compile("versions/[0-9a-f]{16}");

  private TopicModelList() {}

  /**
   * Paths relative to the root, with slashes. A manifest of a later release is read too.
   *
   * @param manifest the file's content
   * @return empty if it lists no files, or something that is no name in a model
   */
  public static Optional<List<String>> of(byte[] manifest) {
    JsonNode root;
    try {
      root = MAPPER.readTree(manifest);
    } catch (IOException e) {
      return Optional.empty();
    }
    JsonNode folder = root.path("folder");
    if (!root.path("files").isObject()
        || root.path("files").isEmpty()
        || (!folder.isMissingNode() && !FOLDER.matcher(folder.asText()).matches())) {
      return Optional.empty();
    }
    String prefix = folder.isMissingNode() ? "" : folder.asText() + "/";
    Collection<String> paths = new TreeSet<>();
    for (var file : root.path("files").properties()) {
      if (!NAME.matcher(file.getKey()).matches()) {
        return Optional.empty();
      }
      paths.add(prefix + file.getKey());
    }
    return Optional.of(List.copyOf(paths));
  }

  /**
   * Whether a snapshot has every file that its manifest lists. One without a manifest is Python's,
   * and whole.
   */
  static boolean isWhole(Path snapshot, Collection<String> paths) {
    if (!paths.contains(MANIFEST)) {
      return true;
    }
    try {
      return of(Files.readAllBytes(snapshot.resolve(MANIFEST)))
          .filter(paths::containsAll)
          .isPresent();
    } catch (IOException e) {
      return false;
    }
  }
}
