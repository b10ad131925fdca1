package org.sparkbertopic.persistence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Spark ML's description of a stage, in the place where Spark ML looks for it: a pipeline reads the
 * class of the stage there. This library reads the copy in the manifest. Directories of format
 * versions 1 and 2 only have this file.
 */
final class StageFiles {

  private static final String PART = ModelFiles.METADATA + "/part-00000";
  private static final String SUCCESS = ModelFiles.METADATA + "/_SUCCESS";

  private StageFiles() {}

  static Map<String, byte[]> of(Optional<String> stage) {
    Map<String, byte[]> files = new TreeMap<>();
    stage.ifPresent(
        text -> {
          files.put(PART, (text + "\n").getBytes(StandardCharsets.UTF_8));
          files.put(SUCCESS, new byte[0]);
        });
    return files;
  }

  static Optional<String> read(ModelFiles files) throws IOException {
    return files.bytes(PART).map(bytes -> new String(bytes, StandardCharsets.UTF_8).strip());
  }
}
