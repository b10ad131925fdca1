package org.sparkbertopic.embedding.spacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.regex.Matcher;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each expression finds first in a text, as Python 3.11 finds it. */
class PythonRegexTest {

  private static void finds(String expected, String expression, String text) {
    Matcher matcher = PythonRegex.compile(expression).matcher(text);
    assertEquals(expected, matcher.find() ? matcher.group() : null, expression);
  }

  @Test
  void classes_of_characters_are_unicodes() {
    finds("\u0661\u0662", "\\d+", "a\u0661\u0662b");
    finds("\u00e9_\u00b2\u5317", "\\w+", "-\u00e9_\u00b2\u5317\u0301");
    finds("\u00a0\u2003\u001c", "\\s+", "a\u00a0\u2003\u001cb");
    finds("\u200b", "[^\\s\\w]", "a \u200b");
    finds("!", "[\\W]", "\u00e9!");
    finds("\u00e9t\u00e9", "\\b\\w+\\b", "(\u00e9t\u00e9)");
    finds("b", "\\Bb", "b ab");
  }

  @Test
  void brackets_and_ampersands_in_a_class_are_meant() {
    finds("[", "[[]", "a[");
    finds("&&", "[a&&b]+", "c&&");
    finds("]-", "[]-]+", "a]-");
    finds("^", "[a^]", "b^");
    finds("x", "[^]]", "]x");
    finds("-", "[+\\-]", "a-");
  }

  @Test
  void characters_are_written_in_any_way() {
    finds("\ud83d\ude00\u00e9\t\u000b", "\\U0001F600\\xe9\\t\\v", "a\ud83d\ude00\u00e9\t\u000b");
    finds("\ud83d\ude01", "[\\U0001F600-\\U0001F602]", "a\ud83d\ude01");
    finds("}{]", "}{]", "a}{]");
    finds("aa", "a{,2}", "aaa");
    finds("a{x}", "a{x}", "aa{x}");
  }

  @Test
  void groups_and_looking_around_work_as_in_python() {
    finds("abab", "(?P<first_one>ab)(?P=first_one)", "xabab");
    finds("aa", "(a)\\1", "baa");
    finds("AB", "(?i:ab)", "xAB");
    finds("AB", "(?iu)a(?#comment)b", "xAB");
    finds(".", "(?<=[a-z]{2})\\.(?![0-9])", "a.1 ab.x");
    finds("a", "a$", "a\n");
    finds(null, "a\\Z", "a\n");
    finds(null, "a$", "a\u0085");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"(", "[a", "\\", "\\q", "(?(1)a|b)", "(?L)a", "\\u12", "[b-a]", "a**", "(?P=x)"})
  void what_is_wrong_or_has_no_counterpart_is_refused(String expression) {
    assertThrows(PatternSyntaxException.class, () -> PythonRegex.compile(expression));
  }
}
