package org.sparkbertopic.job.config;

import java.util.ArrayList;
import java.util.List;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.job.console.ConfigurationException;
import picocli.CommandLine.Option;

/** What a loaded model may reach for outside of its directory: nothing that is not named here. */
public final class AllowOptions {

  @Option(
      names = "--allow-remote",
      paramLabel = "HOST[=VARIABLE]",
      description =
          "a server that the model may send texts to, with the environment variable whose value may go there as the key; may be repeated")
  private List<String> hosts = new ArrayList<>();

  @Option(
      names = "--allow-path",
      paramLabel = "PATH",
      description =
          "a file or folder, or a model of a hub by name, that the model may use beside its directory; may be repeated")
  private List<String> paths = new ArrayList<>();

  /** The model with these permissions; what else it asks for is refused in the command's words. */
  public BERTopicModel apply(BERTopicModel model) {
    model.speaksToCommands();
    for (String host : hosts) {
      String[] parts = host.split("=", 2);
      if (parts[0].isBlank() || parts[0].contains("/") || parts[parts.length - 1].isBlank()) {
        throw new ConfigurationException(
            "--allow-remote must be a host, or HOST=VARIABLE, got '"
                + host
                + "'; give it as api.example.org or localhost:11434=MY_KEY");
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

  /** Whether a path is named. */
  public boolean names(String path) {
    return paths.contains(path);
  }

  /** Whether a host is named, with the variable where one is needed. */
  public boolean names(String host, String variable) {
    return hosts.contains(variable.isEmpty() ? host : host + "=" + variable)
        || (variable.isEmpty() && hosts.stream().anyMatch(named -> named.startsWith(host + "=")));
  }
}
