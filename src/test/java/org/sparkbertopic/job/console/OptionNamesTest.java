package org.sparkbertopic.job.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.sparkbertopic.job.command.TopicsDistributionCommand;
import org.sparkbertopic.job.command.TuneCommand;
import picocli.CommandLine;

class OptionNamesTest {

  private static String of(Object command, String message) {
    return OptionNames.inOptions(new CommandLine(command).getCommandSpec(), message);
  }

  @Test
  void parameters_are_named_by_the_options_of_the_command() {
    assertEquals(
        "--min-cluster-size must be at least 2, got 1; smaller than --min-samples",
        of(new TuneCommand(), "minClusterSize must be at least 2, got 1; smaller than minSamples"));
    assertEquals(
        "--window must be at least 1, got 0; a window has words",
        of(
            new TopicsDistributionCommand(),
            "window must be at least 1, got 0; a window has words"));
  }

  @Test
  void what_the_command_has_no_option_for_stays() {
    String message = "nComponents must be at most 4; pca.n-components and output.path say so";
    assertEquals(message, of(new TuneCommand(), message));
    assertEquals("the output must be apart", of(new TuneCommand(), "the output must be apart"));
  }
}
