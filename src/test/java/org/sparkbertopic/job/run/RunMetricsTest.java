package org.sparkbertopic.job.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.MetricRegistry;
import org.apache.spark.SparkEnv;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.compat.MetricsSource;
import org.sparkbertopic.testing.SparkTest;

/** A run's numbers in Spark's metrics. */
class RunMetricsTest extends SparkTest {

  private static int sources() {
    spark();
    return SparkEnv.get().metricsSystem().getSourcesByName(RunMetrics.SOURCE).size();
  }

  private static Object value(MetricsSource source, String gauge) {
    MetricRegistry registry = source.metricRegistry();
    return registry.getGauges().get(gauge).getValue();
  }

  @Test
  void a_run_is_in_the_metrics_while_it_goes_on_and_no_longer() {
    RunRecord record = RunRecord.begun("fit");
    int before = sources();
    try (MetricsSource source = RunMetrics.of(record)) {
      assertEquals(before + 1, sources());
      assertEquals(0L, value(source, "documents"));
      assertEquals(0.0, value(source, "embed.seconds"));
      record.documents = 40;
      record.outliers = 4;
      record.topics = 3;
      record.rejected.put("empty", 2L);
      record.warnings.add("careful");
      record.stages.add(new RunRecord.StageRecord("embed", "", 40, 8, false));
      record.stages.add(new RunRecord.StageRecord("lay out", "", -1, 2, false));
      assertEquals(40L, value(source, "documents"));
      assertEquals(4L, value(source, "outliers"));
      assertEquals(3, value(source, "topics"));
      assertEquals(2L, value(source, "rejected"));
      assertEquals(1, value(source, "warnings"));
      assertEquals(8.0, value(source, "embed.seconds"));
      assertEquals(40.0, value(source, "embed.rows"));
      assertEquals(5.0, value(source, "embed.rowsPerSecond"));
      assertEquals(2.0, value(source, "layout.seconds"));
      assertEquals(0.0, value(source, "layout.rowsPerSecond"));
      assertTrue(source.metricRegistry().getGauges().size() > 15);
    }
    assertEquals(before, sources());
  }
}
