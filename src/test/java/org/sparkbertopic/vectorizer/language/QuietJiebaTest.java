package org.sparkbertopic.vectorizer.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.TermAnalyzer;
import org.sparkbertopic.vectorizer.TextAnalysis;

/** What a command prints is its own. */
class QuietJiebaTest {

  /** A program that cuts a text into words. */
  public static final class Program {

    private Program() {}

    public static void main(String[] args) {
      List<String> words = new ArrayList<>();
      TermAnalyzer.of(
              CountVectorizer.create().withText(TextAnalysis.create().withTokenizer("chinese")))
          .analyze(args[0], (chars, from, to) -> words.add(new String(chars, from, to - from)));
      System.out.println(words.size());
    }
  }

  @Test
  void nothing_is_printed_when_the_dictionary_is_loaded() throws IOException, InterruptedException {
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName(),
                "\u81ea\u7136\u8bed\u8a00\u5904\u7406")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String printed =
        new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertEquals(0, program.waitFor());
    assertEquals(1, printed.lines().count(), printed);
  }

  @Test
  void what_other_threads_print_meanwhile_is_passed_on() {
    PrintStream out = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream caught = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    System.setOut(caught);
    PrintStream[] kept = new PrintStream[1];
    try {
      QuietJieba.quietly(
          () -> {
            kept[0] = System.out;
            System.out.println("loading");
            Thread other = new Thread(() -> System.out.print("other"), "printer");
            other.start();
            try {
              other.join();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          });
      assertSame(caught, System.out);
      kept[0].print(", afterwards");
    } finally {
      System.setOut(out);
    }
    assertEquals("other, afterwards", bytes.toString(StandardCharsets.UTF_8));
  }
}
