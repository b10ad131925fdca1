package org.sparkbertopic.job.command;

import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.console.ConfigurationException;
import org.sparkbertopic.job.fit.ResultTables;
import org.sparkbertopic.job.input.InputReader;
import org.sparkbertopic.job.run.OutputFormat;
import picocli.CommandLine.Option;

/** What the commands that turn a finite table into a run share. */
final class RunOptions {

  @Option(
      names = "--overwrite",
      description = "replaces the results of an earlier run; never deletes other files")
  private boolean overwrite;

  boolean overwrite() {
    return overwrite;
  }

  /**
   * Checks the keys that these commands share.
   *
   * @throws ConfigurationException if a key is missing or has an invalid value
   */
  void check(JobConfig config) {
    InputReader.check(config);
    config.choice("output.format", OutputFormat.class);
    ResultTables.check(config);
  }
}
