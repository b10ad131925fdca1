package org.sparkbertopic.representation.llm;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.Serializable;

/**
 * What a run may cost. Topics for which nothing is left keep their words.
 *
 * @param maxRequests most requests, repeated ones included; 0: no limit
 * @param maxTokens most tokens of prompts and answers together; 0: no limit. What a request will
 *     cost is estimated before it is sent (a token for three bytes of the prompt, and the longest
 *     answer), so a run stops before the limit, not behind it.
 */
@RecordBuilder
public record LabelBudget(long maxRequests, long maxTokens)
    implements Serializable, LabelBudgetBuilder.With {

  public static final LabelBudget UNLIMITED = new LabelBudget(0, 0);

  private static final long serialVersionUID = 1L;

  public LabelBudget {
    require("maxRequests", maxRequests);
    require("maxTokens", maxTokens);
  }

  private static void require(String parameter, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(
          parameter + " must be positive, or 0 for no limit, got " + value);
    }
  }
}
