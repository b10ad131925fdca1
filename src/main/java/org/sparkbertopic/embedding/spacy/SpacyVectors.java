package org.sparkbertopic.embedding.spacy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.lucene.util.UnicodeUtil;
import org.sparkbertopic.embedding.words.JsonFiles;
import org.sparkbertopic.embedding.words.NpyFile;
import org.sparkbertopic.embedding.words.VectorFiles;
import org.sparkbertopic.embedding.words.VectorTable;

/** The word vectors of a pipeline, from its folder {@code vocab}. Safe for concurrent use. */
interface SpacyVectors {

  int dimension();

  /**
   * Copies a token's vector.
   *
   * @param scratch see {@link #scratchBytes}
   * @return false if the token has no vector, which spaCy counts as zeros
   */
  boolean read(String token, byte[] scratch, float[] into);

  /** Required scratch bytes for tokens of up to this many characters. */
  static int scratchBytes(int characters) {
    // Floret's marks around a token are a few characters long.
    return (characters + FloretVectors.LONGEST_MARKS) * UnicodeUtil.MAX_UTF8_BYTES_PER_CHAR;
  }

  /**
   * @param vocab folder {@code vocab} of the pipeline
   * @throws IllegalArgumentException if there are no word vectors, or files are damaged
   */
  static SpacyVectors open(Path vocab) throws IOException {
    Path matrix = vocab.resolve("vectors");
    if (!Files.isRegularFile(matrix)) {
      throw without(vocab);
    }
    Path settingsFile = vocab.resolve("vectors.cfg");
    JsonNode settings = JsonFiles.readIfThere(settingsFile);
    String mode = settings == null ? "default" : settings.path("mode").asText("default");
    VectorTable table = NpyFile.map(matrix);
    return switch (mode) {
      case "default" -> new KeyedVectors(SpacyKeys.read(vocab.resolve("key2row"), table), table);
      case "floret" -> FloretVectors.of(settingsFile, settings, table);
      default ->
          throw VectorFiles.unusable(
              settingsFile,
              "the settings of spaCy's vectors",
              "the mode is " + mode,
              "give a pipeline with vectors of the mode default or floret");
    };
  }

  private static IllegalArgumentException without(Path vocab) {
    return VectorFiles.unusable(
        vocab,
        "the word vectors of a spaCy pipeline",
        "there is no file vectors",
        "give a pipeline with word vectors: the names of spaCy's end in _md or _lg");
  }

  /** Vectors with one row per known string. */
  record KeyedVectors(SpacyKeys keys, VectorTable table) implements SpacyVectors {

    @Override
    public int dimension() {
      return table.dimension();
    }

    @Override
    public boolean read(String token, byte[] scratch, float[] into) {
      int row = keys.row(SpacyStrings.id(token, scratch));
      if (row < 0) {
        return false;
      }
      table.read(row, into);
      return true;
    }
  }
}
