package org.sparkbertopic.embedding.tensorflow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.strings.StringSplit;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;

/**
 * Writes SavedModels by TensorFlow itself that work as the Universal Sentence Encoder's deep
 * averaging network does: words to rows of a table (by a hash here), their mean, a dense layer.
 * Table and layer are variables.
 */
final class SavedModelWriter {

  static final int BUCKETS = 64;
  static final int WIDTH = 16;

  private static final long SEED = 7;

  private final Graph graph = new Graph();
  final Ops tf = Ops.create(graph);

  static float[][] table() {
    return random(BUCKETS, WIDTH, SEED);
  }

  static float[][] weights(int dimension) {
    return random(WIDTH, dimension, SEED + 1);
  }

  private static float[][] random(int rows, int columns, long seed) {
    Random random = new Random(seed);
    float[][] matrix = new float[rows][columns];
    for (float[] row : matrix) {
      for (int i = 0; i < columns; i++) {
        row[i] = (float) random.nextGaussian();
      }
    }
    return matrix;
  }

  Placeholder<TString> texts() {
    return tf.placeholder(TString.class, Placeholder.shape(Shape.of(Shape.UNKNOWN_SIZE)));
  }

  private Variable<TFloat32> variable(float[][] values) {
    return tf.variable(tf.constant(values));
  }

  /** {@code [n][WIDTH]}: mean of the words' rows; of a text without words NaN. */
  Operand<TFloat32> means(Operand<TString> texts) {
    StringSplit words = tf.strings.stringSplit(texts, tf.constant(""));
    Operand<TInt64> buckets = tf.strings.toHashBucketFast(words.values(), (long) BUCKETS);
    Operand<TFloat32> rows = tf.gather(variable(table()), buckets, tf.constant(0));
    Operand<TInt64> textOfWord =
        tf.squeeze(
            tf.slice(
                words.indices(), tf.constant(new int[] {0, 0}), tf.constant(new int[] {-1, 1})),
            Squeeze.axis(List.of(1L)));
    Operand<TInt32> count = tf.size(texts);
    Operand<TFloat32> sums = tf.math.unsortedSegmentSum(rows, textOfWord, count);
    Operand<TFloat32> ones = tf.onesLike(tf.dtypes.cast(textOfWord, TFloat32.class));
    Operand<TFloat32> counts = tf.math.unsortedSegmentSum(ones, textOfWord, count);
    return tf.math.div(sums, tf.expandDims(counts, tf.constant(1)));
  }

  Operand<TFloat32> dense(Operand<TFloat32> means, int dimension) {
    return tf.math.tanh(tf.linalg.matMul(means, variable(weights(dimension))));
  }

  static Signature.Builder signature(String name) {
    return Signature.builder().key(name);
  }

  void export(Path folder, Signature... signatures) {
    try (Session session = new Session(graph)) {
      session.initialize();
      SavedModelBundle.exporter(folder.toString())
          .withSession(session)
          .withSignatures(signatures)
          .export();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    graph.close();
  }

  /** The model that the others are variations of: strings {@code [n]} to {@code [n][dimension]}. */
  static Path encoder(Path folder, int dimension) {
    SavedModelWriter writer = new SavedModelWriter();
    Placeholder<TString> texts = writer.texts();
    Operand<TFloat32> vectors = writer.dense(writer.means(texts), dimension);
    writer.export(
        folder,
        signature("serving_default").input("inputs", texts).output("outputs", vectors).build());
    return folder;
  }
}
