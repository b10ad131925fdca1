package org.sparkbertopic.embedding.onnx.folder;

import java.util.List;
import java.util.Map;

/**
 * What a model's files say about how it is to be used, beside the graph and the tokenizer.
 *
 * @param pooling in sentence-transformers' order; empty where the files do not say
 * @param includePrompt whether the prompt's tokens take part in pooling
 * @param steps what is done to the pooled vector, in order
 * @param maxTokens most tokens of a text, special tokens included
 * @param lowerCase whether texts are lower-cased before they are tokenized
 * @param prompts put before a text, by name
 * @param defaultPrompt name of the prompt that documents get; empty for none
 * @param firstPosition what the model calls its first position, where it asks for positions
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

  /** Name of the prompt for texts that documents are searched with, in sentence-transformers. */
  public static final String QUERY = "query";

  /** Of a model that does not say: what most sentence transformers were trained for takes it. */
  static final int DEFAULT_MAX_TOKENS = 256;

  /**
   * Of a transformer without sentence-transformers' files: the vector is scaled to length one, as
   * BERTopic does with a pipeline of Hugging Face's.
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
