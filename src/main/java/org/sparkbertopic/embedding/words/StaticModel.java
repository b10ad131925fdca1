package org.sparkbertopic.embedding.words;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.io.FileIdentity;

/**
 * A static model that is open in this JVM, one per folder: a tokenizer, and a memory-mapped vector
 * per token.
 */
final class StaticModel {

  private static final String WEIGHTS_FILE = "model.safetensors";
  private static final String TOKENIZER_FILE = "tokenizer.json";

  /** Names of the table of vectors in model2vec and sentence-transformers. */
  private static final List<String> TABLES = List.of("embeddings", "embedding.weight");

  private static final Map<String, StaticModel> OPEN = new ConcurrentHashMap<>();

  private final StaticTokenizer tokenizer;
  private final VectorTable vectors;
  private final float[] weights;
  private final int[] rowOfToken;
  private final boolean normalize;

  private StaticModel(
      StaticTokenizer tokenizer,
      VectorTable vectors,
      float[] weights,
      int[] rowOfToken,
      boolean normalize) {
    this.tokenizer = tokenizer;
    this.vectors = vectors;
    this.weights = weights;
    this.rowOfToken = rowOfToken;
    this.normalize = normalize;
  }

  /**
   * @throws IllegalArgumentException if the folder is not a static model, or files are damaged
   */
  static StaticModel shared(Path folder) {
    Path model = locate(folder);
    return OPEN.computeIfAbsent(FileIdentity.key(files(folder, model)), key -> open(folder, model));
  }

  /** Hashes of the files that determine the vectors. */
  static String contentHash(Path folder) {
    return FileIdentity.contentHash(files(folder, locate(folder)));
  }

  /** Whether the folder contains a table of token vectors and a tokenizer. */
  static boolean recognizes(Path folder) {
    try {
      SafeTensorsTable tensors = SafeTensorsTable.read(locate(folder).resolve(WEIGHTS_FILE));
      return TABLES.stream().anyMatch(tensors::has);
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * The folder itself, or that of its only module, where sentence-transformers stores the model.
   */
  private static Path locate(Path folder) {
    for (Path candidate : List.of(folder, folder.resolve("0_StaticEmbedding"))) {
      if (Files.isRegularFile(candidate.resolve(WEIGHTS_FILE))
          && Files.isRegularFile(candidate.resolve(TOKENIZER_FILE))) {
        return candidate;
      }
    }
    throw Checks.invalid(
        "folder must be a static model on this machine (with %s and %s), got %s%s; give what"
            + " model.save_pretrained of model2vec wrote",
        WEIGHTS_FILE, TOKENIZER_FILE, folder, Files.exists(folder) ? "" : ", which is not there");
  }

  /** The files that determine the vectors, relative to the folder, with slashes. */
  static List<String> paths(Path folder) {
    return FileIdentity.relative(folder, files(folder, locate(folder)));
  }

  private static List<Path> files(Path folder, Path model) {
    List<Path> files = new ArrayList<>();
    for (Path file :
        List.of(
            model.resolve(WEIGHTS_FILE),
            model.resolve(TOKENIZER_FILE),
            folder.resolve("config.json"),
            folder.resolve("modules.json"))) {
      if (Files.isRegularFile(file)) {
        files.add(file);
      }
    }
    return files;
  }

  private static StaticModel open(Path folder, Path model) {
    try {
      Path file = model.resolve(WEIGHTS_FILE);
      SafeTensorsTable tensors = SafeTensorsTable.read(file);
      String table =
          TABLES.stream()
              .filter(tensors::has)
              .findFirst()
              .orElseThrow(
                  () ->
                      Checks.invalid(
                          "%s must hold a tensor %s, but it has none; give a static model of model2vec or"
                              + " sentence-transformers, or export another one to ONNX",
                          file, String.join(" or ", TABLES)));
      VectorTable vectors = tensors.matrix(table);
      float[] weights = tensors.vector("weights");
      int[] mapping = tensors.indices("mapping", vectors.rows());
      StaticTokenizer tokenizer = StaticTokenizer.open(model.resolve(TOKENIZER_FILE));
      requireTokens(file, table, mapping == null ? vectors.rows() : mapping.length, tokenizer);
      if (weights != null) {
        requireTokens(file, "weights", weights.length, tokenizer);
      }
      return new StaticModel(tokenizer, vectors, weights, mapping, normalizes(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot read the model " + folder + " (" + e.getMessage() + "); copy it again", e);
    }
  }

  private static void requireTokens(
      Path file, String tensor, long tokens, StaticTokenizer tokenizer) {
    if (tokens <= tokenizer.highestId()) {
      throw VectorFiles.unusable(
          file,
          "a row for every token of its tokenizer",
          tensor + " has " + tokens + " and the highest token is " + tokenizer.highestId(),
          "copy model.safetensors and tokenizer.json of the same model");
    }
  }

  /**
   * Whether vectors are normalized: by model2vec's configuration or, if it does not say, by the
   * list of modules.
   */
  private static boolean normalizes(Path folder) throws IOException {
    JsonNode config = JsonFiles.readIfThere(folder.resolve("config.json"));
    if (config != null && config.path("normalize").isBoolean()) {
      return config.path("normalize").booleanValue();
    }
    JsonNode modules = JsonFiles.readIfThere(folder.resolve("modules.json"));
    if (modules != null) {
      for (JsonNode module : modules) {
        if (module.path("type").asText().endsWith(".Normalize")) {
          return true;
        }
      }
    }
    return false;
  }

  int dimension() {
    return vectors.dimension();
  }

  StaticTokenizer tokenizer() {
    return tokenizer;
  }

  /** Copies a token's vector, scaled by the token's weight. */
  void read(int token, float[] into) {
    vectors.read(rowOfToken == null ? token : rowOfToken[token], into);
    if (weights != null) {
      float weight = weights[token];
      for (int i = 0; i < into.length; i++) {
        into[i] *= weight;
      }
    }
  }

  /** Scales the vector to unit length, if the model requires it. */
  void finish(float[] vector) {
    if (!normalize) {
      return;
    }
    double squares = 0;
    for (float value : vector) {
      squares += (double) value * value;
    }
    if (squares > 0) {
      double norm = Math.sqrt(squares);
      for (int i = 0; i < vector.length; i++) {
        vector[i] = (float) (vector[i] / norm);
      }
    }
  }
}
