package org.sparkbertopic.vectorizer.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextPreparationTest {

  @Test
  void strips_html_then_replaces_in_order() {
    TextPreparation preparation =
        TextPreparation.NONE
            .withStripHtml(true)
            .replacing("(\\d+)%", "$1 percent")
            .replacing("percent", "of 100")
            .replacing("\\w+é\\b", "");
    assertEquals(
        "5 of 100 & more ", preparation.function().apply("<b>5%</b> &amp; more caf&eacute;"));
    assertEquals("<b>", TextPreparation.NONE.function().apply("<b>"));
  }

  @Test
  void refuses_what_could_only_fail_when_a_text_matches() {
    for (List<String> pair :
        List.of(List.of("(", ""), List.of("a", "$1"), List.of("a"), List.of("a", "b", "c"))) {
      String message =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> TextPreparation.NONE.withReplace(List.of(pair)))
              .getMessage();
      assertTrue(message.startsWith("replace must be pairs"), message);
    }
  }
}
