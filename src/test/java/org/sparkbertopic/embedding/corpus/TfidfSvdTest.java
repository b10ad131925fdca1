package org.sparkbertopic.embedding.corpus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.compute.Progress;
import org.sparkbertopic.testing.Golden;
import org.sparkbertopic.testing.Npy;
import org.sparkbertopic.testing.Passages;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.counting.TermVectors;

class TfidfSvdTest extends SparkTest {

  private static final StructType SCHEMA =
      new StructType().add("id", DataTypes.StringType).add("text", DataTypes.StringType);

  private static final CountVectorizer EVERY_TERM = CountVectorizer.create();

  private Dataset<Row> documents(String... texts) {
    List<Row> rows = new ArrayList<>();
    for (String text : texts) {
      rows.add(RowFactory.create("d" + rows.size(), text));
    }
    return spark().createDataFrame(rows, SCHEMA);
  }

  private static float[][] embed(TfidfSvd trainer, TermVectors learnt, List<String> texts) {
    return trainer.embedder(learnt).embed(texts).vectors();
  }

  private static double dot(float[] a, float[] b) {
    double dot = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
    }
    return dot;
  }

  @Test
  void gives_the_angles_of_scikit_learns_truncated_svd() {
    TfidfSvd trainer = TfidfSvd.create().withDimensions(8).withIterations(40);
    Dataset<Row> passages = Passages.table(spark(), 0, 1500).drop("embedding");
    TermVectors learnt = trainer.train(passages, 1, Progress.NONE);
    assertEquals(4732, learnt.terms().size());
    float[][] expected = Npy.floats2d("golden/tfidf/svd8_cosines.npy");
    float[][] vectors = embed(trainer, learnt, Golden.passages().subList(0, expected.length));
    for (int i = 0; i < expected.length; i++) {
      for (int j = 0; j < expected.length; j++) {
        assertEquals(expected[i][j], dot(vectors[i], vectors[j]), 1e-4, i + ", " + j);
      }
    }
  }

  /** The exact decomposition of the dense matrix, by another library. */
  @Test
  void spans_what_the_exact_decomposition_spans() {
    String[] texts = {
      "the boat sails the sea", "the sea is deep and blue", "a boat needs a sail and the sea",
      "tax and budget of the state", "the state taxes the boat", "budget cuts of the tax year"
    };
    TfidfSvd trainer = new TfidfSvd(EVERY_TERM, 3, 5);
    TermVectors learnt = trainer.train(documents(texts), 5, Progress.NONE);
    float[][] vectors = embed(trainer, learnt, List.of(texts));
    double[][] weights = bruteForceTfidf(texts, learnt.terms());
    SingularValueDecomposition exact =
        new SingularValueDecomposition(new Array2DRowRealMatrix(weights));
    double[][] projected = new double[texts.length][3];
    for (int d = 0; d < texts.length; d++) {
      double squares = 0;
      for (int k = 0; k < 3; k++) {
        projected[d][k] = exact.getU().getEntry(d, k) * exact.getSingularValues()[k];
        squares += projected[d][k] * projected[d][k];
      }
      for (int k = 0; k < 3; k++) {
        projected[d][k] /= Math.sqrt(squares);
      }
    }
    for (int i = 0; i < texts.length; i++) {
      for (int j = 0; j < texts.length; j++) {
        double cosine = 0;
        for (int k = 0; k < 3; k++) {
          cosine += projected[i][k] * projected[j][k];
        }
        assertEquals(cosine, dot(vectors[i], vectors[j]), 1e-6, i + ", " + j);
      }
    }
  }

  private static double[][] bruteForceTfidf(String[] texts, List<String> terms) {
    double[][] weights = new double[texts.length][terms.size()];
    for (int term = 0; term < terms.size(); term++) {
      int documents = 0;
      for (int d = 0; d < texts.length; d++) {
        for (String word : texts[d].split(" ", -1)) {
          weights[d][term] += word.equals(terms.get(term)) ? 1 : 0;
        }
        documents += weights[d][term] > 0 ? 1 : 0;
      }
      double idf = Math.log((1.0 + texts.length) / (1.0 + documents)) + 1;
      for (double[] row : weights) {
        row[term] *= idf;
      }
    }
    for (double[] row : weights) {
      double squares = 0;
      for (double value : row) {
        squares += value * value;
      }
      for (int term = 0; term < row.length; term++) {
        row[term] /= Math.sqrt(squares);
      }
    }
    return weights;
  }

  @Test
  void learns_the_same_bits_from_any_partitions_and_order() {
    List<Row> rows = new ArrayList<>();
    List<String> texts = Golden.passages();
    for (int i = 0; i < 60; i++) {
      rows.add(RowFactory.create("d" + i, texts.get(i)));
    }
    TfidfSvd trainer = TfidfSvd.create().withDimensions(5);
    TermVectors one =
        trainer.train(spark().createDataFrame(rows, SCHEMA).coalesce(1), 7, Progress.NONE);
    Collections.shuffle(rows, new Random(3));
    TermVectors other =
        trainer.train(spark().createDataFrame(rows, SCHEMA).repartition(5), 7, Progress.NONE);
    assertEquals(one.terms(), other.terms());
    assertArrayEquals(one.vectors(), other.vectors());
  }

  @Test
  void gives_fewer_numbers_where_there_are_fewer_terms() {
    TfidfSvd trainer = new TfidfSvd(EVERY_TERM, 100, 5);
    TermVectors learnt = trainer.train(documents("blue sea", "blue boat"), 1, Progress.NONE);
    assertEquals(List.of("blue", "boat", "sea"), learnt.terms());
    assertEquals(3, learnt.dimension());
    float[][] vectors = embed(trainer, learnt, List.of("blue sea", "nothing known", ""));
    assertEquals(1, dot(vectors[0], vectors[0]), 1e-6);
    assertArrayEquals(new float[3], vectors[1]);
    assertArrayEquals(new float[3], vectors[2]);
  }

  @Test
  void says_which_limits_leave_no_term() {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class,
            () -> TfidfSvd.create().train(documents("one", "two"), 1, Progress.NONE));
    assertTrue(error.getMessage().contains("lower minDf"), error.getMessage());
    assertThrows(IllegalArgumentException.class, () -> TfidfSvd.create().withDimensions(0));
    assertThrows(IllegalArgumentException.class, () -> TfidfSvd.create().withIterations(0));
  }
}
