package org.sparkbertopic.job.tracking;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.mlflow.tracking.creds.BasicMlflowHostCreds;
import org.sparkbertopic.http.ApiKey;
import org.sparkbertopic.http.Secret;

/**
 * Who asks the server: MLflow's own environment variables, a token before a user with a password.
 * They go into the header of requests to the server and nowhere else.
 */
final class MlflowCredentials {

  static final String TOKEN = "MLFLOW_TRACKING_TOKEN";
  static final String USERNAME = "MLFLOW_TRACKING_USERNAME";
  static final String PASSWORD = "MLFLOW_TRACKING_PASSWORD";

  private final String token;
  private final String username;
  private final String password;

  private MlflowCredentials(String token, String username, String password) {
    this.token = token;
    this.username = username;
    this.password = password;
  }

  /**
   * Reads the variables.
   *
   * @param environment variables by name
   */
  static MlflowCredentials of(UnaryOperator<String> environment) {
    String token = text(environment.apply(TOKEN));
    boolean both =
        token.isEmpty()
            && !text(environment.apply(USERNAME)).isEmpty()
            && !text(environment.apply(PASSWORD)).isEmpty();
    return new MlflowCredentials(
        token,
        both ? text(environment.apply(USERNAME)) : "",
        both ? text(environment.apply(PASSWORD)) : "");
  }

  private static String text(String value) {
    return value == null ? "" : value.strip();
  }

  BasicMlflowHostCreds ofClient(String server) {
    if (!token.isEmpty()) {
      return new BasicMlflowHostCreds(server, token);
    }
    return username.isEmpty()
        ? new BasicMlflowHostCreds(server)
        : new BasicMlflowHostCreds(server, username, password);
  }

  /** What follows {@link #prefix} in the header {@code Authorization}; empty if nothing does. */
  Optional<Secret> secret() {
    if (!token.isEmpty()) {
      return Secret.of("the environment variable " + TOKEN, token);
    }
    byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
    return username.isEmpty()
        ? Optional.empty()
        : Secret.of(
            "the environment variables " + USERNAME + " and " + PASSWORD,
            Base64.getEncoder().encodeToString(pair));
  }

  String prefix() {
    return token.isEmpty() ? "Basic " : ApiKey.BEARER_PREFIX;
  }

  /** The text without the credentials. */
  String redact(String text) {
    String open = text;
    for (String value : new String[] {token, password}) {
      open = value.isEmpty() ? open : open.replace(value, "***");
    }
    return open;
  }
}
