package org.sparkbertopic.job.console;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.Filter;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.appender.ConsoleAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparkbertopic.http.SecretText;
import org.sparkbertopic.stage.represent.RemarksListener;

/**
 * Selects the part of Spark's log that reaches the terminal. While a command runs, the terminal
 * shows no stack traces and no failed tasks; the command reports these in one sentence. They go to
 * a file on this machine, which is created on the first entry. Other logs that the cluster
 * configures are unchanged. With {@code --verbose} the terminal shows everything.
 */
public final class ConsoleLog {

  private static final Logger LOG = LoggerFactory.getLogger(ConsoleLog.class);
  private static final String FILTER = "spark-bertopic";
  private static final String LOST_EXECUTOR = "Lost executor ";

  /** Loggers that repeat failures or results that the command reports itself. */
  private static final List<String> REPEATING =
      List.of(
          "org.apache.spark.executor.",
          "org.apache.spark.scheduler.",
          "org.apache.spark.util.SparkUncaughtExceptionHandler",
          "org.apache.spark.util.Utils",
          "org.apache.spark.sql.execution.datasources.",
          "org.apache.spark.sql.execution.streaming.",
          "org.apache.spark.sql.kafka010.",
          "org.apache.kafka.",
          "org.apache.spark.internal.io.",
          "org.apache.spark.storage.",
          "org.apache.spark.shuffle.",
          "org.apache.spark.network.",
          "org.apache.spark.memory.",
          "org.apache.spark.rpc.",
          "org.apache.spark.ContextCleaner",
          "org.apache.spark.SparkContext",
          "org.apache.hadoop.",
          "org.apache.parquet.",
          RemarksListener.class.getName());

  private static volatile boolean verbose;
  private static volatile boolean set;

  private ConsoleLog() {}

  /** The file for entries that the terminal does not show. */
  static Path file() {
    return Path.of(
        System.getProperty("java.io.tmpdir"),
        "spark-bertopic-" + ProcessHandle.current().pid() + ".log");
  }

  /** Applies the selection; {@link #again} repeats it after Spark has set up its logging. */
  public static void quiet(boolean showAll) {
    verbose = showAll;
    set = true;
    if (!showAll) {
      replaceAppenders(
          appender ->
              appender instanceof ConsoleAppender console
                  ? Optional.of(new Quiet(console))
                  : Optional.empty());
    }
  }

  /** Applies the selection again after Spark may have replaced its logging configuration. */
  public static void again() {
    if (set) {
      quiet(verbose);
    }
  }

  /** Shows everything again, for a process that lives on after the command. */
  public static void restore() {
    set = false;
    replaceAppenders(
        appender ->
            appender instanceof Quiet quiet ? Optional.of(quiet.console) : Optional.empty());
  }

  /** Does nothing if the logging library is not Log4j 2. */
  private static void replaceAppenders(Function<Appender, Optional<Appender>> replacement) {
    try {
      if (LogManager.getContext(false) instanceof LoggerContext context) {
        Configuration configuration = context.getConfiguration();
        Set<LoggerConfig> loggers = new LinkedHashSet<>(configuration.getLoggers().values());
        loggers.add(configuration.getRootLogger());
        loggers.forEach(logger -> replaceAppenders(logger, replacement));
        context.updateLoggers();
      }
    } catch (LinkageError e) {
      LOG.debug("no Log4j 2", e);
    }
  }

  private static void replaceAppenders(
      LoggerConfig logger, Function<Appender, Optional<Appender>> replacement) {
    for (Map.Entry<String, Appender> entry : Map.copyOf(logger.getAppenders()).entrySet()) {
      replacement
          .apply(entry.getValue())
          .ifPresent(
              other -> {
                logger.removeAppender(entry.getKey());
                logger.addAppender(other, null, null);
              });
    }
  }

  /**
   * Returns the failure's trace with {@code --verbose}; else writes it to the file and returns a
   * hint to it.
   */
  static Optional<String> keep(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    String open = SecretText.redacted(trace.toString());
    if (verbose) {
      return Optional.of(open);
    }
    return append(open)
        ? Optional.of("the log is in " + file() + "; --verbose shows it here")
        : Optional.of("--verbose shows more");
  }

  private static synchronized boolean append(String text) {
    try {
      Files.writeString(
          file(),
          text.endsWith("\n") ? text : text + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
      return true;
    } catch (IOException | RuntimeException e) {
      // A full disk must not hide why the command failed.
      return false;
    }
  }

  /**
   * Whether the terminal shows an event. The loss of an executor is always shown, because the run
   * continues.
   */
  static boolean isShown(String logger, String message, boolean hasTrace) {
    return !hasTrace
        && message.indexOf('\n') < 0
        && (message.startsWith(LOST_EXECUTOR) || REPEATING.stream().noneMatch(logger::startsWith));
  }

  /** A console appender without the events that go to the file. */
  private static final class Quiet extends AbstractAppender {

    private final ConsoleAppender console;

    Quiet(ConsoleAppender console) {
      super(
          FILTER + "-" + console.getName(), null, console.getLayout(), true, Property.EMPTY_ARRAY);
      this.console = console;
      start();
    }

    @Override
    public void append(LogEvent event) {
      String message = event.getMessage().getFormattedMessage();
      Filter filter = console.getFilter();
      if (filter != null && filter.filter(event) == Filter.Result.DENY) {
        return;
      }
      if (isShown(event.getLoggerName(), message, event.getThrown() != null)) {
        ProgressBar.clearShown();
        console.append(event);
      } else {
        ConsoleLog.append(
            SecretText.redacted(console.getLayout().toSerializable(event).toString()));
      }
    }
  }
}
