package org.sparkbertopic.embedding.words;

import java.io.Serializable;

/**
 * A document of the sample, ordered by its key and id. A class, because Kryo cannot read records.
 */
final class Drawn implements Comparable<Drawn>, Serializable {

  private static final long serialVersionUID = 1L;

  private final long key;
  private final String id;
  private final float[] vector;

  Drawn(long key, String id, float[] vector) {
    this.key = key;
    this.id = id;
    this.vector = vector;
  }

  float[] vector() {
    return vector;
  }

  @Override
  public int compareTo(Drawn other) {
    return key != other.key ? Long.compare(key, other.key) : id.compareTo(other.id);
  }
}
