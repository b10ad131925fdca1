package org.sparkbertopic.embedding.words;

import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.sparkbertopic.embedding.onnx.NativeTokenizers;

/**
 * A Hugging Face {@code tokenizer.json}, used as model2vec does: without special tokens and without
 * the unknown token. Safe for concurrent use.
 */
final class StaticTokenizer {

  private static final String WHAT = "a Hugging Face tokenizer";

  /** Maximum number of characters that are read of a text. */
  static final int MOST_CHARACTERS = 1 << 20;

  private final HuggingFaceTokenizer tokenizer;
  private final long unknownId;
  private final int medianTokenLength;
  private final int highestId;

  private StaticTokenizer(HuggingFaceTokenizer tokenizer, JsonNode json) {
    this.tokenizer = tokenizer;
    Map<String, Integer> ids = vocabulary(json);
    String unknown = json.path("model").path("unk_token").asText("");
    this.unknownId = unknown.isEmpty() ? -1 : ids.getOrDefault(unknown, -1);
    int[] lengths = new int[ids.size()];
    int highest = -1;
    int count = 0;
    for (Map.Entry<String, Integer> token : ids.entrySet()) {
      highest = Math.max(highest, token.getValue());
      lengths[count++] = token.getKey().codePointCount(0, token.getKey().length());
    }
    this.highestId = highest;
    this.medianTokenLength = median(lengths);
  }

  /** The ids of the tokens, including added tokens. */
  private static Map<String, Integer> vocabulary(JsonNode json) {
    Map<String, Integer> ids = new HashMap<>();
    JsonNode vocabulary = json.path("model").path("vocab");
    if (vocabulary.isArray()) {
      // A unigram model lists its tokens with scores, and does not name the unknown token there.
      for (JsonNode token : vocabulary) {
        ids.put(token.path(0).asText(), ids.size());
      }
    } else {
      vocabulary.fields().forEachRemaining(t -> ids.put(t.getKey(), t.getValue().asInt()));
    }
    for (JsonNode added : json.path("added_tokens")) {
      ids.put(added.path("content").asText(), added.path("id").asInt());
    }
    return ids;
  }

  /**
   * The median length; for an even number of tokens, the mean of the two middle ones, rounded down.
   */
  private static int median(int[] lengths) {
    if (lengths.length == 0) {
      return 1;
    }
    Arrays.sort(lengths);
    int middle = lengths.length / 2;
    return (lengths[(lengths.length - 1) / 2] + lengths[middle]) / 2;
  }

  /**
   * @throws IllegalArgumentException if the file is not a tokenizer
   * @throws IllegalStateException if the native library cannot be unpacked or loaded
   */
  static StaticTokenizer open(Path file) throws IOException {
    JsonNode json = JsonFiles.readIfThere(file);
    try {
      return new StaticTokenizer(NativeTokenizers.open(Files.readAllBytes(file), false), json);
    } catch (EngineException e) {
      throw NativeTokenizers.notLoaded(e);
    } catch (RuntimeException e) {
      throw VectorFiles.unusable(
          file,
          WHAT,
          "it cannot be read as one: " + e.getMessage(),
          VectorFiles.COPY_AGAIN + ", or save it with tokenizer.save_pretrained",
          e);
    }
  }

  /** The highest id of a token. */
  int highestId() {
    return highestId;
  }

  /**
   * @param ids ids of the text's tokens
   * @param truncated whether they only cover the beginning of the text
   */
  public record Tokens(long[] ids, boolean truncated) {}

  /**
   * The first {@code maxTokens} known tokens of a text, which is first cut to {@code maxTokens}
   * times the median length of a token.
   */
  Tokens tokenize(String text, int maxTokens) {
    long reach = Math.min((long) maxTokens * medianTokenLength, MOST_CHARACTERS);
    int cut =
        text.length() <= reach || text.codePointCount(0, text.length()) <= reach
            ? text.length()
            : text.offsetByCodePoints(0, (int) reach);
    long[] ids = tokenizer.encode(NativeTokenizers.wellFormed(text, cut)).getIds();
    int kept = 0;
    for (long id : ids) {
      if (id != unknownId) {
        ids[kept++] = id;
      }
    }
    boolean truncated = kept > maxTokens || !text.substring(cut).isBlank();
    return new Tokens(Arrays.copyOf(ids, Math.min(kept, maxTokens)), truncated);
  }
}
