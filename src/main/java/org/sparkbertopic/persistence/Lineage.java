package org.sparkbertopic.persistence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;

/**
 * Where a model comes from.
 *
 * @param createdBy what fitted it, with its version
 * @param seed of the fit
 * @param documents that it was fitted on
 * @param embedder the model that embedded them, in words
 * @param embedderFingerprint of that model: embeddings of another are of no use to this one
 * @param parameters of the fit, as the caller keeps them
 */
public record Lineage(
    String createdBy,
    long seed,
    long documents,
    String embedder,
    String embedderFingerprint,
    ObjectNode parameters) {

  public Lineage {
    Objects.requireNonNull(createdBy, "createdBy");
    Objects.requireNonNull(embedder, "embedder");
    Objects.requireNonNull(embedderFingerprint, "embedderFingerprint");
    parameters = parameters.deepCopy();
    if (documents < 0) {
      throw new IllegalArgumentException("documents must be 0 or more, got " + documents);
    }
  }

  /** With one more operation done on the model. */
  public Lineage withOperation(String operation) {
    ObjectNode changed = parameters();
    changed.withArray("/operations").add(operation);
    return new Lineage(createdBy, seed, documents, embedder, embedderFingerprint, changed);
  }

  /** A copy. */
  @Override
  public ObjectNode parameters() {
    return parameters.deepCopy();
  }

  /** This library with its version, for {@code createdBy}. */
  public static String thisLibrary() {
    return "spark-bertopic " + libraryVersion();
  }

  static String libraryVersion() {
    String version = Lineage.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }
}
