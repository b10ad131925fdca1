package org.sparkbertopic.persistence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.ctfidf.ClassTfidf;
import org.sparkbertopic.ctfidf.ClassTfidfModel;
import org.sparkbertopic.vectorizer.CountVectorizer;

class CompressedRowsTest {

  @Test
  void words_are_ordered_by_code_point_with_their_columns() {
    // U+FFFD sorts before U+1F600, though its UTF-16 unit is the larger
    String[] words = {"\uD83D\uDE00", "b", "\uFFFD", "a"};
    CompressedRows rows =
        new CompressedRows(
            new int[] {0, 3, 4}, new int[] {0, 2, 3, 1}, new double[] {10, 20, 30, 40});
    ClassTfidfModel model =
        rows.toModel(config(words), new int[] {0, 1}, new double[] {1, 2, 3, 4});
    assertEquals(List.of("a", "b", "\uFFFD", "\uD83D\uDE00"), model.weights().vocabulary());
    assertArrayEquals(new int[] {0, 2, 3, 1}, model.weights().columns());
    assertArrayEquals(new double[] {30, 20, 10, 40}, model.weights().values());
    assertArrayEquals(new double[] {4, 2, 3, 1}, model.idf());
  }

  @Test
  void arrays_that_contradict_each_other_are_rejected() {
    for (CompressedRows rows :
        List.of(
            new CompressedRows(new int[] {0, 1}, new int[] {0}, new double[] {1}),
            new CompressedRows(new int[] {0, 2, 1}, new int[] {0}, new double[] {1}),
            new CompressedRows(new int[] {0, 1, 2}, new int[] {0}, new double[] {1}),
            new CompressedRows(new int[] {0, 1, 1}, new int[] {2}, new double[] {1}),
            new CompressedRows(new int[] {0, 1, 1}, new int[] {-1}, new double[] {1}))) {
      assertThrows(
          IllegalArgumentException.class,
          () -> rows.toModel(config("a", "b"), new int[] {0, 1}, new double[2]));
    }
  }

  private static PythonCtfidf.Config config(String... words) {
    return new PythonCtfidf.Config(ClassTfidf.create(), CountVectorizer.create(), words, List.of());
  }
}
