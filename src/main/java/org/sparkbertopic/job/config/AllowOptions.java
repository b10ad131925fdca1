package org.sparkbertopic.job.config;

import java.util.ArrayList;
import java.util.List;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.job.console.ConfigurationException;
import picocli.CommandLine.Option;

/** What a loaded model may access outside of its directory: only what these options name. */
public final class AllowOptions {

  @Option(
      names = "--allow-remote",
      paramLabel = "HOST[=VARIABLE]",
      description =
          "server that may receive texts, optionally with the environment variable that holds its key; may be repeated")
  private List<String> hosts = new ArrayList<>();

  @Option(
      names = "--allow-path",
      paramLabel = "PATH",
      description =
          "file or folder outside of the model's directory, or name of a hub model, that the model may use; may be repeated")
  private List<String> paths = new ArrayList<>();

  /** Applies these permissions to a model. Refusals name the command's options. */
  public BERTopicModel apply(BERTopicModel model) {
    model.speaksToCommands();
    for (String host : hosts) {
      String[] parts = host.split("=", 2);
      if (parts[0].isBlank() || parts[0].contains("/") || parts[parts.length - 1].isBlank()) {
        throw ConfigurationException.of(
            "--allow-remote must be a host, or HOST=VARIABLE, got '%s'; give it as"
                + " api.example.org or localhost:11434=MY_KEY",
            host);
      }
      if (parts.length == 1) {
        model.allowRemote(parts[0]);
      } else {
        model.allowRemote(parts[0], parts[1]);
      }
    }
    paths.forEach(model::allowPath);
    return model;
  }

  /** Whether the options name a path. */
  public boolean names(String path) {
    return paths.contains(path);
  }

  /** Whether the options name a host and, if it needs a key, its variable. */
  public boolean names(String host, String variable) {
    return hosts.contains(variable.isEmpty() ? host : host + "=" + variable)
        || (variable.isEmpty() && hosts.stream().anyMatch(named -> named.startsWith(host + "=")));
  }
}
