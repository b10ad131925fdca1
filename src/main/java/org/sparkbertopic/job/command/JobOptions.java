package org.sparkbertopic.job.command;

import com.typesafe.config.ConfigUtil;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.console.ConfigurationException;
import org.sparkbertopic.job.input.InputReader;
import org.sparkbertopic.job.run.OutputFormat;
import picocli.CommandLine.Option;

/** The options that all commands over a table share, and the configuration that they make. */
final class JobOptions {

  @Option(
      names = "--conf",
      paramLabel = "FILE",
      description = "configuration in HOCON, on any file system")
  private String file;

  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      description = "overrides a key of the configuration; may be repeated")
  private Map<String, String> overrides = new LinkedHashMap<>();

  @Option(names = "--input", paramLabel = "PATH", description = "sets input.path")
  private String input;

  @Option(names = "--output", paramLabel = "PATH", description = "sets output.path")
  private String output;

  @Option(
      names = "--overwrite",
      description = "replaces the results of an earlier run; never deletes other files")
  private boolean overwrite;

  @Option(names = "--keys", description = "prints every key with its default and meaning")
  private boolean keys;

  boolean overwrite() {
    return overwrite;
  }

  /** Whether the user only asks what the keys mean. */
  boolean keys() {
    return keys;
  }

  /**
   * The configuration of a command, with what every command over a table needs checked.
   *
   * @param paths keys and the paths given for them by options of the command's own; null if not
   *     given
   * @throws ConfigurationException if something is missing or cannot be used
   */
  JobConfig load(String command, Map<String, String> paths) {
    Map<String, String> all = new LinkedHashMap<>(overrides);
    Map<String, String> given = new LinkedHashMap<>(paths);
    given.put("input.path", input);
    given.put("output.path", output);
    given.forEach(
        (key, path) -> {
          if (path != null) {
            all.put(key, ConfigUtil.quoteString(path));
          }
        });
    JobConfig config = JobConfig.load(command, file, all);
    InputReader.check(config);
    config.required("output.path", "name a folder for the results");
    config.choice("output.format", OutputFormat.class);
    return config;
  }
}
