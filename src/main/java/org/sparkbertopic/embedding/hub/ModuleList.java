package org.sparkbertopic.embedding.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/** The modules that a sentence transformer's {@code modules.json} lists. */
final class ModuleList {

  private static final JsonMapper MAPPER = new JsonMapper();

  private ModuleList() {}

  /**
   * Whether a snapshot has the configuration of every module that has one; Python may have been
   * stopped before it was complete.
   */
  static boolean isWhole(Path snapshot, Collection<String> paths) {
    if (!paths.contains("modules.json")) {
      return true;
    }
    try {
      for (JsonNode module :
          MAPPER.readTree(Files.readAllBytes(snapshot.resolve("modules.json")))) {
        String path = module.path("path").asText();
        String type = module.path("type").asText();
        boolean configured = type.endsWith(".Pooling") || type.endsWith(".Dense");
        if (configured && !paths.contains(path + "/config.json")) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
