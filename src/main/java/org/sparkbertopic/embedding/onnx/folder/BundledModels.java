package org.sparkbertopic.embedding.onnx.folder;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Settings of models that come as jars with only a graph and a tokenizer. The settings are from
 * sentence-transformers' files on the hub, or from the authors' page if those are silent.
 *
 * <p>The jars are {@code dev.langchain4j:langchain4j-embeddings-...}; only all-MiniLM-L6-v2 is a
 * dependency of this library. A name that ends in {@code -q} is the same model with 8-bit weights.
 */
final class BundledModels {

  private static final String QUANTIZED = "-q";

  private static final List<VectorStep> UNIT = List.of(VectorStep.UNIT_LENGTH);

  /** Settings and artifact by resource name. */
  private static final Map<String, Bundled> MODELS =
      Map.of(
          "all-minilm-l6-v2",
          new Bundled("all-minilm-l6-v2", settings(Pooling.MEAN, 256, false, Map.of(), "")),
          "bge-small-en-v1.5",
          new Bundled(
              "bge-small-en-v15",
              settings(
                  Pooling.CLS,
                  512,
                  false,
                  Map.of(
                      TransformerSettings.QUERY,
                      "Represent this sentence for searching relevant passages: "),
                  "")),
          "bge-small-zh-v1.5",
          new Bundled(
              "bge-small-zh-v15",
              // Its vocabulary has only lower-case letters, but its tokenizer.json keeps capitals.
              settings(
                  Pooling.CLS,
                  512,
                  true,
                  Map.of(TransformerSettings.QUERY, "为这个句子生成表示以用于检索相关文章："),
                  "")),
          // Its authors also advise "query: " for documents that are only clustered.
          "e5-small-v2",
          new Bundled(
              "e5-small-v2",
              settings(
                  Pooling.MEAN,
                  512,
                  false,
                  Map.of(TransformerSettings.QUERY, "query: ", "passage", "passage: "),
                  "passage")));

  private record Bundled(String artifact, TransformerSettings settings) {}

  private BundledModels() {}

  private static TransformerSettings settings(
      Pooling pooling,
      int maxTokens,
      boolean lowerCase,
      Map<String, String> prompts,
      String defaultPrompt) {
    return new TransformerSettings(
        List.of(pooling), true, UNIT, maxTokens, lowerCase, prompts, defaultPrompt, 0);
  }

  /** The first part of the names of a model's resources. */
  static String resource(String name, boolean quantized) {
    String resource = name.toLowerCase(Locale.ROOT);
    return quantized && !resource.endsWith(QUANTIZED) ? resource + QUANTIZED : resource;
  }

  /** Whether a resource is a model that comes as a jar. */
  static boolean knows(String resource) {
    return MODELS.containsKey(plain(resource));
  }

  /** Settings of an unknown model: those of any transformer. */
  static TransformerSettings settings(String resource) {
    Bundled known = MODELS.get(plain(resource));
    return known == null
        ? TransformerSettings.ofTransformer(TransformerSettings.DEFAULT_MAX_TOKENS, 0)
        : known.settings();
  }

  /** How to get a model that is not on the class path, for a message. */
  static String advice(String resource) {
    Bundled known = MODELS.get(plain(resource));
    if (known == null) {
      return "add the jar that carries it (spark-submit --jars), or name one of "
          + MODELS.keySet().stream().sorted().collect(Collectors.joining(", "))
          + ", which come as jars";
    }
    return "add the jar dev.langchain4j:langchain4j-embeddings-"
        + known.artifact()
        + (resource.endsWith(QUANTIZED) ? QUANTIZED : "")
        + ", without its dependencies (spark-submit --jars)";
  }

  private static String plain(String resource) {
    return resource.endsWith(QUANTIZED)
        ? resource.substring(0, resource.length() - QUANTIZED.length())
        : resource;
  }
}
