package org.sparkbertopic.job.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ListingTest {

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

  private List<String> lines() {
    return printed.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private static Listing rows() {
    return Listing.of("topic", "size", "share", "label")
        .add(-1, 12_345L, 0.25, "in no topic")
        .add(0, 7L, 0.5, "say \"hello, world\"\nand more");
  }

  @Test
  void a_table_has_numbers_at_the_right_and_texts_on_one_line() {
    rows().printTable(out, OptionalInt.empty());
    assertEquals(
        List.of(
            "topic    size   share  label",
            "   -1  12,345  0.2500  in no topic",
            "    0       7  0.5000  say \"hello, world\"\\u000aand more"),
        lines());
  }

  @Test
  void a_terminal_gets_lines_that_are_cut_to_its_width_by_characters() {
    Listing.of("topic", "label").add(1, "🚀".repeat(60)).printTable(out, OptionalInt.of(40));
    assertEquals("    1  " + "🚀".repeat(30) + "...", lines().get(1));
    assertEquals("abc", Listing.cut("abc", 3));
  }

  @Test
  void csv_follows_rfc_4180_and_keeps_all_digits() {
    rows().printCsv(out);
    assertEquals(
        """
        topic,size,share,label
        -1,12345,0.25,in no topic
        0,7,0.5,"say ""hello, world""
        and more"
        """,
        printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n"));
  }

  @Test
  void no_rows_leave_the_names_of_the_columns() {
    Listing.of("topic", "label").printTable(out, OptionalInt.empty());
    Listing.of("topic", "label").printCsv(out);
    assertEquals(List.of("topic  label", "topic,label"), lines());
  }
}
