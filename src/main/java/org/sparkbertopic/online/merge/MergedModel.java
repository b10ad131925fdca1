package org.sparkbertopic.online.merge;

import java.util.List;
import java.util.Objects;
import org.sparkbertopic.persistence.SavedModel;

/**
 * The result of a merge.
 *
 * @param model the merged model
 * @param parts what became of each model, in the order in which they were read
 */
public record MergedModel(SavedModel model, List<MergedPart> parts) {

  public MergedModel {
    Objects.requireNonNull(model, "model");
    parts = List.copyOf(parts);
  }
}
