package org.sparkbertopic.job.run;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.sparkbertopic.compat.MetricsSource;
import org.sparkbertopic.job.run.RunRecord.StageRecord;
import org.sparkbertopic.stage.workspace.Stage;

/**
 * A run in Spark's metrics while it goes on, as the source {@code spark-bertopic}: {@code
 * documents}, {@code topics}, {@code outliers}, {@code rejected}, {@code warnings}, and for each
 * stage ({@code intake}, {@code train}, {@code embed}, {@code layout}, {@code assign}, {@code
 * represent}) {@code STAGE.seconds}, {@code STAGE.rows} and {@code STAGE.rowsPerSecond}, which are
 * 0 before its end.
 */
public final class RunMetrics {

  /** Name of the source. */
  public static final String SOURCE = "spark-bertopic";

  private RunMetrics() {}

  /** Shows a run's numbers until it is closed. */
  public static MetricsSource of(RunRecord record) {
    Map<String, Supplier<Number>> gauges = new TreeMap<>();
    gauges.put("documents", () -> record.documents);
    gauges.put("topics", () -> record.topics);
    gauges.put("outliers", () -> record.outliers);
    gauges.put("warnings", () -> record.warnings.size());
    gauges.put(
        "rejected", () -> record.rejected.values().stream().mapToLong(Long::longValue).sum());
    for (Stage stage : Stage.values()) {
      gauge(gauges, record, stage, "seconds", StageRecord::seconds);
      gauge(gauges, record, stage, "rows", done -> Math.max(0, done.rows()));
      gauge(gauges, record, stage, "rowsPerSecond", RunMetrics::rowsPerSecond);
    }
    return MetricsSource.register(SOURCE, gauges);
  }

  private static void gauge(
      Map<String, Supplier<Number>> gauges,
      RunRecord record,
      Stage stage,
      String what,
      ToDoubleFunction<StageRecord> value) {
    gauges.put(
        stage.name().toLowerCase(Locale.ROOT) + "." + what,
        () -> last(record, stage).map(value::applyAsDouble).orElse(0.0));
  }

  private static Optional<StageRecord> last(RunRecord record, Stage stage) {
    return record.stages.stream()
        .filter(done -> done.name().equals(stage.title()))
        .reduce((first, second) -> second);
  }

  private static double rowsPerSecond(StageRecord done) {
    return done.rows() < 0 || done.seconds() <= 0 ? 0 : done.rows() / done.seconds();
  }
}
