package org.sparkbertopic.embedding.words;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.compute.Progress;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.vectorizer.EmptyVocabularyException;
import org.sparkbertopic.vectorizer.counting.TermVectors;

class SifWordVectorsTest extends SparkTest {

  private static final StructType SCHEMA =
      new StructType().add("id", DataTypes.StringType).add("text", DataTypes.StringType);

  private static final Map<String, float[]> VECTORS =
      Map.of(
          "the", new float[] {2, 1, 0.5f},
          "of", new float[] {1.5f, 1, 0},
          "sea", new float[] {1, 0, 3},
          "boat", new float[] {1, 0.5f, 2},
          "tax", new float[] {1, 3, -1},
          "state", new float[] {0.5f, 2, -2},
          "####", new float[] {0, 1, 1});

  private static final List<String> TEXTS =
      List.of(
          "The boat of the sea",
          "the sea, the sea of the boat",
          "tax of the state in 1995",
          "the tax of 2001",
          "the state of the tax xyzzy",
          "xyzzy");

  @TempDir Path folder;

  private WordVectorEmbedder words() {
    StringBuilder file = new StringBuilder();
    VECTORS.forEach(
        (word, vector) ->
            file.append(
                String.format(
                    Locale.ROOT, "%s %s %s %s%n", word, vector[0], vector[1], vector[2])));
    return WordVectorEmbedder.of(
            WordFixtures.write(folder.resolve("words.txt"), file.toString()).toString())
        .withCacheFolder(folder.resolve("cache").toString());
  }

  private static List<Row> rows(List<String> texts) {
    List<Row> rows = new ArrayList<>();
    for (String text : texts) {
      rows.add(RowFactory.create("d" + rows.size(), text));
    }
    return rows;
  }

  private TermVectors train(SifWordVectors trainer, List<Row> rows, int partitions) {
    return trainer.train(
        spark().createDataFrame(rows, SCHEMA).repartition(partitions), 7, Progress.NONE);
  }

  /** The words of a text as the file has them, in the plainest way. */
  private static List<String> known(String text) {
    List<String> known = new ArrayList<>();
    for (String word : text.toLowerCase(Locale.ROOT).split("[ ,]+", -1)) {
      String spelled = word.replaceAll("[0-9]", "#");
      if (VECTORS.containsKey(spelled)) {
        known.add(spelled);
      }
    }
    return known;
  }

  @Test
  void embeds_as_the_paper_defines_it() {
    double a = 0.1;
    Map<String, Integer> counts = new HashMap<>();
    TEXTS.forEach(text -> known(text).forEach(word -> counts.merge(word, 1, Integer::sum)));
    double all = counts.values().stream().mapToInt(Integer::intValue).sum();
    double[][] means = new double[TEXTS.size()][3];
    for (int text = 0; text < means.length; text++) {
      List<String> words = known(TEXTS.get(text));
      for (String word : words) {
        for (int i = 0; i < 3; i++) {
          double weight = a / (a + counts.get(word) / all);
          means[text][i] += weight * VECTORS.get(word)[i] / words.size();
        }
      }
    }
    double[] common =
        new SingularValueDecomposition(new Array2DRowRealMatrix(means)).getV().getColumn(0);

    SifWordVectors trainer = SifWordVectors.of(words()).withSmoothing(a);
    Embedder embedder = trainer.embedder(train(trainer, rows(TEXTS), 3));
    float[][] vectors = embedder.embed(TEXTS).vectors();
    for (int text = 0; text < means.length; text++) {
      double along = 0;
      for (int i = 0; i < 3; i++) {
        along += common[i] * means[text][i];
      }
      for (int i = 0; i < 3; i++) {
        assertEquals(means[text][i] - along * common[i], vectors[text][i], 1e-5, TEXTS.get(text));
      }
    }
    assertArrayEquals(new float[3], vectors[5]);
    float[] unseen = embedder.embed(List.of("sea of the state")).vectors()[0];
    assertFalse(Float.isNaN(unseen[0]));
  }

  @Test
  void learns_the_same_bits_from_any_partitions_and_keeps_them_in_a_file() throws IOException {
    SifWordVectors trainer = SifWordVectors.of(words());
    List<Row> rows = rows(TEXTS);
    TermVectors one = train(trainer, rows, 1);
    Collections.shuffle(rows, new Random(3));
    TermVectors other = train(trainer, rows, 5);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    one.write(new DataOutputStream(bytes));
    TermVectors read =
        TermVectors.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    for (TermVectors same : List.of(other, read)) {
      assertEquals(one.terms(), same.terms());
      assertArrayEquals(one.vectors(), same.vectors());
      assertArrayEquals(one.common(), same.common());
      assertEquals(trainer.embedder(one).fingerprint(), trainer.embedder(same).fingerprint());
    }
    assertEquals(3, one.common().length);
    assertNotEquals(
        trainer.embedder(one).fingerprint(),
        trainer.embedder(train(trainer, rows(List.of("sea of tax", "boat")), 2)).fingerprint());
    Embedder sent = trainer.embedder(one).forExecutors(spark().sparkContext());
    assertEquals(trainer.embedder(one).fingerprint(), sent.fingerprint());
    assertArrayEquals(trainer.embedder(one).embed(TEXTS).vectors(), sent.embed(TEXTS).vectors());
  }

  @Test
  void what_is_nothing_but_the_common_direction_has_no_vector() {
    float[] direction = CommonDirection.of(new float[][] {{3, 4}, {6, 8}});
    assertArrayEquals(new float[] {0.6f, 0.8f}, direction, 1e-6f);
    assertArrayEquals(new float[2], CommonDirection.remove(direction, new double[] {3, 4}));
    assertArrayEquals(
        new float[] {0.8f, -0.6f},
        CommonDirection.remove(direction, new double[] {1.4, 0.2}),
        1e-6f);
  }

  @Test
  void says_what_cannot_be_weighted() {
    WordVectorEmbedder words = words();
    EmptyVocabularyException none =
        assertThrows(
            EmptyVocabularyException.class,
            () -> train(SifWordVectors.of(words), rows(List.of("xyzzy", "")), 1));
    assertTrue(none.getMessage().contains("contain, got none; take"), none.getMessage());
    IllegalArgumentException smoothing =
        assertThrows(
            IllegalArgumentException.class, () -> SifWordVectors.of(words).withSmoothing(0));
    assertEquals(
        "smoothing must be above 0 and at most 1, got 0.0; the default is 0.001",
        smoothing.getMessage());
    IllegalArgumentException pooling =
        assertThrows(
            IllegalArgumentException.class,
            () -> SifWordVectors.of(words.withPooling(WordPooling.MAX)));
    assertTrue(pooling.getMessage().startsWith("pooling must be mean"), pooling.getMessage());
  }
}
