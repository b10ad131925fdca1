package org.sparkbertopic.job.command;

import com.typesafe.config.ConfigUtil;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.console.ConfigurationException;
import picocli.CommandLine.Option;

/** The options that name a configuration, an input and an output. */
final class TableOptions {

  @Option(
      names = "--conf",
      paramLabel = "FILE",
      description = "configuration file in HOCON, on any file system")
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

  @Option(names = "--keys", description = "prints every key with its default and meaning")
  private boolean keys;

  /** Whether the user only asks for the list of keys. */
  boolean keys() {
    return keys;
  }

  /**
   * The configuration of a command.
   *
   * @param values keys, and what the command's own options set them to; null if an option was not
   *     given
   * @throws ConfigurationException if a key is missing or has an invalid value
   */
  JobConfig load(String command, Map<String, String> values) {
    Map<String, String> all = new LinkedHashMap<>(overrides);
    Map<String, String> given = new LinkedHashMap<>(values);
    given.put("input.path", input);
    given.put("output.path", output);
    given.forEach(
        (key, path) -> {
          if (path != null) {
            all.put(key, ConfigUtil.quoteString(path));
          }
        });
    return JobConfig.load(command, file, all);
  }
}
