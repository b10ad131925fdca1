package org.sparkbertopic.representation.llm;

/** What a run has spent of its budget. Thread-safe. */
final class Spending {

  private final LabelBudget budget;
  private long requests;
  private long tokens;
  private long reserved;

  Spending(LabelBudget budget) {
    this.budget = budget;
  }

  /** The budget does not allow another request. */
  static final class SpentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SpentException(String message) {
      super(message);
    }
  }

  /**
   * Counts a request that is about to be sent.
   *
   * @throws SpentException if the limit of requests is reached
   */
  synchronized void request() {
    if (budget.maxRequests() > 0 && requests >= budget.maxRequests()) {
      throw new SpentException("all " + budget.maxRequests() + " requests are used");
    }
    requests++;
  }

  /**
   * Reserves tokens for a question and its answer. If only the reservations of requests in flight
   * leave too few, waits for these requests, most of which need much less. Therefore a thread must
   * not hold a reservation when it calls this.
   *
   * @throws SpentException if too few tokens are left
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
   * Replaces a reservation by the tokens spent.
   *
   * @param spent tokens spent, as reported by the server, or else the estimate
   */
  synchronized void settle(long estimate, long spent) {
    assert estimate <= reserved : estimate + " tokens were not reserved, only " + reserved;
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
