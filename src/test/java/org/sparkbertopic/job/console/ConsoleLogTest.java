package org.sparkbertopic.job.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collection;
import java.util.Map;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.ConsoleAppender;
import org.junit.jupiter.api.Test;

class ConsoleLogTest {

  private static Map<String, Appender> appenders() {
    LoggerContext context = (LoggerContext) LogManager.getContext(false);
    return Map.copyOf(context.getConfiguration().getRootLogger().getAppenders());
  }

  private static boolean hasConsole(Collection<Appender> appenders) {
    return appenders.stream().anyMatch(ConsoleAppender.class::isInstance);
  }

  @Test
  void the_terminal_of_others_shows_everything_again_when_the_command_is_done() {
    ConsoleLog.restore();
    Map<String, Appender> before = appenders();
    assertTrue(hasConsole(before.values()), before::toString);
    ConsoleLog.quiet(false);
    try {
      assertFalse(hasConsole(appenders().values()), () -> appenders().toString());
      ConsoleLog.again();
      assertEquals(before.size(), appenders().size());
    } finally {
      ConsoleLog.restore();
    }
    assertEquals(before, appenders());
    ConsoleLog.again();
    assertEquals(before, appenders());
  }

  @Test
  void a_command_that_asks_for_everything_changes_nothing() {
    ConsoleLog.restore();
    Map<String, Appender> before = appenders();
    ConsoleLog.quiet(true);
    try {
      assertEquals(before, appenders());
    } finally {
      // The next command of this process does not ask for it.
      ConsoleLog.quiet(false);
      ConsoleLog.restore();
    }
  }

  @Test
  void a_lost_executor_is_told_and_a_failed_task_is_kept() {
    String scheduler = "org.apache.spark.scheduler.TaskSchedulerImpl";
    assertTrue(ConsoleLog.isShown(scheduler, "Lost executor 0 on 10.0.0.1: exit code 137", false));
    assertFalse(ConsoleLog.isShown(scheduler, "Lost task 0.0 in stage 1.0 (TID 7)", false));
    assertFalse(ConsoleLog.isShown("org.sparkbertopic.job.fit.FitJob", "told", true));
  }
}
