package org.sparkbertopic.http;

import java.util.Optional;
import org.sparkbertopic.compute.Checks;

/**
 * A key or token. Its text goes into a request's header and nowhere else: {@link #toString} hides
 * it, {@link #redact} removes it from other texts, and it can be neither serialized nor saved.
 */
public final class Secret {

  private static final String HIDDEN = "***";

  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  /**
   * A secret, without the blanks and line breaks around it.
   *
   * @param origin where it came from, such as the name of an environment variable, for messages
   * @param text null or blank for none
   * @throws IllegalArgumentException if it holds characters that a header must not hold; the
   *     message does not show it
   */
  public static Optional<Secret> of(String origin, String text) {
    if (text == null || text.isBlank()) {
      return Optional.empty();
    }
    String value = text.strip();
    // HttpRequest would refuse it too, with the value in its message.
    if (!value.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      throw Checks.invalid(
          "%s must be one line of visible ASCII characters, got something else (not shown); set"
              + " it again",
          origin);
    }
    return Optional.of(new Secret(value));
  }

  /** The header's value: the prefix, such as {@code "Bearer "}, and the secret. */
  public String header(String prefix) {
    return prefix + value;
  }

  /** The text without the secret. */
  public String redact(String text) {
    return text.replace(value, HIDDEN);
  }

  @Override
  public String toString() {
    return HIDDEN;
  }
}
