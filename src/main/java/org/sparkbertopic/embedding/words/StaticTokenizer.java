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
 * A Hugging Face {@code tokenizer.json} as model2vec uses it: no special tokens around a text, and
 * the unknown token left out. Safe for concurrent use.
 */
final class StaticTokenizer {

  private static final String WHAT = "a Hugging Face tokenizer";

  /** Of a text longer than this no more is looked at. */
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

  /** The numbers of the tokens, those added to the model's own among them. */
  private static Map<String, Integer> vocabulary(JsonNode json) {
    Map<String, Integer> ids = new HashMap<>();
    JsonNode vocabulary = json.path("model").path("vocab");
    if (vocabulary.isArray()) {
      // A unigram model lists its tokens with their scores; the unknown one has no name there.
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

  /** The mean of the two in the middle, rounded down, if their number is even. */
  private static int median(int[] lengths) {
    if (lengths.length == 0) {
      return 1;
    }
    Arrays.sort(lengths);
    int middle = lengths.length / 2;
    return (lengths[(lengths.length - 1) / 2] + lengths[middle]) / 2;
  }

  /**
   * @throws IllegalArgumentException if the file is no tokenizer
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

  /** The highest number of a token. */
  int highestId() {
    return highestId;
  }

  /**
   * @param ids the text's tokens
   * @param truncated whether they stand for a beginning of the text only
   */
  public record Tokens(long[] ids, boolean truncated) {}

  /**
   * The first tokens of a text: of its first {@code maxTokens} times the median length of a token
   * characters, the unknown ones left out, the first {@code maxTokens}.
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
