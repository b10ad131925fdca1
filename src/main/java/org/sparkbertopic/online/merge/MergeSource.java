package org.sparkbertopic.online.merge;

import java.util.Objects;
import java.util.function.Supplier;
import org.sparkbertopic.persistence.SavedModel;

/**
 * A model that is to be merged.
 *
 * @param name of the model in messages
 * @param digest of its content: the order of the models after the first
 * @param model reads it, when its turn comes
 */
public record MergeSource(String name, String digest, Supplier<SavedModel> model) {

  public MergeSource {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(digest, "digest");
    Objects.requireNonNull(model, "model");
  }
}
