package org.sparkbertopic.embedding.onnx;

import java.util.List;
import java.util.Map;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.embedding.onnx.folder.LongDocuments;
import org.sparkbertopic.embedding.onnx.folder.Pooling;
import org.sparkbertopic.embedding.onnx.folder.TransformerSettings;
import org.sparkbertopic.embedding.onnx.folder.VectorStep;

/**
 * How texts become vectors: an embedder's parameters, completed by the model's own settings.
 *
 * @param prompt put before every text
 * @param poolingGiven whether pooling was chosen, by the parameters or by the model's files
 * @param poolingByParameter whether the parameters chose it
 */
record EmbeddingPlan(
    List<Pooling> pooling,
    boolean poolingGiven,
    boolean poolingByParameter,
    boolean includePrompt,
    List<VectorStep> steps,
    int maxTokens,
    boolean lowerCase,
    String prompt,
    LongDocuments longDocuments,
    int chunkOverlap,
    int firstPosition) {

  /** The name that means no prompt. */
  static final String NO_PROMPT = "none";

  static EmbeddingPlan of(OnnxEmbedder embedder, TransformerSettings settings) {
    List<Pooling> pooling =
        embedder.pooling() == Pooling.MODEL ? settings.pooling() : List.of(embedder.pooling());
    int maxTokens = embedder.maxTokens() > 0 ? embedder.maxTokens() : settings.maxTokens();
    return new EmbeddingPlan(
        pooling.isEmpty() ? List.of(Pooling.MEAN) : pooling,
        !pooling.isEmpty(),
        embedder.pooling() != Pooling.MODEL,
        settings.includePrompt(),
        settings.steps(),
        maxTokens,
        settings.lowerCase(),
        prompt(embedder.prompt(), settings),
        embedder.longDocuments(),
        embedder.chunkOverlap(),
        settings.firstPosition());
  }

  private static String prompt(String parameter, TransformerSettings settings) {
    Map<String, String> prompts = settings.prompts();
    if (parameter.isEmpty()) {
      return prompts.getOrDefault(settings.defaultPrompt(), "");
    }
    if (prompts.containsKey(parameter)) {
      return prompts.get(parameter);
    }
    if (parameter.equals(NO_PROMPT)) {
      return "";
    }
    if (parameter.chars().noneMatch(c -> c == ':' || c == '：' || Character.isWhitespace(c))) {
      throw Checks.invalid(
          "prompt must be the name of a prompt of the model, %s, %s, or a text with a blank or"
              + " a colon such as \"query: \", got %s; write the text out",
          prompts.keySet().stream().sorted().toList(), NO_PROMPT, parameter);
    }
    return parameter;
  }

  /**
   * @param promptTokens tokens at the beginning that belong to the prompt
   */
  TokenPooling tokenPooling(int promptTokens) {
    boolean scaleFree = !steps.isEmpty() && steps.get(0) == VectorStep.UNIT_LENGTH;
    return new TokenPooling(pooling, includePrompt ? 0 : promptTokens, scaleFree);
  }

  float[] applySteps(float[] vector) {
    float[] result = vector;
    for (VectorStep step : steps) {
      result = step.apply(result);
    }
    return result;
  }

  /**
   * @throws IllegalArgumentException if a layer does not accept the pooled vector
   */
  int dimension(int tokenDimension) {
    int dimension = pooling.size() * tokenDimension;
    for (VectorStep step : steps) {
      dimension = step.resultLength(dimension);
    }
    return dimension;
  }

  /** All settings that change a vector, for a fingerprint. */
  String fingerprint() {
    String chunks =
        longDocuments == LongDocuments.CHUNK ? "chunks, overlap " + chunkOverlap : "cut";
    return pooling.stream().map(Pooling::title).toList()
        + (poolingGiven ? "" : "?")
        + (includePrompt ? " " : " without prompt ")
        + steps.stream().map(VectorStep::title).toList()
        + (lowerCase ? ", lower case" : "")
        + (prompt.isEmpty() ? "" : ", prompt '" + escaped(prompt) + "'")
        + ", at most "
        + maxTokens
        + " tokens, "
        + chunks
        + (firstPosition == 0 ? "" : ", positions from " + firstPosition);
  }

  /** So that a prompt cannot imitate the text after it. */
  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("'", "\\'");
  }
}
