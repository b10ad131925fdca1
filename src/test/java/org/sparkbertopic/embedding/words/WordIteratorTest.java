package org.sparkbertopic.embedding.words;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordIteratorTest {

  private static List<String> words(WordSplitting splitting, String text) {
    WordIterator scanner = new WordIterator(splitting);
    scanner.reset(text);
    List<String> words = new ArrayList<>();
    while (scanner.next()) {
      words.add(text.substring(scanner.start(), scanner.end()));
    }
    return words;
  }

  private static List<String> words(String text) {
    return words(WordSplitting.WORDS, text);
  }

  @Test
  void words_are_runs_of_letters_marks_and_digits_of_any_script() {
    assertEquals(
        List.of(
            "Na\u00efve",
            "cafe\u0301",
            "\u041c\u043e\u0441\u043a\u0432\u0430",
            "\u5317\u4eac",
            "9a"),
        words(
            "Na\u00efve, cafe\u0301 (\u041c\u043e\u0441\u043a\u0432\u0430) \u5317\u4eac\u3002"
                + " 9a!"));
    assertEquals(List.of("\ud835\udc00b"), words("\ud83d\ude00\ud835\udc00b\ud800"));
    assertEquals(List.of(), words(" \u0000\t.-'\u2014 "));
  }

  @Test
  void marks_between_characters_belong_to_the_word() {
    assertEquals(
        List.of("America's", "state-of-the-art", "AT&T", "a_b", "3.5", "1,000", "don\u2019t"),
        words(
            "'America's' state-of-the-art-- AT&T a_b 3.5, 1,000,don\u2019t"
                .replace(",don", ", don")));
    assertEquals(List.of("a", "b", "1", "a"), words("a,b 1,a"));
  }

  @Test
  void an_abbreviation_keeps_its_last_stop() {
    assertEquals(
        List.of("the", "U.S.", "e.g.", "U.S", "U.S.A."), words("the U.S., e.g. U.S U.S.A."));
    assertEquals(List.of("end", "no.1", "a", "Mr"), words("end. no.1. a. Mr."));
  }

  @Test
  void chunks_are_what_stands_between_blanks() {
    assertEquals(
        List.of("(the", "U.S.,", "\u2014"),
        words(WordSplitting.WHITESPACE, "\n(the\u00a0U.S.,\u2003\u2014\u001c"));
  }

  @Test
  void punctuation_comes_in_runs_of_one_character() {
    assertEquals(
        List.of("No", "!!", "?", "...", "it's", "5", "\u20ac", "\ud83d\ude00\ud83d\ude00"),
        words(
            WordSplitting.WORDS_AND_PUNCTUATION,
            "No!!? ...it's\u0000 5\u20ac \ud83d\ude00\ud83d\ude00"));
  }
}
