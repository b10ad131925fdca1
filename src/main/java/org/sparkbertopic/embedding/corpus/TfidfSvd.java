package org.sparkbertopic.embedding.corpus;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Objects;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.compute.FixedPoint;
import org.sparkbertopic.compute.Progress;
import org.sparkbertopic.embedding.EmbedderTrainer;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.counting.TermVectors;

/**
 * TF-IDF and truncated SVD (latent semantic analysis: Deerwester et al. 1990, Indexing by latent
 * semantic analysis), the fallback of BERTopic without a language model.
 *
 * <p>The documents are rows of a matrix A of TF-IDF weights, tf(d, t) · idf(t) with idf(t) = ln((1
 * + n) / (1 + df(t))) + 1, each row scaled to length 1 (scikit-learn's). The right singular vectors
 * V of A come from subspace iteration with Aᵀ A from a random start, with a few extra columns, and
 * a Rayleigh-Ritz step at the end (Halko, Martinsson and Tropp 2011, Finding structure with
 * randomness, section 4.5). A document's embedding is its row times V, so a term's vector is idf(t)
 * · V(t).
 *
 * <p>Passes over the documents: one for the terms, one for their frequencies, and {@code iterations
 * + 1}; A stays on the executors as counts. Memory: terms x (dimensions + 10) numbers on the driver
 * and, twice, in each task. All sums over documents are sums of integers, so partitions and order
 * do not change a bit.
 *
 * @param vectorizer defines the terms, with its limits
 * @param dimensions length of the embeddings; smaller if there are fewer terms
 * @param iterations of the subspace; more iterations separate close singular values better
 */
@RecordBuilder
public record TfidfSvd(CountVectorizer vectorizer, int dimensions, int iterations)
    implements EmbedderTrainer, TfidfSvdBuilder.With {

  /** BERTopic's TruncatedSVD. */
  public static final int DEFAULT_DIMENSIONS = 100;

  /** scikit-learn's n_iter of its randomized SVD. */
  public static final int DEFAULT_ITERATIONS = 5;

  /** A term that occurs in one document says nothing about others. */
  public static final int DEFAULT_MIN_DF = 2;

  /** Ours: bounds the memory. The rarest terms contribute least to the first singular vectors. */
  public static final int DEFAULT_MAX_FEATURES = 30_000;

  /** Extra columns of the subspace (Halko et al., section 4.2: 5 to 10). */
  private static final int OVERSAMPLING = 10;

  private static final long serialVersionUID = 1L;

  public TfidfSvd {
    Objects.requireNonNull(vectorizer, "vectorizer");
    requirePositive("dimensions", dimensions, DEFAULT_DIMENSIONS);
    requirePositive("iterations", iterations, DEFAULT_ITERATIONS);
  }

  static void requirePositive(String parameter, int value, int usual) {
    if (value < 1) {
      throw Checks.invalid(
          "%s must be at least 1, got %d; the default is %d", parameter, value, usual);
    }
  }

  /** The defaults, with single words as terms. */
  public static TfidfSvd create() {
    return of(CountVectorizer.create());
  }

  /** The defaults, with the terms of a vectorizer that occur in at least two documents. */
  public static TfidfSvd of(CountVectorizer vectorizer) {
    return new TfidfSvd(limited(vectorizer), DEFAULT_DIMENSIONS, DEFAULT_ITERATIONS);
  }

  static CountVectorizer limited(CountVectorizer vectorizer) {
    return vectorizer
        .withMinDf(Math.max(DEFAULT_MIN_DF, vectorizer.minDf()))
        .withMinTopicDf(CountVectorizer.DEFAULT_MIN_TOPIC_DF)
        .withMaxFeatures(Math.min(DEFAULT_MAX_FEATURES, vectorizer.maxFeatures()));
  }

  @Override
  public String name() {
    return "TF-IDF with SVD";
  }

  @Override
  public TermVectorEmbedder embedder(TermVectors learnt) {
    return new TermVectorEmbedder(name(), vectorizer, learnt);
  }

  @Override
  public TermVectors train(Dataset<Row> documents, long seed, Progress progress) {
    try (TermCorpus corpus = TermCorpus.of(documents, vectorizer)) {
      int terms = corpus.vocabulary().size();
      int width = Math.min(terms, dimensions + OVERSAMPLING);
      float[] idf = idf(corpus.documentFrequencies(), corpus.documents());
      Subspace subspace = Subspace.random(terms, width, seed);
      for (int pass = 0; pass < iterations; pass++) {
        progress.report("singular vectors", (double) pass / (iterations + 1));
        subspace = Subspace.orthonormal(multiply(corpus, subspace, idf));
      }
      progress.report("singular vectors", (double) iterations / (iterations + 1));
      double[][] leading =
          subspace.ritzVectors(multiply(corpus, subspace, idf), Math.min(dimensions, terms));
      progress.report("singular vectors", 1);
      return new TermVectors(corpus.vocabulary(), weighted(leading, idf), leading.length);
    }
  }

  private static float[] idf(long[] frequencies, long documents) {
    float[] idf = new float[frequencies.length];
    for (int term = 0; term < idf.length; term++) {
      idf[term] = (float) idf(frequencies[term], documents);
    }
    return idf;
  }

  /** As scikit-learn's TfidfVectorizer, smoothed. */
  static double idf(long frequency, long documents) {
    // StrictMath: the same bits on every machine
    return StrictMath.log((1.0 + documents) / (1.0 + frequency)) + 1;
  }

  /** {@code [width][terms]}: Aᵀ A times the columns of the subspace. */
  private static double[][] multiply(TermCorpus corpus, Subspace subspace, float[] idf) {
    int width = subspace.width();
    // Entries of a unit row and their products with a unit column exceed 1 only by rounding.
    FixedPoint fixedPoint = FixedPoint.of(2f, corpus.documents());
    Broadcast<GramScan> scan =
        corpus.spark().broadcast(new GramScan(subspace.byTerm(), width, idf, fixedPoint));
    try {
      long[][] sums = corpus.termSums(width, () -> scan.value().forOneThread());
      double[][] product = new double[width][sums.length];
      for (int term = 0; term < sums.length; term++) {
        for (int column = 0; column < width; column++) {
          product[column][term] = fixedPoint.value(sums[term][column]);
        }
      }
      return product;
    } finally {
      scan.destroy();
    }
  }

  /** Transposes {@code [dimensions][terms]} to {@code [terms][dimensions]}. */
  private static float[][] weighted(double[][] leading, float[] idf) {
    float[][] vectors = new float[idf.length][leading.length];
    for (int term = 0; term < idf.length; term++) {
      for (int i = 0; i < leading.length; i++) {
        vectors[term][i] = (float) (idf[term] * leading[i][term]);
      }
    }
    return vectors;
  }
}
