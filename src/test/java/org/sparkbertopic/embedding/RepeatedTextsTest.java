package org.sparkbertopic.embedding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.testing.SparkTest;

class RepeatedTextsTest extends SparkTest {

  /** Gives a text its length and a zero, and notes what it was asked. */
  private record Noting(List<String> asked) implements Embedder {

    @Override
    public String name() {
      return "noting";
    }

    @Override
    public String fingerprint() {
      return "noting";
    }

    @Override
    public int dimension() {
      return 2;
    }

    @Override
    public EmbeddedTexts embed(List<String> texts) {
      asked.addAll(texts);
      boolean[] truncated = new boolean[texts.size()];
      float[][] vectors = new float[texts.size()][];
      for (int i = 0; i < vectors.length; i++) {
        vectors[i] = new float[] {texts.get(i).length(), 0};
        truncated[i] = texts.get(i).length() > 3;
      }
      return new EmbeddedTexts(vectors, truncated);
    }
  }

  @Test
  void each_text_of_a_partition_is_embedded_once_and_every_row_is_counted() {
    Noting embedder = new Noting(new ArrayList<>());
    List<String> texts = Arrays.asList("long", "a", "long", null, "", "a", "bb", "", "long");
    EmbeddingCounters counters = EmbeddingCounters.register(spark().sparkContext());
    EmbeddingIterator rows =
        new EmbeddingIterator(
            new TextEmbedding(embedder, 4),
            texts.stream().map(text -> RowFactory.create(text)).iterator(),
            0,
            counters);
    for (String text : texts) {
      Row row = rows.next();
      assertEquals(text == null, row.isNullAt(1));
      if (text != null) {
        assertEquals((float) text.length(), row.<Float>getList(1).get(0));
      }
    }
    assertEquals(List.of("long", "a", "", "bb"), embedder.asked());
    assertEquals(8, counters.documents().sum());
    assertEquals(4, counters.repeated().sum());
    assertEquals(3, counters.truncated().sum());
    assertEquals(2, counters.zeroVectors().sum());
    assertEquals(1, counters.withoutText().sum());
  }

  @Test
  void what_is_kept_is_bounded_and_the_text_asked_for_longest_ago_goes_first() {
    RecentTexts recent = new RecentTexts();
    RecentTexts.Result result = new RecentTexts.Result(new float[] {1}, true);
    recent.put("first", result);
    recent.put("second", result);
    for (int i = 2; i < RecentTexts.MOST_TEXTS; i++) {
      recent.put("text " + i, result);
    }
    assertSame(result, recent.get("first"));
    recent.put("one more", result);
    assertNull(recent.get("second"));
    assertNotNull(recent.get("first"));
    String book = "x".repeat((int) RecentTexts.MOST_CHARACTERS);
    recent.put(book, result);
    assertNull(recent.get("first"));
    assertArrayEquals(new float[] {1}, recent.get(book).vector());
    recent.put(book + "x", result);
    assertNull(recent.get(book + "x"));
    assertNull(recent.get(book));
  }
}
