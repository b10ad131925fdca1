package org.sparkbertopic.embedding.http;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;
import org.sparkbertopic.embedding.EmbeddedTexts;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.http.Pause;

/**
 * An embedder for executors, with accumulators of its cost there. The Spark UI shows them by name.
 * Retried tasks count again, because they are paid for again.
 */
record MeteredEmbedder(
    HttpEmbedder embedder, LongAccumulator requests, LongAccumulator texts, LongAccumulator tokens)
    implements Embedder {

  private static final long serialVersionUID = 1L;

  private static final Map<String, MeteredEmbedder> OPEN = new ConcurrentHashMap<>();

  /** One per embedder and Spark application. */
  static MeteredEmbedder of(SparkContext spark, HttpEmbedder embedder) {
    return OPEN.computeIfAbsent(
        spark.applicationId() + '\n' + embedder,
        key ->
            new MeteredEmbedder(
                embedder,
                spark.longAccumulator("embedding requests"),
                spark.longAccumulator("texts embedded by the server"),
                spark.longAccumulator("embedding tokens")));
  }

  ApiUsage usage() {
    return new ApiUsage(requests.value(), texts.value(), tokens.value());
  }

  @Override
  public String name() {
    return embedder.name();
  }

  @Override
  public String fingerprint() {
    return embedder.fingerprint();
  }

  @Override
  public int dimension() {
    return embedder.dimension();
  }

  @Override
  public EmbeddedTexts embed(List<String> batch) {
    HttpEmbedder.Metered metered = embedder.metered(batch, System::getenv, Pause.REAL);
    requests.add(metered.usage().requests());
    texts.add(metered.usage().texts());
    tokens.add(metered.usage().tokens());
    return metered.texts();
  }
}
