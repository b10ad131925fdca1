package org.sparkbertopic.compat;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.SparkEnv;
import org.apache.spark.metrics.source.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Numbers of the driver in Spark's metrics, for whatever sinks the application has. Spark's
 * interface for sources is closed to Scala programs and open in bytecode. Nothing fails where there
 * is no metrics system.
 */
public final class MetricsSource implements Source, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MetricsSource.class);

  private final String name;
  private final MetricRegistry registry = new MetricRegistry();

  private MetricsSource(String name, Map<String, Supplier<Number>> gauges) {
    this.name = name;
    gauges.forEach((gauge, value) -> registry.register(gauge, (Gauge<Number>) value::get));
  }

  /**
   * Registers a source until it is closed.
   *
   * @param gauges values by name; a thread of a sink reads them
   */
  public static MetricsSource register(String name, Map<String, Supplier<Number>> gauges) {
    MetricsSource source = new MetricsSource(name, gauges);
    SparkEnv env = SparkEnv.get();
    if (env != null) {
      try {
        env.metricsSystem().registerSource(source);
      } catch (RuntimeException | LinkageError e) {
        LOG.warn("Spark's metrics lack the source {}", name, e);
      }
    }
    return source;
  }

  @Override
  public String sourceName() {
    return name;
  }

  @Override
  public MetricRegistry metricRegistry() {
    return registry;
  }

  /** Lets the sinks report the last values, and removes the source. */
  @Override
  public void close() {
    SparkEnv env = SparkEnv.get();
    if (env == null) {
      return;
    }
    try {
      env.metricsSystem().report();
      env.metricsSystem().removeSource(this);
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("Spark's metrics keep the source {}", name, e);
    }
  }
}
