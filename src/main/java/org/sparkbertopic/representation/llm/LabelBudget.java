package org.sparkbertopic.representation.llm;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.Serializable;

/**
 * What a run may cost. Once the budget is used up, the remaining topics keep their words.
 *
 * @param maxRequests most requests, including retries; 0: no limit
 * @param maxTokens most tokens of prompts and answers together; 0: no limit. The cost of a request
 *     is estimated before it is sent (one token for three bytes of the prompt, plus the longest
 *     answer), so a run stops before the limit, not after it.
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
