package org.sparkbertopic.job.config;

import org.sparkbertopic.online.OnlineSettings;

/** Creates the settings of a growing model. */
public final class OnlineConfig {

  private OnlineConfig() {}

  /**
   * @throws org.sparkbertopic.job.console.ConfigurationException if a value cannot be used
   */
  public static OnlineSettings settings(JobConfig config) {
    return config
        .part("online", c -> c.bound(OnlineSettings.create()))
        .withSeed(config.longInteger("seed"));
  }
}
