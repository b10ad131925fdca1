package org.sparkbertopic.embedding.spacy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbertopic.compute.CounterRandom;

class AffixSearchTest {

  private static final long SEED = 3;

  /** What stands in the files, and what a person may have put there. */
  private static int search(String expression, String chunk) {
    Matcher matcher = PythonRegex.compile(expression).matcher(chunk);
    return matcher.find() ? matcher.end() - matcher.start() : 0;
  }

  private static String drawn(int trial) {
    String alphabet = "ab1.,:;'\ud83d\ude00\u20ac(\n";
    StringBuilder text = new StringBuilder();
    int length = 1 + CounterRandom.bounded(CounterRandom.bits(SEED, trial), 12);
    for (int i = 0; i < length; i++) {
      int at = CounterRandom.bounded(CounterRandom.bits(SEED, trial, i), alphabet.length());
      text.append(alphabet.charAt(at));
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\.\\.+$|,$|'b$|(?<=[0-9])\\.$|(?<=[a-z1])(?:a|bb|\\u20ac)$|[\\U0001F600]$",
        ",$|:;$",
        "\\.+$|a*$",
        "a|,$",
        ".$|..$",
        "(?i)B$|,$",
        "\\$|a$"
      })
  void aSuffixIsWhatASearchOfTheWholeFinds(String expression) {
    AffixSearch suffix = AffixSearch.suffix(expression);
    for (int trial = 0; trial < 3000; trial++) {
      String text = drawn(trial);
      assertEquals(
          search(expression, text), suffix.length("x" + text + "y", 1, 1 + text.length()), text);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"^a|^\\.\\.+|^,(?![0-9])", "^a|b", "(?i)^A|^,", "^(a|b)|^[|]"})
  void a_prefix_is_what_a_search_of_the_whole_finds(String expression) {
    AffixSearch prefix = AffixSearch.prefix(expression);
    for (int trial = 0; trial < 3000; trial++) {
      String text = drawn(trial);
      assertEquals(
          search(expression, text), prefix.length("x" + text + "y", 1, 1 + text.length()), text);
    }
  }

  @Test
  void alternatives_are_those_outside_of_groups_and_classes() {
    assertEquals(
        List.of("a", "(b|c)", "[|]", "\\|", "[]|]", ""),
        PythonAlternatives.split("a|(b|c)|[|]|\\||[]|]|"));
    assertEquals(List.of("(?u)a|b"), PythonAlternatives.split("(?u)a|b"));
  }

  @Test
  void no_match_is_longer_than_is_said() {
    Map<String, Integer> most =
        Map.of(
            "a",
            2,
            "ab?",
            4,
            "[abc]\\u00e9",
            4,
            "(?:a|bcd)e",
            8,
            "(?<=abc)d(?=e)",
            2,
            "\\bx$",
            2,
            "a+",
            PythonAlternatives.UNBOUNDED,
            "(?:ab)*",
            PythonAlternatives.UNBOUNDED,
            "a{3}",
            PythonAlternatives.UNBOUNDED,
            "(a)\\1",
            PythonAlternatives.UNBOUNDED);
    most.forEach(
        (expression, length) ->
            assertEquals(length, PythonAlternatives.longestMatch(expression), expression));
  }
}
