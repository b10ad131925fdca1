package org.sparkbertopic.pipeline.query;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.RowFactory;
import org.sparkbertopic.assign.documents.UsableDocument;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.embedding.Embedder;

/**
 * The vectors of what a query gives to a function: a text, which is embedded, or an embedding. The
 * last vector is kept, because queries ask for the topic and the probability of one text.
 * Thread-safe.
 */
final class QueryVectors implements Serializable {

  private static final long serialVersionUID = 1L;

  private final String function;

  /** Null where the model cannot embed texts. */
  private final Embedder embedder;

  private transient volatile Embedded last;

  private record Embedded(String text, float[] vector) {}

  /**
   * @param function prefix of the functions' names, for messages
   */
  QueryVectors(String function, Embedder embedder) {
    this.function = function;
    this.embedder = embedder;
  }

  /**
   * The vector; null where a text has no content, or an embedding holds null.
   *
   * @throws IllegalArgumentException if the value is neither a text nor an embedding, or the model
   *     cannot embed texts
   */
  float[] of(Object value) {
    if (value instanceof String text) {
      return UsableDocument.isEmbedded(text) ? embedded(text) : null;
    }
    if (value instanceof Vector vector) {
      double[] doubles = vector.toArray();
      float[] floats = new float[doubles.length];
      for (int i = 0; i < doubles.length; i++) {
        floats[i] = (float) doubles[i];
      }
      return floats;
    }
    try {
      // A row gives any of Spark's sequences as a list.
      return floats(RowFactory.create(value).getList(0));
    } catch (ClassCastException e) {
      throw Checks.invalid(
          "functions %s_... take a text, an array of numbers or a vector, got a value of %s; cast it",
          function, value.getClass().getSimpleName());
    }
  }

  private float[] embedded(String text) {
    Embedded known = last;
    if (known == null || !known.text().equals(text)) {
      if (embedder == null) {
        throw Checks.invalid(
            "functions %s_... of a model that was fitted on given embeddings take embeddings, got a text; give a column of embeddings by the same model, or set textEmbedder to that model",
            function);
      }
      known = new Embedded(text, embedder.embed(List.of(text)).vectors()[0]);
      last = known;
    }
    return known.vector();
  }

  private float[] floats(List<?> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      if (values.get(i) == null) {
        return null;
      }
      if (!(values.get(i) instanceof Number number)) {
        throw Checks.invalid(
            "functions %s_... take a text, an array of numbers or a vector, got an array of %s; cast it",
            function, values.get(i).getClass().getSimpleName());
      }
      floats[i] = number.floatValue();
    }
    return floats;
  }
}
