package org.sparkbertopic.http;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.sparkbertopic.compute.Checks;

/**
 * The key of a server, read from the environment.
 *
 * @param secret empty if none is needed
 * @param variable name of the environment variable; empty if none is needed
 * @param header that carries the key
 * @param prefix of the header's value, such as {@code "Bearer "}
 */
public record ApiKey(Optional<Secret> secret, String variable, String header, String prefix) {

  /** The header that OpenAI and most others expect. */
  public static final String BEARER_HEADER = "Authorization";

  public static final String BEARER_PREFIX = "Bearer ";

  /**
   * Reads the variable.
   *
   * @param environment variables by name
   * @param host of the server, for messages
   * @param place where the variable must be set, for messages
   * @throws IllegalArgumentException if it is not set or holds no key; the message does not show it
   */
  public static ApiKey bearer(
      String variable, UnaryOperator<String> environment, String host, String place) {
    return read(variable, environment, host, place, BEARER_HEADER, BEARER_PREFIX);
  }

  /** As {@link #bearer}, in another header. */
  public static ApiKey read(
      String variable,
      UnaryOperator<String> environment,
      String host,
      String place,
      String header,
      String prefix) {
    if (variable.isEmpty()) {
      return new ApiKey(Optional.empty(), variable, header, prefix);
    }
    Optional<Secret> secret =
        Secret.of("the environment variable " + variable, environment.apply(variable));
    if (secret.isEmpty()) {
      throw Checks.invalid(
          "the environment variable %s must hold the key of %s, got none; set it %s",
          variable, host, place);
    }
    return new ApiKey(secret, variable, header, prefix);
  }

  /**
   * Checks a variable's name. A key that was pasted instead by mistake would be saved with the
   * model.
   *
   * @throws IllegalArgumentException if it is not such a name; the message does not show it
   */
  public static void checkVariable(String name) {
    if (!name.matches("[A-Za-z_][A-Za-z0-9_]{0,63}|")) {
      throw new IllegalArgumentException(
          "keyVariable must be the name of an environment variable, got something else (not"
              + " shown); write its name, such as OPENAI_API_KEY, not the key");
    }
  }
}
