package org.sparkbertopic.representation.llm;

/** What a run has spent of its budget. Safe for use by many threads. */
final class Spending {

  private final LabelBudget budget;
  private long requests;
  private long tokens;
  private long reserved;

  Spending(LabelBudget budget) {
    this.budget = budget;
  }

  /** There is nothing left for another request. */
  static final class SpentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SpentException(String message) {
      super(message);
    }
  }

  /**
   * Counts a request that is about to be sent.
   *
   * @throws SpentException if it is one too many
   */
  synchronized void request() {
    if (budget.maxRequests() > 0 && requests >= budget.maxRequests()) {
      throw new SpentException("all " + budget.maxRequests() + " requests are used");
    }
    requests++;
  }

  /**
   * Sets tokens aside for a question and its answer. Waits for requests under way as long as there
   * are enough without what they have set aside: most need much less. So a thread must hold no
   * reservation of its own.
   *
   * @throws SpentException if there are not as many left
   */
  synchronized void reserve(long estimate) throws InterruptedException {
    while (budget.maxTokens() > 0 && tokens + reserved + estimate > budget.maxTokens()) {
      if (reserved == 0 || tokens + estimate > budget.maxTokens()) {
        throw new SpentException(
            "of "
                + budget.maxTokens()
                + " tokens "
                + tokens
                + " are used, and the next question may take "
                + estimate);
      }
      wait();
    }
    reserved += estimate;
  }

  /**
   * Gives back what was set aside, for what was spent.
   *
   * @param spent as the server tells; the estimate where it does not
   */
  synchronized void settle(long estimate, long spent) {
    reserved -= estimate;
    tokens += spent;
    notifyAll();
  }

  synchronized long requests() {
    return requests;
  }

  synchronized long tokens() {
    return tokens;
  }
}
