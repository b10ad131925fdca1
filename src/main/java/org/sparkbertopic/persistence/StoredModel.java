package org.sparkbertopic.persistence;

import java.util.Objects;
import java.util.Optional;

/**
 * The content of a model directory.
 *
 * @param stage Spark ML's description of the stage that was saved, as JSON
 */
public record StoredModel(SavedModel model, Optional<String> stage) {

  public StoredModel {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(stage, "stage");
  }

  StoredModel withStage(Optional<String> value) {
    return new StoredModel(model, value);
  }
}
