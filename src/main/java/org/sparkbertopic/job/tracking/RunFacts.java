package org.sparkbertopic.job.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.sparkbertopic.job.run.RunRecord;
import org.sparkbertopic.job.run.RunRecord.StageRecord;

/**
 * What a run's record says, as MLflow keeps it: parameters and tags are text, metrics are numbers.
 *
 * @param parameters the settings that are not empty, by key
 * @param metrics numbers of documents, topics and outliers, seconds and rows of the stages
 * @param tags command, folder, versions, fingerprints
 */
record RunFacts(
    SortedMap<String, String> parameters,
    SortedMap<String, Double> metrics,
    SortedMap<String, String> tags) {

  /** The least that servers accept; the whole configuration is in the artifact run.json. */
  static final int MOST_PARAMETER_CHARACTERS = 500;

  static final int MOST_TAG_CHARACTERS = 5000;

  /** Characters that MLflow refuses in names. */
  private static final String REFUSED = "[^\\w ./-]";

  private static final String TRACKING = "tracking";

  static RunFacts of(RunRecord record, Path root) {
    RunFacts facts = new RunFacts(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    if (record.configuration != null) {
      facts.addParameters("", record.configuration);
    }
    facts.addMetrics(record);
    facts.addTags(record, root);
    return facts;
  }

  private void addParameters(String prefix, JsonNode value) {
    if (!value.isObject()) {
      String text = value.isTextual() ? value.textValue() : value.toString();
      if (!text.isEmpty() && !text.equals("[]")) {
        parameters.put(name(prefix), shortened(text, MOST_PARAMETER_CHARACTERS));
      }
      return;
    }
    for (Iterator<Map.Entry<String, JsonNode>> fields = value.fields(); fields.hasNext(); ) {
      Map.Entry<String, JsonNode> field = fields.next();
      String key = prefix.isEmpty() ? field.getKey() : prefix + "." + field.getKey();
      if (!key.equals(TRACKING)) {
        addParameters(key, field.getValue());
      }
    }
  }

  private void addMetrics(RunRecord record) {
    metrics.put("documents", (double) record.documents);
    metrics.put("topics", (double) record.topics);
    metrics.put("outliers", (double) record.outliers);
    metrics.put("outlier_share", (double) record.outliers / Math.max(1, record.documents));
    metrics.put(
        "rejected", (double) record.rejected.values().stream().mapToLong(Long::longValue).sum());
    metrics.put("warnings", (double) record.warnings.size());
    double seconds = 0;
    for (StageRecord stage : record.stages) {
      metrics.put(name("seconds." + stage.name()), stage.seconds());
      if (stage.rows() >= 0) {
        metrics.put(name("rows." + stage.name()), (double) stage.rows());
      }
      seconds += stage.seconds();
    }
    metrics.put("seconds", seconds);
    record.counted.forEach((what, count) -> metrics.put(name("counted." + what), (double) count));
  }

  private void addTags(RunRecord record, Path root) {
    tag("mlflow.source.name", "spark-bertopic " + record.command);
    tag("mlflow.source.type", "JOB");
    tag("mlflow.user", System.getProperty("user.name", ""));
    tag("spark-bertopic.command", record.command);
    tag("spark-bertopic.output", root.toString());
    tag("spark-bertopic.input", record.inputFingerprint);
    tag("spark-bertopic.model", record.modelDigest);
    tag("spark-bertopic.error", record.error);
    record.versions.forEach((what, version) -> tag("version." + what, version));
  }

  private void tag(String key, String value) {
    if (value != null && !value.isEmpty()) {
      tags.put(name(key), shortened(value, MOST_TAG_CHARACTERS));
    }
  }

  private static String name(String text) {
    return text.replaceAll(REFUSED, "_");
  }

  private static String shortened(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 3) + "...";
  }
}
