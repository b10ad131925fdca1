package org.sparkbertopic.embedding.words;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads JSON objects from files. */
public final class JsonFiles {

  /** Tokenizers for a hundred languages have 20 MB. */
  private static final long LARGEST = 1L << 28;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private JsonFiles() {}

  /**
   * @return null if the file does not exist
   * @throws IllegalArgumentException if the file is not valid JSON
   */
  public static JsonNode readIfThere(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return null;
    }
    if (Files.size(file) > LARGEST) {
      throw VectorFiles.unusable(
          file, "JSON", "it is larger than " + LARGEST + " bytes", VectorFiles.COPY_AGAIN);
    }
    try {
      return MAPPER.readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      throw VectorFiles.unusable(
          file, "JSON", "it does not: " + e.getOriginalMessage(), VectorFiles.COPY_AGAIN, e);
    }
  }
}
