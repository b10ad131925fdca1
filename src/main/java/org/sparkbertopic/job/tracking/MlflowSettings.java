package org.sparkbertopic.job.tracking;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sparkbertopic.http.SecretText;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.console.ConfigurationException;

/**
 * Where and how runs are tracked: the keys {@code tracking.mlflow}.
 *
 * @param server address of the tracking server, without user and password
 * @param experiment name; it is made if it is not there
 * @param runName empty: MLflow makes one
 * @param tags of the run
 * @param model whether the model directory is an artifact
 * @param timeout for all requests of a run together
 */
record MlflowSettings(
    URI server,
    String experiment,
    String runName,
    Map<String, String> tags,
    boolean model,
    Duration timeout) {

  private static final String URI_KEY = "tracking.mlflow.uri";
  private static final String MODEL_KEY = "tracking.mlflow.model";
  private static final String TIMEOUT_KEY = "tracking.mlflow.timeout-seconds";

  MlflowSettings {
    tags = new TreeMap<>(tags);
  }

  /**
   * Empty if no server is named, or the command has no such keys.
   *
   * @throws ConfigurationException if a value cannot be used
   */
  static Optional<MlflowSettings> of(JobConfig config) {
    if (!config.isKnown(URI_KEY) || config.optional(URI_KEY).isEmpty()) {
      return Optional.empty();
    }
    int seconds = config.integer(TIMEOUT_KEY);
    if (seconds < 1) {
      throw ConfigurationException.of(
          "%s must be at least 1, got %s; the default is 300", TIMEOUT_KEY, seconds);
    }
    return Optional.of(
        new MlflowSettings(
            server(config.string(URI_KEY)),
            config.required("tracking.mlflow.experiment", "name an experiment of MLflow"),
            config.string("tracking.mlflow.run-name"),
            config.map("tracking.mlflow.tags"),
            config.isKnown(MODEL_KEY) && config.flag(MODEL_KEY),
            Duration.ofSeconds(seconds)));
  }

  private static URI server(String text) {
    try {
      URI server = new URI(text.strip().replaceAll("/+$", ""));
      boolean web = "http".equals(server.getScheme()) || "https".equals(server.getScheme());
      if (web
          && server.getHost() != null
          && server.getUserInfo() == null
          && server.getQuery() == null) {
        return server;
      }
    } catch (URISyntaxException e) {
      // The message would show the text, which may hold a password.
    }
    throw ConfigurationException.of(
        "%s must be the http or https address of an MLflow server without user and password, got '%s'; give these in MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or a token in MLFLOW_TRACKING_TOKEN",
        URI_KEY, SecretText.redacted(text));
  }
}
