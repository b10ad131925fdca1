package org.sparkbertopic.persistence.hub;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.sparkbertopic.compute.Checks;

/**
 * How a model is sent to the hub.
 *
 * @param isPrivate whether a repository that is made is private, and one that is there has to be
 * @param message of the commit; one line, and more after an empty line
 * @param pullRequest whether the commit becomes a pull request
 * @param card whether to write the model card (README.md)
 */
@RecordBuilder
public record PushOptions(boolean isPrivate, String message, boolean pullRequest, boolean card)
    implements PushOptionsBuilder.With {

  /** BERTopic's. */
  public static final String DEFAULT_MESSAGE = "Add BERTopic model";

  public PushOptions {
    Checks.require(
        !message.isBlank(), "message", "a text", "none", "leave it out for " + DEFAULT_MESSAGE);
  }

  /** As BERTopic's {@code push_to_hf_hub}: a public repository, with a card. */
  public static PushOptions create() {
    return new PushOptions(false, DEFAULT_MESSAGE, false, true);
  }
}
