package org.sparkbertopic.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "Nuclear Arms Control|Nuclear Arms Control",
        "  \"Nuclear Arms\"  |Nuclear Arms",
        "**Nuclear Arms**|Nuclear Arms",
        "Topic: Nuclear Arms.|Nuclear Arms",
        "topic label: 'Nuclear Arms'|Nuclear Arms",
        "The name: Nuclear Arms|Nuclear Arms",
        "- Nuclear Arms|Nuclear Arms",
        "1. Nuclear Arms|Nuclear Arms",
        "U.S. Budget|U.S. Budget",
        "U.S.|U.S.",
        "9/11 and After|9/11 and After",
        "Topics in Music|Topics in Music",
        "「核兵器」|「核兵器」",
        "„Schulen“|Schulen",
      })
  void whatModelsPutAroundALabelIsTakenOff(String answer, String label) {
    assertEquals(Optional.of(label), LabelText.of(answer));
  }

  @Test
  void theFirstLineThatSaysSomethingIsTaken() {
    assertEquals(
        Optional.of("Nuclear Arms"),
        LabelText.of("\n---\n Nuclear Arms\nThe texts are about weapons.\n"));
    assertEquals(
        Optional.of("Schools"),
        LabelText.of("<think>\nWeapons? No.\nSchools.\n</think>\n\nSchools"));
    assertEquals(Optional.of("two words"), LabelText.of("two\t \u0007 words"));
  }

  @Test
  void whatIsNoLabelGivesNone() {
    for (String answer : new String[] {"", "\n", "??? !!!", "<think>so", "a".repeat(101)}) {
      assertEquals(Optional.empty(), LabelText.of(answer), answer);
    }
    assertEquals(Optional.of("a".repeat(100)), LabelText.of("a".repeat(100)));
  }
}
