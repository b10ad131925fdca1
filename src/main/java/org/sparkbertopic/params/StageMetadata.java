package org.sparkbertopic.params;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/** A stage as Spark ML describes it: its class, name and parameters, JSON in one line. */
public final class StageMetadata {

  private static final ObjectMapper JSON = new ObjectMapper();

  private StageMetadata() {}

  /** The description of a stage with the values and defaults of its parameters. */
  public static String of(Params stage, SparkContext spark) {
    return of(stage, spark, Optional.of(Instant.now()));
  }

  /**
   * As {@link #of(Params, SparkContext)}.
   *
   * @param time that the description says; empty: none
   */
  public static String of(Params stage, SparkContext spark, Optional<Instant> time) {
    ObjectNode json = JSON.createObjectNode();
    json.put("class", stage.getClass().getName());
    json.put("timestamp", time.map(Instant::toEpochMilli).orElse(0L));
    json.put("sparkVersion", spark.version());
    json.put("uid", stage.uid());
    ObjectNode given = json.putObject("paramMap");
    ObjectNode defaults = json.putObject("defaultParamMap");
    for (Param<?> param : stage.params()) {
      add(stage, param, given, defaults);
    }
    return json.toString();
  }

  private static <T> void add(Params stage, Param<T> param, ObjectNode given, ObjectNode defaults) {
    try {
      if (stage.isSet(param)) {
        given.set(param.name(), JSON.readTree(param.jsonEncode(stage.getOrDefault(param))));
      }
      if (stage.hasDefault(param)) {
        defaults.set(param.name(), JSON.readTree(param.jsonEncode(stage.getDefault(param).get())));
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(param.name() + " gives no JSON", e);
    }
  }
}
