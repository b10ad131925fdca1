package org.sparkbertopic.job.console;

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
}
