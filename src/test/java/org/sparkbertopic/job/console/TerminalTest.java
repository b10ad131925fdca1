package org.sparkbertopic.job.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.job.run.FitOverview;
import org.sparkbertopic.job.run.RunRecord;
import org.sparkbertopic.job.topics.SliceOverview;
import org.sparkbertopic.operations.slices.TopicSlice;
import org.sparkbertopic.topics.Topic;

class TerminalTest {

  private static final String CLEARS_SCREEN = "\u001b[2J\u001b]0;title\u0007";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = Terminal.over(bytes);

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** Escape, the controls of eight bits, delete, backspace, and what turns a line around. */
  @ParameterizedTest
  @ValueSource(
      chars = {
        0x00, 0x07, 0x08, '\r', 0x0B, 0x0C, 0x1B, 0x7F, 0x85, 0x9B, 0x9D, 0x061C, 0x200E, 0x200F,
        0x2028, 0x2029, 0x202A, 0x202E, 0x2066, 0x2069
      })
  void what_a_terminal_obeys_is_shown_as_an_escape(char character) {
    String shown = "a" + String.format("\\u%04x", (int) character) + "b";
    assertEquals(shown, Terminal.line("a" + character + "b"));
    assertEquals(shown, Terminal.text("a" + character + "b"));
    out.print("a" + character + "b");
    assertEquals(shown, printed());
  }

  @Test
  void text_of_every_script_stays_as_it_is() {
    String text = "Zażółć – жизнь, 体育, می‌خواهم, שלום, e\u0301, 👩‍🚀 \u00A0 tab\there\nand a line";
    out.print(text);
    assertEquals(text, printed());
    assertEquals(text, Terminal.text(text));
    assertEquals("tab\\u0009 line\\u000a", Terminal.line("tab\t line\n"));
  }

  @Test
  void lines_end_as_the_system_ends_them() {
    out.print("a\r\nb\rc\n");
    assertEquals("a\r\nb\\u000dc\n", printed());
  }

  @Test
  void json_means_the_same_after_it() throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<String> words = List.of("\u009b31m", "\u202eevil", "\u001b[0m", "😀");
    out.println(json.writeValueAsString(words));
    assertEquals(words, json.readValue(printed(), List.class));
    assertFalse(printed().contains("\u202e"));
  }

  @Test
  void words_labels_classes_and_warnings_reach_the_terminal_without_commands() {
    Topic topic =
        new Topic(
            0,
            5,
            "0_" + CLEARS_SCREEN,
            List.of(new TermScore(CLEARS_SCREEN, 1), new TermScore("two\nlines", 0.5)),
            List.of());
    RunRecord record = new RunRecord();
    record.warnings.add("label " + CLEARS_SCREEN);
    PrintStream plain = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    new FitOverview(record, List.of(topic)).print(plain);
    TopicSlice slice =
        new TopicSlice(0, topic.name(), "2024-01-01T00:00:00Z", "c\u202e\n", 1, topic.words());
    new SliceOverview(List.of(topic), List.of(slice), true, true).print(List.of(0), plain);
    Console console = new Console(plain);
    console.warn(CLEARS_SCREEN);
    console.note(CLEARS_SCREEN);
    assertFalse(printed().matches("(?s).*[\u001b\u0007\u202e].*"), printed());
    assertTrue(printed().contains("two\\u000alines"), printed());
    assertEquals(0, printed().lines().filter(line -> line.startsWith("lines")).count());
  }
}
