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
 * What of Spark's log reaches the terminal: while a command runs, no stack trace and no failed
 * task, which the command tells itself in one sentence. They are kept in a file of this machine,
 * made when there is something to keep; other logs that the cluster configures stay as they are.
 * With {@code --verbose} the terminal shows everything.
 */
public final class ConsoleLog {

  private static final Logger LOG = LoggerFactory.getLogger(ConsoleLog.class);
  private static final String FILTER = "spark-bertopic";
  private static final String LOST_EXECUTOR = "Lost executor ";

  /** Loggers that repeat what the command says itself, of a failure or of its result. */
  private static final List<String> REPEATING =
      List.of(
          "org.apache.spark.executor.",
          "org.apache.spark.scheduler.",
          "org.apache.spark.util.SparkUncaughtExceptionHandler",
          "org.apache.spark.util.Utils",
          "org.apache.spark.sql.execution.datasources.",
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

  /** Where what the terminal does not show is kept. */
  static Path file() {
    return Path.of(
        System.getProperty("java.io.tmpdir"),
        "spark-bertopic-" + ProcessHandle.current().pid() + ".log");
  }

  /** Sets it, now and again after Spark has set up its logging. */
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

  /** As it was set, after Spark may have set up its logging anew. */
  public static void again() {
    if (set) {
      quiet(verbose);
    }
  }

  /** Shows everything again: a terminal that was there before a command belongs to others. */
  public static void restore() {
    set = false;
    replaceAppenders(
        appender ->
            appender instanceof Quiet quiet ? Optional.of(quiet.console) : Optional.empty());
  }

  /** Nothing where another logging library stands behind. */
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

  /** Shows a failure with {@code --verbose}, else keeps it; where, as words for the terminal. */
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

  /** Whether the terminal shows an event: the loss of an executor always, the run goes on. */
  static boolean isShown(String logger, String message, boolean hasTrace) {
    return !hasTrace
        && message.indexOf('\n') < 0
        && (message.startsWith(LOST_EXECUTOR) || REPEATING.stream().noneMatch(logger::startsWith));
  }

  /** The console, without what is kept. */
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
        console.append(event);
      } else {
        ConsoleLog.append(
            SecretText.redacted(console.getLayout().toSerializable(event).toString()));
      }
    }
  }
}
