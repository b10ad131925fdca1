package org.sparkbertopic.stage.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class ChunkedRowsTest {

  private final List<Integer> chunks = new ArrayList<>();

  @Test
  void chunks_grow_and_the_rows_stay_in_order() {
    List<Row> made = made(rows(12_000, ""), false);
    assertEquals(List.of(512, 1024, 2048, 4096, 4320), chunks);
    assertEquals(
        IntStream.range(0, 12_000).mapToObj(i -> RowFactory.create(i, "", 1f * i)).toList(), made);
  }

  @Test
  void a_chunk_of_long_texts_has_few_rows() {
    made(rows(100, "x".repeat(1 << 20)), false);
    assertEquals(13, chunks.size());
    assertEquals(8, chunks.get(0));
  }

  @Test
  void rows_that_keep_their_embedding_have_it_before_what_is_appended() {
    Row row = RowFactory.create(1, new float[] {3, 1}, "text");
    Row kept = made(List.of(row), true).get(0);
    assertEquals(row.get(1), kept.get(1));
    assertEquals(3f, kept.get(3));
  }

  @Test
  void a_row_without_a_usable_embedding_gets_nulls() {
    Row unusable = RowFactory.create(1, null, "");
    Row zero = RowFactory.create(2, new float[] {0, 0}, "");
    Row usable = RowFactory.create(3, new float[] {3, 1}, "");
    assertEquals(
        List.of(
            RowFactory.create(1, "", null),
            RowFactory.create(2, "", null),
            RowFactory.create(3, "", 3f)),
        made(List.of(unusable, zero, usable), false));
    assertEquals(List.of(1), chunks);
  }

  private static List<Row> rows(int count, String text) {
    return IntStream.range(0, count)
        .mapToObj(i -> RowFactory.create(i, new float[] {i, 1}, text))
        .toList();
  }

  private List<Row> made(List<Row> rows, boolean keepsEmbedding) {
    List<Row> made = new ArrayList<>();
    new ChunkedRows(
            rows.iterator(),
            new ChunkedRows.Layout(1, 2, keepsEmbedding, 1),
            (chunk, embeddings) -> {
              chunks.add(chunk.size());
              assertEquals(chunk.size(), embeddings.length);
              assertTrue(keepsEmbedding || chunk.stream().allMatch(row -> row.isNullAt(1)));
              Object[][] appended = new Object[embeddings.length][1];
              for (int i = 0; i < appended.length; i++) {
                appended[i][0] = embeddings[i][0];
              }
              return appended;
            })
        .forEachRemaining(made::add);
    return made;
  }
}
