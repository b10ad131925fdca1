package org.sparkbertopic.pipeline.permission;

import java.util.Objects;
import java.util.Optional;

/**
 * What a part reaches for outside of a model directory.
 *
 * @param host a server that texts go to, with its port where the URL has one; empty for a path
 * @param keyVariable the environment variable whose value goes to the host; empty if none does
 * @param path a file, a folder, or a model of a hub by its name; empty for a host
 * @param purpose what for, in words
 */
public record Access(
    Optional<String> host, Optional<String> keyVariable, Optional<String> path, String purpose) {

  public Access {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(keyVariable, "keyVariable");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(purpose, "purpose");
  }

  static Access toHost(String host, Optional<String> keyVariable, String purpose) {
    return new Access(Optional.of(host), keyVariable, Optional.empty(), purpose);
  }

  static Access toPath(String path, String purpose) {
    return new Access(Optional.empty(), Optional.empty(), Optional.of(path), purpose);
  }

  /** For messages. */
  String told() {
    return host.map(
            to ->
                purpose
                    + " "
                    + to
                    + keyVariable.map(name -> " with the key in the variable " + name).orElse(""))
        .orElseGet(() -> purpose + " " + path.orElseThrow());
  }

  /** What an option or a setter is given to allow it. */
  String named() {
    return host.map(to -> to + keyVariable.map(name -> "=" + name).orElse(""))
        .orElseGet(path::orElseThrow);
  }
}
