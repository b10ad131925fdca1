package org.sparkbertopic.job.command;

import java.util.Map;
import java.util.TreeMap;
import org.sparkbertopic.assign.DistributionSettings;
import picocli.CommandLine.Option;

/** The windows over a document's words. */
final class WindowOptions {

  @Option(
      names = "--window",
      paramLabel = "N",
      description = "words of a window; default: ${DEFAULT-VALUE}")
  private int window = DistributionSettings.DEFAULT_WINDOW;

  @Option(
      names = "--stride",
      paramLabel = "N",
      description = "words from a window to the next; default: ${DEFAULT-VALUE}")
  private int stride = DistributionSettings.DEFAULT_STRIDE;

  @Option(
      names = "--padding",
      description = "lets windows stick out at both ends, so that edge words count as the others")
  private boolean padding;

  /**
   * @throws IllegalArgumentException if a number is out of range
   */
  DistributionSettings settings() {
    return DistributionSettings.create().withWindow(window).withStride(stride).withPadding(padding);
  }

  Map<String, Object> parameters() {
    Map<String, Object> parameters = new TreeMap<>();
    parameters.put("window", window);
    parameters.put("stride", stride);
    parameters.put("padding", padding);
    return parameters;
  }
}
