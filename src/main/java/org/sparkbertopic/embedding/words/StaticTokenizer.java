package org.sparkbertopic.embedding.words;

import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;

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
    JsonNode model = json.path("model");
    String unknown = model.path("unk_token").asText(null);
    int[] lengths = new int[16];
    int count = 0;
    int highest = -1;
    long unknownToken = -1;
    Iterator<Map.Entry<String, JsonNode>> vocabulary = model.path("vocab").fields();
    for (; vocabulary.hasNext(); count++) {
      Map.Entry<String, JsonNode> token = vocabulary.next();
      lengths = put(lengths, count, token.getKey());
      highest = Math.max(highest, token.getValue().asInt());
      unknownToken = token.getKey().equals(unknown) ? token.getValue().asInt() : unknownToken;
    }
    if (model.path("vocab").isArray()) {
      // A unigram model lists tokens with their scores; it has an unknown token, but no name for
      // it.
      for (JsonNode token : model.path("vocab")) {
        lengths = put(lengths, count, token.path(0).asText());
        highest = count++;
      }
    }
    for (JsonNode added : json.path("added_tokens")) {
      String content = added.path("content").asText();
      if (added.path("id").asInt() > highest || !isInVocabulary(model, content)) {
        lengths = put(lengths, count++, content);
        highest = Math.max(highest, added.path("id").asInt());
      }
      unknownToken = content.equals(unknown) ? added.path("id").asInt() : unknownToken;
    }
    this.unknownId = unknownToken;
    this.highestId = highest;
    this.medianTokenLength = median(lengths, count);
  }

  private static boolean isInVocabulary(JsonNode model, String token) {
    JsonNode vocabulary = model.path("vocab");
    if (vocabulary.isArray()) {
      for (JsonNode entry : vocabulary) {
        if (entry.path(0).asText().equals(token)) {
          return true;
        }
      }
      return false;
    }
    return vocabulary.has(token);
  }

  private static int[] put(int[] lengths, int index, String token) {
    int[] target = index < lengths.length ? lengths : Arrays.copyOf(lengths, 2 * index);
    target[index] = token.codePointCount(0, token.length());
    return target;
  }

  /** The mean of the two in the middle, rounded down, if their number is even. */
  private static int median(int[] lengths, int count) {
    if (count == 0) {
      return 1;
    }
    Arrays.sort(lengths, 0, count);
    return (lengths[(count - 1) / 2] + lengths[count / 2]) / 2;
  }

  /**
   * @throws IllegalArgumentException if the file is no tokenizer
   * @throws IllegalStateException if the native library cannot be unpacked or loaded
   */
  static StaticTokenizer open(Path file) throws IOException {
    keepOffTheNetwork();
    JsonNode json = JsonFiles.readIfThere(file);
    Map<String, String> asIs =
        Map.of(
            "truncation", "do_not_truncate", "padding", "do_not_pad", "addSpecialTokens", "false");
    try {
      return new StaticTokenizer(
          HuggingFaceTokenizer.newInstance(
              new ByteArrayInputStream(Files.readAllBytes(file)), asIs),
          json);
    } catch (EngineException e) {
      throw new IllegalStateException(
          "the tokenizer's native library did not load ("
              + e.getMessage()
              + "); set the environment variable DJL_CACHE_DIR to a folder that can be written to"
              + " and may hold programs",
          e);
    } catch (RuntimeException e) {
      throw VectorFiles.unusable(
          file,
          WHAT,
          "it cannot be read as one: " + e.getMessage(),
          VectorFiles.COPY_AGAIN + ", or save it with tokenizer.save_pretrained",
          e);
    }
  }

  /** As for the ONNX models: no reports, no downloads. A user's own setting stands. */
  private static void keepOffTheNetwork() {
    setUnlessSet("ai.djl.offline", "true");
    setUnlessSet("OPT_OUT_TRACKING", "true");
    setUnlessSet("RUST_FLAVOR", "cpu");
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null && System.getenv(property) == null) {
      System.setProperty(property, value);
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
  record Tokens(long[] ids, boolean truncated) {}

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
    long[] ids = tokenizer.encode(Utf8.wellFormed(text, cut)).getIds();
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
