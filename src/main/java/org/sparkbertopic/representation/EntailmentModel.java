package org.sparkbertopic.representation;

import java.io.Serializable;
import java.util.List;

/**
 * Tells whether a text entails a hypothesis (natural language inference). An implementation is a
 * record of configuration, safe for use by many threads.
 */
public interface EntailmentModel extends Serializable {

  /**
   * How strongly each text speaks for and against each hypothesis: the model's logits.
   *
   * @return {@code [texts * hypotheses][2]}, text by text: entailment, contradiction
   */
  double[][] logits(List<String> texts, List<String> hypotheses);

  /**
   * Fails if the model lacks something, before there is work to lose.
   *
   * @throws IllegalArgumentException if its files are missing or damaged
   */
  default void checkReady() {}
}
