package org.sparkbertopic.embedding.onnx.folder;

import java.util.List;
import java.util.Map;

/**
 * How a model is to be used, as its files say, in addition to the graph and the tokenizer.
 *
 * @param pooling in sentence-transformers' order; empty if the files do not say
 * @param includePrompt whether pooling includes the prompt's tokens
 * @param steps steps applied to the pooled vector, in order
 * @param maxTokens the most tokens of a text, special tokens included
 * @param lowerCase whether texts are lower-cased before they are tokenized
 * @param prompts prompts by name
 * @param defaultPrompt name of the prompt that documents get; empty for none
 * @param firstPosition the model's first position id, if it takes positions as input
 */
public record TransformerSettings(
    List<Pooling> pooling,
    boolean includePrompt,
    List<VectorStep> steps,
    int maxTokens,
    boolean lowerCase,
    Map<String, String> prompts,
    String defaultPrompt,
    int firstPosition) {

  /** Name of sentence-transformers' prompt for search queries. */
  public static final String QUERY = "query";

  /** For a model that does not say: what most sentence transformers were trained with. */
  static final int DEFAULT_MAX_TOKENS = 256;

  /**
   * Settings of a transformer without sentence-transformers' files: the vector is scaled to length
   * one, as BERTopic does with a Hugging Face pipeline.
   */
  static TransformerSettings ofTransformer(int maxTokens, int firstPosition) {
    return new TransformerSettings(
        List.of(),
        true,
        List.of(VectorStep.UNIT_LENGTH),
        maxTokens,
        false,
        Map.of(),
        "",
        firstPosition);
  }
}
