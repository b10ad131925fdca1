package org.sparkbertopic.embedding.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.testing.Golden;

class TextTokenizerTest {

  private static final int MAX = 256;
  private static final int CLS = 101;
  private static final int SEP = 102;
  private static final int UNKNOWN = 100;

  private static TextTokenizer tokenizer;

  /** The oracle: tokenizes the whole text, and truncates in the library. */
  private static HuggingFaceTokenizer whole;

  @BeforeAll
  static void open() throws IOException {
    byte[] json = Models.MINI_LM.readTokenizer();
    tokenizer = TextTokenizer.open(json, "all-MiniLM-L6-v2");
    whole =
        HuggingFaceTokenizer.newInstance(
            new ByteArrayInputStream(json),
            Map.of("truncation", "longest_first", "maxLength", "" + MAX, "padding", "do_not_pad"));
  }

  @AfterAll
  static void close() {
    tokenizer.close();
    whole.close();
  }

  @Test
  void tokenizing_a_beginning_gives_the_tokens_of_the_whole_text() {
    String corpus = String.join(" ", Golden.passages().subList(0, 300));
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("long English", corpus);
    texts.put("words far apart", corpus.substring(0, 8_000).replace(" ", " ".repeat(700)));
    texts.put("words of 90 letters", ("abcdefghi".repeat(10) + ' ').repeat(500));
    texts.put("words of 1,000 letters", ("abcdefghij".repeat(100) + ' ').repeat(600));
    texts.put("one word of 100,000 letters", "a".repeat(100_000));
    texts.put("a word behind a huge one", "a".repeat(100_000) + " tax");
    texts.put("Chinese without spaces", "全国人民代表大会常务委员会".repeat(2_000));
    texts.put("emoji", "😀👍🏽 tax 🇺🇸".repeat(2_000));
    texts.put("accents in two characters", "e\u0301te\u0301 ".repeat(3_000));
    texts.put("punctuation", "?!...".repeat(5_000));
    texts.put("control characters", "tax\u0000\u0007\u200B cut ".repeat(3_000));
    texts.forEach(
        (what, text) -> {
          TextTokenizer.Tokens tokens = tokenizer.tokenize(text, MAX);
          assertArrayEquals(idsOfWhole(text), longs(tokens.ids()), what);
        });
  }

  @Test
  void every_passage_gets_the_tokens_the_library_gives_it() {
    for (String text : Golden.passages()) {
      assertArrayEquals(idsOfWhole(text), longs(tokenizer.tokenize(text, MAX).ids()));
    }
  }

  @Test
  void a_text_is_truncated_when_it_has_more_tokens_than_the_model_sees() {
    assertFalse(tokenizer.tokenize("tax ".repeat(MAX - 2), MAX).truncated());
    assertTrue(tokenizer.tokenize("tax ".repeat(MAX - 1), MAX).truncated());
    assertTrue(tokenizer.tokenize("tax ".repeat(100_000), MAX).truncated());
    assertFalse(tokenizer.tokenize("tax" + " ".repeat(200_000), MAX).truncated());
    assertFalse(tokenizer.tokenize("tax" + " ".repeat(3_000_000), MAX).truncated());
    assertTrue(tokenizer.tokenize("tax" + " ".repeat(3_000_000) + "cut", MAX).truncated());
  }

  @Test
  void truncation_keeps_the_special_token_at_the_end() {
    int[] ids = tokenizer.tokenize("tax cut ".repeat(50), 7).ids();
    assertEquals(7, ids.length);
    assertEquals(CLS, ids[0]);
    assertEquals(SEP, ids[6]);
    assertEquals(ids[1], ids[3]);
    assertEquals(ids[1], ids[5]);
  }

  @Test
  void empty_and_blank_texts_are_the_special_tokens_alone() {
    for (String text : List.of("", " ", "\n\t ", "\u0000\u0001", " ".repeat(2_000_000))) {
      assertArrayEquals(new int[] {CLS, SEP}, tokenizer.tokenize(text, MAX).ids());
      assertFalse(tokenizer.tokenize(text, MAX).truncated());
    }
  }

  @Test
  void halves_of_surrogate_pairs_are_replaced_and_pairs_are_not() {
    int[] alone = tokenizer.tokenize("tax", MAX).ids();
    assertArrayEquals(alone, tokenizer.tokenize("tax\uD83D", MAX).ids());
    assertArrayEquals(alone, tokenizer.tokenize("\uDE00tax", MAX).ids());
    int[] emoji = tokenizer.tokenize("tax \uD83D\uDE00", MAX).ids();
    assertEquals(4, emoji.length);
    assertEquals(UNKNOWN, emoji[2]);
  }

  @Test
  void a_beginning_ends_with_its_last_token_and_keeps_characters_whole() {
    assertEquals("Tax  PHOTOS", tokenizer.beginning("Tax  PHOTOSynthesis", 2));
    assertEquals("tax", tokenizer.beginning("tax", 1));
    assertEquals("", tokenizer.beginning("", 1));

    String corpus = String.join(" ", Golden.passages().subList(0, 20));
    String apart = corpus.substring(0, 2_000).replace(" ", " ".repeat(700));
    for (String text : List.of(corpus, apart, "全国人民代表大会".repeat(300), "a".repeat(9_000) + " b")) {
      CharSpan[] spans = whole.encode(text, false, false).getCharTokenSpans();
      for (int most : List.of(1, 7, 200)) {
        if (spans.length > most) {
          String expected = text.substring(0, text.offsetByCodePoints(0, spans[most - 1].getEnd()));
          assertEquals(expected, tokenizer.beginning(text, most));
        }
      }
    }
    String far = "tax" + " ".repeat(TextTokenizer.MOST_CHARACTERS);
    assertEquals(far, tokenizer.beginning(far, 1));
    assertEquals(
        far.substring(0, TextTokenizer.MOST_CHARACTERS), tokenizer.beginning(far + "cut", 2));

    // The bytes of a byte-level tokenizer as GPT's: a, blank, four of an emoji, b.
    String json =
        """
        {"version": "1.0", "added_tokens": [],
         "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": false,
           "use_regex": true},
         "model": {"type": "BPE", "merges": [],
           "vocab": {"a": 0, "b": 1, "\u0120": 2, "\u00f0": 3, "\u0141": 4, "\u013a": 5,
             "\u0122": 6}}}
        """;
    try (TextTokenizer bytes = TextTokenizer.open(json.getBytes(StandardCharsets.UTF_8), "bytes")) {
      String text = "a \uD83D\uDE00b";
      assertEquals(7, bytes.content(text).length);
      List<String> beginnings =
          IntStream.rangeClosed(1, 7).mapToObj(n -> bytes.beginning(text, n)).toList();
      String emoji = "a \uD83D\uDE00";
      assertEquals(List.of("a", "a ", emoji, emoji, emoji, emoji, text), beginnings);
    }
  }

  @Test
  void what_is_not_a_tokenizer_is_refused_by_name() {
    byte[] broken = "{\"version\": \"1.0\"".getBytes(StandardCharsets.UTF_8);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> TextTokenizer.open(broken, "m/tokenizer.json"));
    assertTrue(e.getMessage().contains("got m/tokenizer.json ("), e.getMessage());
  }

  private static long[] idsOfWhole(String text) {
    return whole.encode(text).getIds();
  }

  private static long[] longs(int[] ids) {
    long[] result = new long[ids.length];
    for (int i = 0; i < ids.length; i++) {
      result[i] = ids[i];
    }
    return result;
  }
}
