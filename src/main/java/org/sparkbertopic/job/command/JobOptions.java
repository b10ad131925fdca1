package org.sparkbertopic.job.command;

import java.util.Map;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.console.ConfigurationException;
import org.sparkbertopic.job.input.InputReader;
import org.sparkbertopic.job.run.OutputFormat;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that all commands on a finite table share, and the configuration built from them. */
final class JobOptions {

  @Mixin private TableOptions table = new TableOptions();

  @Option(
      names = "--overwrite",
      description = "replaces the results of an earlier run; never deletes other files")
  private boolean overwrite;

  boolean overwrite() {
    return overwrite;
  }

  /** Whether the user only asks for the list of keys. */
  boolean keys() {
    return table.keys();
  }

  /**
   * The configuration of a command, after the checks that all commands on a table share.
   *
   * @param paths keys, and the paths that the command's own options set them to; null if an option
   *     was not given
   * @throws ConfigurationException if a key is missing or has an invalid value
   */
  JobConfig load(String command, Map<String, String> paths) {
    JobConfig config = table.load(command, paths);
    InputReader.check(config);
    config.required("output.path", "name a folder for the results");
    config.choice("output.format", OutputFormat.class);
    return config;
  }
}
