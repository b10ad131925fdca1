package org.sparkbertopic.embedding.corpus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.sparkbertopic.embedding.EmbeddedTexts;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.EmbedderTrainer;
import org.sparkbertopic.params.LaterParameters;
import org.sparkbertopic.params.PartJson;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.TermAnalyzer;
import org.sparkbertopic.vectorizer.counting.TermVectors;

/**
 * Embeds a text as the sum of the vectors of its terms, scaled to length 1; a text without a known
 * term gets the zero vector. Takes time linear in the text. The vectors are in memory once per JVM:
 * executors get them as a broadcast.
 *
 * <p>The result of an {@link EmbedderTrainer} becomes such an embedder. The topic model keeps the
 * term vectors, not this object.
 */
public final class TermVectorEmbedder implements Embedder {

  private static final long serialVersionUID = 1L;

  /** Increment when the same vectors and parameters give other embeddings. */
  private static final String METHOD = "term vectors v1";

  /**
   * The start of a vectorizer's JSON when the method was introduced: saved models hold fingerprints
   * made with it.
   */
  private static final String NAME_AT_FIRST =
      "{\"class\":\"org.sparkbertopic.vectorizer.CountVectorizer\",";

  private static final String NAME_TODAY = "{\"part\":\"count-vectorizer\",";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final CountVectorizer vectorizer;
  private final int dimension;
  private final String fingerprint;
  private final Source source;

  private transient TermVectorEmbedder sent;
  private transient SparkContext sentBy;

  /** The vectors: held here, or in a broadcast. */
  @FunctionalInterface
  private interface Source extends Serializable {
    SharedTermVectors vectors();
  }

  /**
   * @param name of the trainer
   * @param vectorizer defines the terms; its limits are not applied again
   */
  public TermVectorEmbedder(String name, CountVectorizer vectorizer, TermVectors learnt) {
    this(name, vectorizer, learnt.dimension(), fingerprint(vectorizer, learnt), held(learnt));
  }

  private TermVectorEmbedder(
      String name, CountVectorizer vectorizer, int dimension, String fingerprint, Source source) {
    this.name = name;
    this.vectorizer = vectorizer;
    this.dimension = dimension;
    this.fingerprint = fingerprint;
    this.source = source;
  }

  private static Source held(TermVectors learnt) {
    SharedTermVectors vectors = new SharedTermVectors(learnt);
    return () -> vectors;
  }

  private static String fingerprint(CountVectorizer vectorizer, TermVectors learnt) {
    MessageDigest sha256 = DigestUtils.getSha256Digest();
    sha256.update(settings(vectorizer).getBytes(StandardCharsets.UTF_8));
    try (DataOutputStream out =
        new DataOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), sha256))) {
      learnt.write(out);
      return METHOD + ", " + HexFormat.of().formatHex(sha256.digest());
    } catch (IOException e) {
      throw new UncheckedIOException("nothing is written anywhere", e);
    }
  }

  /** The vectorizer's JSON as it was at first, where it has nothing that came later. */
  private static String settings(CountVectorizer vectorizer) {
    ObjectNode part = json(vectorizer);
    ObjectNode settings = part.withObject("/config");
    LaterParameters.OF_VECTORIZER.removeFrom(settings);
    LaterParameters.OF_TEXT.removeFrom(settings.withObject("/text"));
    return part.toString().replace(NAME_TODAY, NAME_AT_FIRST);
  }

  private static ObjectNode json(CountVectorizer vectorizer) {
    try {
      return (ObjectNode) JSON.readTree(PartJson.encode(vectorizer, CountVectorizer.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the vectorizer's settings are not JSON", e);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public EmbeddedTexts embed(List<String> texts) {
    TermSum sum = new TermSum(source.vectors(), dimension);
    TermAnalyzer analyzer = TermAnalyzer.of(vectorizer);
    float[][] vectors = new float[texts.size()][];
    for (int i = 0; i < vectors.length; i++) {
      analyzer.analyze(texts.get(i), sum);
      vectors[i] = sum.take();
    }
    return new EmbeddedTexts(vectors, new boolean[vectors.length]);
  }

  /** One broadcast per Spark context, because a stream embeds again and again. */
  @Override
  public synchronized Embedder forExecutors(SparkContext spark) {
    if (sent == null || sentBy != spark) {
      Broadcast<SharedTermVectors> broadcast =
          JavaSparkContext.fromSparkContext(spark).broadcast(source.vectors());
      sent = new TermVectorEmbedder(name, vectorizer, dimension, fingerprint, broadcast::value);
      sentBy = spark;
    }
    return sent;
  }
}
