package org.sparkbertopic.representation;

import java.io.Serializable;
import java.util.List;

/**
 * Predicts whether a text entails a hypothesis (natural language inference). An implementation is a
 * record of configuration, and thread-safe.
 */
public interface EntailmentModel extends Serializable {

  /**
   * The model's logits for each text and hypothesis.
   *
   * @return {@code [texts * hypotheses][2]}, text by text: entailment, contradiction
   */
  double[][] logits(List<String> texts, List<String> hypotheses);

  /**
   * Fails early if the model lacks something.
   *
   * @throws IllegalArgumentException if files of the model are missing or damaged
   */
  default void checkReady() {}
}
