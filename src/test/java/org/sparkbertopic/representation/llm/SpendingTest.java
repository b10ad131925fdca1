package org.sparkbertopic.representation.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.testing.Threads;

class SpendingTest {

  private static final int THREADS = 8;

  @Test
  void threads_never_send_more_requests_than_the_budget_has() throws Exception {
    Spending spending = new Spending(new LabelBudget(1000, 0));
    AtomicLong sent = new AtomicLong();
    Threads.run(
        "requests",
        THREADS,
        thread -> {
          for (int i = 0; i < 200; i++) {
            try {
              spending.request();
              sent.incrementAndGet();
            } catch (Spending.SpentException e) {
              assertTrue(e.getMessage().contains("all 1000 requests"), e.getMessage());
            }
          }
        });
    assertEquals(1000, sent.get());
    assertEquals(1000, spending.requests());
  }

  /** A question that would exceed the budget with the reservations of others waits for them. */
  @Test
  void threads_use_the_tokens_that_others_reserved_and_did_not_need() throws Exception {
    long estimate = 100;
    long spent = 10;
    Spending spending = new Spending(new LabelBudget(0, 2000));
    AtomicLong asked = new AtomicLong();
    AtomicLong used = new AtomicLong();
    Threads.run(
        "tokens",
        THREADS,
        thread -> {
          try {
            while (true) {
              spending.reserve(estimate);
              asked.incrementAndGet();
              spending.settle(estimate, spent);
              used.addAndGet(spent);
            }
          } catch (Spending.SpentException e) {
            assertTrue(e.getMessage().contains("the next question may take 100"), e.getMessage());
          }
        });
    assertEquals(used.get(), spending.tokens());
    assertTrue(spending.tokens() <= 2000, "" + spending.tokens());
    // Without waiting, the first threads to find others' reservations would have given up.
    assertTrue(spending.tokens() + estimate > 2000, "" + spending.tokens());
    assertEquals(asked.get() * spent, spending.tokens());
    assertThrows(Spending.SpentException.class, () -> spending.reserve(estimate));
  }
}
