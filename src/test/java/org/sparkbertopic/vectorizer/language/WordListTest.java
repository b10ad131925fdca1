package org.sparkbertopic.vectorizer.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordListTest {

  @Test
  void words_stand_on_lines_between_blanks_empty_lines_and_comments()
      throws CharacterCodingException {
    String text =
        "\uFEFF# German\nund\n\n  f\u00fcr \r\n #aber\n\u3000wie viel\t\rC#\n\\#hashtag\n\\n";
    List<String> words = List.of("und", "f\u00fcr", "wie viel", "C#", "#hashtag", "\\n");
    assertEquals(words, WordList.of(text));
    assertEquals(words, WordList.of(text.getBytes(StandardCharsets.UTF_8)));
    assertEquals(List.of(), WordList.of(new byte[0]));
    assertEquals(List.of(), WordList.of("\uFEFF# nothing\n"));
  }

  @Test
  void what_is_not_utf8_is_told_with_its_line() {
    byte[] latin = "eins\nzwei\nf\u00fcnf\n".getBytes(StandardCharsets.ISO_8859_1);
    String message =
        assertThrows(CharacterCodingException.class, () -> WordList.of(latin)).getMessage();
    assertEquals("line 3 is not UTF-8", message);
    byte[] cut = {'a', '\n', (byte) 0xC3};
    assertEquals(
        "line 2 is not UTF-8",
        assertThrows(CharacterCodingException.class, () -> WordList.of(cut)).getMessage());
  }
}
