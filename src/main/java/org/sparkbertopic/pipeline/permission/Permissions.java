package org.sparkbertopic.pipeline.permission;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.embedding.http.HttpDialect;
import org.sparkbertopic.stage.table.UnusableInputException;

/**
 * What the user allows parts that come from a file: hosts, each with the environment variables
 * whose values may go there, and paths. Parts that the program made itself may do everything. A
 * value.
 */
public final class Permissions {

  public static final Permissions ALL = new Permissions(true, false, Map.of(), Set.of());
  public static final Permissions NONE = new Permissions(false, false, Map.of(), Set.of());

  private final boolean all;
  private final boolean ofCommand;
  private final Map<String, Set<String>> hosts;
  private final Set<String> paths;

  private Permissions(
      boolean all, boolean ofCommand, Map<String, Set<String>> hosts, Set<String> paths) {
    this.all = all;
    this.ofCommand = ofCommand;
    this.hosts = hosts;
    this.paths = paths;
  }

  /** The same, whose refusals name the options of the command line. */
  public Permissions ofCommand() {
    return new Permissions(all, true, hosts, paths);
  }

  /**
   * @param host with or without a port
   * @param variables whose values may go there
   */
  public Permissions withHost(String host, Set<String> variables) {
    if (host.isBlank() || host.contains("/")) {
      throw Checks.invalid(
          "allowRemote must be a host, with or without a port, got '%s'; give it as"
              + " api.example.org or localhost:11434",
          host);
    }
    Map<String, Set<String>> more = new TreeMap<>(hosts);
    Set<String> allowed = new LinkedHashSet<>(variables);
    allowed.addAll(more.getOrDefault(host.toLowerCase(Locale.ROOT), Set.of()));
    more.put(host.toLowerCase(Locale.ROOT), allowed);
    return new Permissions(all, ofCommand, more, paths);
  }

  /** A file, a folder with all in it, or a model of a hub by its name. */
  public Permissions withPath(String path) {
    Set<String> more = new LinkedHashSet<>(paths);
    more.add(path.replaceAll("/+$", ""));
    return new Permissions(all, ofCommand, hosts, more);
  }

  /**
   * @throws UnusableInputException if the part, or one within it, reaches for what nobody named
   */
  public void require(Object part) {
    List<Access> refused = refused(part);
    if (!refused.isEmpty()) {
      throw new UnusableInputException(refusal(refused));
    }
  }

  public List<Access> refused(Object part) {
    return all
        ? List.of()
        : PartAccesses.of(part).stream().filter(access -> !allows(access)).toList();
  }

  public String refusal(List<Access> refused) {
    return String.format(
        Locale.ROOT,
        "the model asks for what this run did not name: it %s; a model can be made by anybody, so look whether you want that, and then %s",
        refused.stream().map(Access::told).collect(Collectors.joining(", and it ")),
        refused.stream().map(this::remedy).collect(Collectors.joining(" and ")));
  }

  private String remedy(Access access) {
    if (ofCommand) {
      return (access.host().isPresent() ? "give --allow-remote " : "give --allow-path ")
          + access.named();
    }
    return access.host().isPresent()
        ? "call allowRemote(\""
            + access.host().get()
            + access.keyVariable().map(name -> "\", \"" + name).orElse("")
            + "\")"
        : "call allowPath(\"" + access.path().orElseThrow() + "\")";
  }

  private boolean allows(Access access) {
    if (access.path().isPresent()) {
      String path = access.path().get().replaceAll("/+$", "");
      return paths.contains(path)
          || (!path.contains("..") && paths.stream().anyMatch(root -> path.startsWith(root + "/")));
    }
    String host = access.host().orElseThrow();
    String bare = host.replaceFirst(":\\d+$", "");
    if (!hosts.containsKey(host) && !hosts.containsKey(bare)) {
      return false;
    }
    return access.keyVariable().isEmpty()
        || hosts.getOrDefault(host, Set.of()).contains(access.keyVariable().get())
        || hosts.getOrDefault(bare, Set.of()).contains(access.keyVariable().get())
        || isVendors(bare, access.keyVariable().get());
  }

  /** A vendor's usual variable goes to the vendor's own host: the library says so, not the file. */
  private static boolean isVendors(String host, String variable) {
    for (HttpDialect dialect : HttpDialect.values()) {
      if (dialect.defaultKeyVariable().equals(variable)
          && !dialect.defaultUrl().isEmpty()
          && java.net.URI.create(dialect.defaultUrl()).getHost().equals(host)) {
        return true;
      }
    }
    return false;
  }
}
