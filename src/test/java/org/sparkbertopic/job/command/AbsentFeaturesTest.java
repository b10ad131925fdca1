package org.sparkbertopic.job.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkbertopic.job.Main;

class AbsentFeaturesTest {

  private static String errorOf(String... arguments) {
    PrintStream err = System.err;
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    try {
      System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
      assertEquals(2, Main.run(arguments));
      return errors.toString(StandardCharsets.UTF_8);
    } finally {
      System.setErr(err);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "fit --partial --input docs --output x,a model grows by the command update",
    "partial_fit,a model grows by the command update",
    "topics visualize --run x,there are no plots here",
    "topics visualize_barchart,there are no plots here",
  })
  void what_is_not_there_is_told_in_one_sentence(String command, String said) {
    String error = errorOf(command.split(" ", -1));
    assertTrue(error.startsWith("spark-bertopic: " + said), error);
    assertEquals(1, error.lines().count());
  }

  @Test
  void other_mistakes_are_told_as_before() {
    String error = errorOf("topics", "merj");
    assertFalse(error.contains("there are no plots"), error);
    assertTrue(error.contains("merj"), error);
  }
}
