package org.sparkbertopic.embedding.words;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.spark.SparkContext;
import org.sparkbertopic.compat.SparkTask;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.embedding.EmbeddedTexts;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.words.TextWords.WordSink;
import org.sparkbertopic.vectorizer.counting.TermVectors;

/**
 * Embeds by {@link SifWordVectors}, with what it learnt. Text without a known word, and text along
 * the common direction alone, gets the zero vector. The topic model keeps the trainer and what it
 * learnt, not this object.
 *
 * @param words finds the words and their vectors
 * @param learnt digest of the weights and the direction
 * @param source of the weights: held here, or in a broadcast
 */
record SifEmbedder(WordVectorEmbedder words, String learnt, WordWeights.Source source)
    implements Embedder {

  private static final long serialVersionUID = 1L;

  /** Increased when the same files, parameters and weights start to give other vectors. */
  private static final String METHOD = "smooth inverse frequency v1";

  static SifEmbedder of(WordVectorEmbedder words, TermVectors learnt) {
    if (learnt.dimension() != 1) {
      throw Checks.invalid(
          "term vectors must be weights of one number, got %d numbers; copy the whole model"
              + " directory again",
          learnt.dimension());
    }
    WordWeights weights = new WordWeights(learnt);
    return new SifEmbedder(words, digest(learnt), () -> weights);
  }

  private static String digest(TermVectors learnt) {
    MessageDigest sha256 = DigestUtils.getSha256Digest();
    try (DataOutputStream out =
        new DataOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), sha256))) {
      learnt.write(out);
      return HexFormat.of().formatHex(sha256.digest());
    } catch (IOException e) {
      throw new UncheckedIOException("nothing is written anywhere", e);
    }
  }

  static String name(WordVectorEmbedder words) {
    return words.name() + " with SIF";
  }

  @Override
  public String name() {
    return name(words);
  }

  @Override
  public String fingerprint() {
    return METHOD + ", " + learnt + ", " + words.fingerprint();
  }

  @Override
  public int dimension() {
    return words.dimension();
  }

  /**
   * @throws IllegalArgumentException if a file of word vectors is missing, damaged, or has vectors
   *     of another length than in the fit
   */
  @Override
  public EmbeddedTexts embed(List<String> texts) {
    Means means = means();
    float[] common = source.get().common();
    if (common.length != words.dimension()) {
      throw Checks.invalid(
          "files must have word vectors of %d numbers, as in the fit, got %d from %s; give the"
              + " files of the fit",
          common.length, words.dimension(), words.files());
    }
    float[][] vectors = new float[texts.size()][];
    for (int i = 0; i < vectors.length; i++) {
      SparkTask.stopIfKilled();
      vectors[i] = CommonDirection.remove(common, means.exactly(texts.get(i)));
    }
    return new EmbeddedTexts(vectors, new boolean[vectors.length]);
  }

  @Override
  public SifEmbedder forExecutors(SparkContext spark) {
    return new SifEmbedder(words.forExecutors(spark), learnt, source.get().broadcast(spark));
  }

  /** For one caller. */
  Means means() {
    return new Means(words, source.get());
  }

  /** Weighted means of the words of texts. */
  static final class Means implements WordSink {

    private final TextWords words;
    private final WordWeights weights;
    private final boolean unknownAsZeros;
    private final double[] sum;
    private int count;

    private Means(WordVectorEmbedder embedder, WordWeights weights) {
      this.words = embedder.textWords();
      this.weights = weights;
      this.unknownAsZeros = embedder.unknownAsZeros();
      this.sum = new double[embedder.dimension()];
    }

    float[] of(String text) {
      double[] mean = exactly(text);
      float[] rounded = new float[mean.length];
      for (int i = 0; i < mean.length; i++) {
        rounded[i] = (float) mean[i];
      }
      return rounded;
    }

    /** The mean; zeros without a known word. The next call overwrites it. */
    double[] exactly(String text) {
      Arrays.fill(sum, 0);
      count = 0;
      words.forEach(text, this);
      for (int i = 0; i < sum.length; i++) {
        sum[i] /= Math.max(1, count);
      }
      return sum;
    }

    @Override
    public void known(String spelling, float[] vector) {
      double weight = weights.of(spelling);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += weight * vector[i];
      }
      count++;
    }

    @Override
    public void unknown() {
      count += unknownAsZeros ? 1 : 0;
    }
  }
}
