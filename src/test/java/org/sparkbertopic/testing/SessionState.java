package org.sparkbertopic.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListenerInterface;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What a live session and its process hold that a guest could change or leave there: each kind by
 * name, as text that two moments can be compared by.
 */
public final class SessionState {

  /** System properties by which libraries find what they loaded once for the process. */
  private static final List<String> OF_NATIVES =
      List.of("OPT_OUT_TRACKING", "RUST_FLAVOR", "ai.djl.", "jna.", "jnidispatch.");

  private SessionState() {}

  /** Everything that a command must leave as it was. */
  public static Map<String, String> of(SparkSession spark) {
    SparkContext context = spark.sparkContext();
    Map<String, String> state = new TreeMap<>();
    state.put("stopped", String.valueOf(context.isStopped()));
    state.put("settings", lines(spark.sql("SET").collectAsList()));
    state.put("active session", name(SparkSession.getActiveSession()));
    state.put("default session", name(SparkSession.getDefaultSession()));
    state.put("database", spark.catalog().currentDatabase());
    state.put("tables and views", lines(spark.sql("SHOW TABLES").collectAsList()));
    state.put("global views", lines(spark.sql("SHOW TABLES IN global_temp").collectAsList()));
    state.put("functions", lines(spark.sql("SHOW USER FUNCTIONS").collectAsList()));
    state.put("cached tables", String.valueOf(!spark.sharedState().cacheManager().isEmpty()));
    state.put("queries", Arrays.toString(spark.streams().active()));
    state.put("listeners of queries", listeners(spark.streams().listListeners()));
    state.put("listeners of executions", listeners(spark.listenerManager().listListeners()));
    state.put("listeners of Spark", ofSpark(context));
    state.put("properties of jobs", jobs(context.getLocalProperties()));
    state.put("files of tasks", String.valueOf(context.listFiles().size()));
    state.put("jars of tasks", String.valueOf(context.listJars().size()));
    state.put("checkpoint folder", String.valueOf(context.getCheckpointDir()));
    state.put("out", String.valueOf(System.identityHashCode(System.out)));
    state.put("err", String.valueOf(System.identityHashCode(System.err)));
    state.put("system properties", properties());
    state.put("log", log());
    return state;
  }

  /** Numbers that may rise at a first use, and must not rise with each. */
  public static Map<String, Long> counts(SparkSession spark) throws IOException {
    Map<String, Long> counts = new TreeMap<>();
    counts.put("threads", (long) Thread.getAllStackTraces().size());
    counts.put("kept tables", (long) spark.sparkContext().getPersistentRDDs().size());
    counts.put("temporary files", entries(Path.of(System.getProperty("java.io.tmpdir"))));
    counts.put("open files", entries(Path.of("/proc/self/fd")));
    return counts;
  }

  private static long entries(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.count();
    }
  }

  private static String name(scala.Option<SparkSession> session) {
    return session.isDefined() ? String.valueOf(System.identityHashCode(session.get())) : "none";
  }

  private static String lines(List<Row> rows) {
    return rows.stream().map(Row::toString).sorted().reduce("", (all, row) -> all + "\n" + row);
  }

  private static String listeners(Object[] listeners) {
    return Stream.of(listeners).map(each -> each.getClass().getName()).sorted().toList().toString();
  }

  /** Its list is Spark's own; in compiled code anybody can read it. */
  private static String ofSpark(SparkContext context) {
    List<String> names = new ArrayList<>();
    for (Object each : context.listenerBus().listeners()) {
      names.add(((SparkListenerInterface) each).getClass().getName());
    }
    names.sort(null);
    return names.toString();
  }

  /** Without what Spark itself notes of a thread's executions. */
  private static String jobs(Properties properties) {
    Map<String, String> kept = new TreeMap<>();
    properties.stringPropertyNames().stream()
        .filter(key -> !key.startsWith("spark.sql.execution") && !key.startsWith("__"))
        .forEach(key -> kept.put(key, properties.getProperty(key)));
    return kept.toString();
  }

  private static String properties() {
    return System.getProperties().stringPropertyNames().stream()
        .filter(key -> OF_NATIVES.stream().noneMatch(key::startsWith))
        .sorted()
        .map(key -> key + "=" + System.getProperty(key))
        .collect(Collectors.joining("\n"));
  }

  private static String log() {
    LoggerContext context = (LoggerContext) LogManager.getContext(false);
    List<String> parts = new ArrayList<>();
    context
        .getConfiguration()
        .getLoggers()
        .forEach(
            (name, logger) ->
                parts.add(name + " " + logger.getLevel() + " " + logger.getAppenders().keySet()));
    context
        .getConfiguration()
        .getAppenders()
        .forEach(
            (name, appender) ->
                parts.add(
                    name
                        + " "
                        + (appender instanceof org.apache.logging.log4j.core.filter.Filterable own
                            ? own.getFilter()
                            : "")));
    parts.sort(null);
    return parts.toString();
  }

  /** The lines that one of two moments lacks, each as "kind: line". */
  public static List<String> differences(Map<String, String> before, Map<String, String> after) {
    List<String> differences = new ArrayList<>();
    for (String kind : before.keySet()) {
      List<String> was = before.get(kind).lines().toList();
      List<String> is = after.get(kind).lines().toList();
      was.stream()
          .filter(line -> !is.contains(line))
          .forEach(line -> differences.add("lost " + kind + ": " + line));
      is.stream()
          .filter(line -> !was.contains(line))
          .forEach(line -> differences.add("new " + kind + ": " + line));
    }
    return differences;
  }
}
