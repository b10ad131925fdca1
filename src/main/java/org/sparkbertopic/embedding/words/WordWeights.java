package org.sparkbertopic.embedding.words;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.sparkbertopic.vectorizer.counting.TermVectors;

/**
 * The learnt weights of words and the common direction, with an index of the words that all tasks
 * of a JVM share. Serialized as arrays, because Kryo cannot read records. Safe for concurrent use.
 */
final class WordWeights implements Serializable {

  private static final long serialVersionUID = 1L;

  private final String[] words;
  private final float[] weights;
  private final float[] common;

  private transient volatile Map<String, Float> index;
  private transient Broadcast<WordWeights> sent;
  private transient SparkContext sentBy;

  /** The weights: held, or in a broadcast. */
  @FunctionalInterface
  interface Source extends Serializable {
    WordWeights get();
  }

  WordWeights(TermVectors learnt) {
    words = learnt.terms().toArray(new String[0]);
    weights = new float[words.length];
    for (int word = 0; word < words.length; word++) {
      weights[word] = learnt.vectors()[word][0];
    }
    common = learnt.common();
  }

  /** {@code [dimension]}; empty if it is not known yet. */
  float[] common() {
    return common;
  }

  /** The weight of a word; 1 if it is rare, or was not in the documents of the fit. */
  float of(String spelling) {
    Float weight = index().get(spelling);
    return weight == null ? 1 : weight;
  }

  private Map<String, Float> index() {
    if (index == null) {
      synchronized (this) {
        if (index == null) {
          Map<String, Float> built = new HashMap<>(2 * words.length);
          for (int word = 0; word < words.length; word++) {
            built.put(words[word], weights[word]);
          }
          index = built;
        }
      }
    }
    return index;
  }

  /** One broadcast per Spark context, because a stream embeds again and again. */
  synchronized Source broadcast(SparkContext spark) {
    if (sent == null || sentBy != spark) {
      sent = JavaSparkContext.fromSparkContext(spark).broadcast(this);
      sentBy = spark;
    }
    Broadcast<WordWeights> broadcast = sent;
    return broadcast::value;
  }
}
