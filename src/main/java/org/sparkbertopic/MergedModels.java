package org.sparkbertopic;

import java.util.List;
import java.util.Objects;
import org.sparkbertopic.online.merge.MergedPart;

/**
 * What a merge of models gives.
 *
 * @param model the merged model
 * @param parts what became of each model's topics, in the order in which models were read
 */
public record MergedModels(BERTopicModel model, List<MergedPart> parts) {

  public MergedModels {
    Objects.requireNonNull(model, "model");
    parts = List.copyOf(parts);
  }
}
