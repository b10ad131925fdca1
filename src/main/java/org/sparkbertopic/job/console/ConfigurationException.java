package org.sparkbertopic.job.console;

import java.util.Locale;

/**
 * Thrown if the configuration cannot be used. The message names the key, the value and the remedy.
 */
public final class ConfigurationException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  public ConfigurationException(String message) {
    super(message);
  }

  public ConfigurationException(String message, Throwable cause) {
    super(message, cause);
  }

  /** With a message in the root locale. */
  public static ConfigurationException of(String format, Object... values) {
    return new ConfigurationException(String.format(Locale.ROOT, format, values));
  }

  /** As {@link #of(String, Object...)}, with a cause. */
  public static ConfigurationException of(Throwable cause, String format, Object... values) {
    return new ConfigurationException(String.format(Locale.ROOT, format, values), cause);
  }
}
