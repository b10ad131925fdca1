package org.sparkbertopic.job.command;

import java.util.Map;
import java.util.TreeMap;
import org.sparkbertopic.assign.DistributionSettings;
import picocli.CommandLine.Option;

/** The windows over the words of a document. */
final class WindowOptions {

  @Option(
      names = "--window",
      paramLabel = "N",
      description = "number of words in a window; default: ${DEFAULT-VALUE}")
  private int window = DistributionSettings.DEFAULT_WINDOW;

  @Option(
      names = "--stride",
      paramLabel = "N",
      description = "words between the starts of two windows; default: ${DEFAULT-VALUE}")
  private int stride = DistributionSettings.DEFAULT_STRIDE;

  @Option(
      names = "--padding",
      description =
          "lets windows extend beyond both ends, so that words at the edges count as much as others")
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
