package org.sparkbertopic.job.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.sparkbertopic.stage.table.UnusableInputException;

/**
 * The state of the input at the start of a run. For files, it holds the size and time of each file
 * that is read; files added later are not read and do not matter. For a table that keeps versions,
 * it holds the version. For any other table, whose files Spark may not know, it holds a sum over
 * the rows.
 */
final class InputState {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, State> files;
  private final Configuration hadoop;
  private final String table;
  private final Supplier<Sums> contents;

  /** Null for what is not summed up. */
  private final Sums sums;

  private final JsonNode before;

  /**
   * Sums over the rows of a table.
   *
   * @param documents of the columns that documents are made of
   * @param looked of all columns that the command looks at
   */
  record Sums(JsonNode documents, JsonNode looked) {}

  /** The state of a file; null where it has none. */
  private record State(long bytes, long modified, boolean isFolder) {

    static boolean isFile(State state) {
      return state != null && !state.isFolder();
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%,d bytes of %s", bytes, Instant.ofEpochMilli(modified));
    }
  }

  private InputState(
      Map<String, State> files,
      Configuration hadoop,
      String table,
      Supplier<Sums> contents,
      Sums sums,
      JsonNode before) {
    this.files = files;
    this.hadoop = hadoop;
    this.table = table;
    this.contents = contents;
    this.sums = sums;
    this.before = before;
  }

  /**
   * @param urls URLs of the files, encoded as Spark gives them
   */
  static InputState ofFiles(String[] urls, Configuration hadoop) {
    Map<String, State> states = states(List.of(urls), hadoop);
    List<String> described = new ArrayList<>();
    // A link, or a file that an object store lists under another name, has no state.
    states.forEach(
        (url, state) ->
            described.add(
                url + " " + (state == null ? "" : state.bytes() + "@" + state.modified())));
    return new InputState(states, hadoop, "", null, null, JSON.valueToTree(described));
  }

  /**
   * @param contents sums over the rows, which require a pass over the table
   */
  static InputState ofContents(String table, Supplier<Sums> contents) {
    Sums sums = contents.get();
    return new InputState(Map.of(), null, table, contents, sums, sums.documents());
  }

  /** Whether there are files, and all of them could be listed. */
  boolean isKnown() {
    return !files.isEmpty() && files.values().stream().allMatch(State::isFile);
  }

  /** The state of a version of a table, which never changes. */
  static InputState ofVersion(JsonNode version) {
    return new InputState(Map.of(), null, "", null, null, version);
  }

  /** The first of some files that is not there. */
  static Optional<String> firstMissing(String[] urls, Configuration hadoop) {
    return states(List.of(urls), hadoop).entrySet().stream()
        .filter(file -> file.getValue() == null)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** The part of the input's fingerprint. */
  JsonNode json() {
    return before;
  }

  /**
   * What changes with further columns that the command looks at; empty where {@link #json} does.
   */
  Optional<JsonNode> looked() {
    return Optional.ofNullable(sums).map(Sums::looked);
  }

  /**
   * @param contentsToo whether to read a table for the check
   * @throws UnusableInputException if the input has changed
   */
  void requireUnchanged(boolean contentsToo) {
    if (contents != null) {
      if (contentsToo && !contents.get().equals(sums)) {
        throw rowsChanged();
      }
      return;
    }
    Map<String, State> now = states(files.keySet(), hadoop);
    for (Map.Entry<String, State> file : files.entrySet()) {
      State present = now.get(file.getKey());
      if (!Optional.ofNullable(present).equals(Optional.ofNullable(file.getValue()))) {
        throw changed(
            present == null
                ? "'" + file.getKey() + "' is gone"
                : "'" + file.getKey() + "' has " + present + ", it had " + file.getValue());
      }
    }
  }

  /**
   * @param copied sums over the rows of a copy
   * @throws UnusableInputException if this holds sums, and they are others
   */
  void requireSame(Supplier<Sums> copied) {
    if (contents != null && !copied.get().equals(sums)) {
      throw rowsChanged();
    }
  }

  private UnusableInputException rowsChanged() {
    return changed("the rows of '" + table + "' are not what they were");
  }

  private static UnusableInputException changed(String what) {
    return UnusableInputException.of(
        "the input must not change while a run reads it, but %s; nothing was published: start"
            + " the same command again when nobody writes there",
        what);
  }

  /** Lists each folder once: one request per file would take hours on object stores. */
  private static Map<String, State> states(Iterable<String> urls, Configuration hadoop) {
    Map<Path, State> found = new HashMap<>();
    Set<Path> listed = new HashSet<>();
    Map<String, State> states = new TreeMap<>();
    for (String url : urls) {
      // Spark gives encoded URLs, while Path takes plain text.
      Path file = new Path(URI.create(url));
      if (listed.add(file.getParent())) {
        list(file.getParent(), hadoop, found);
      }
      states.put(url, found.get(file));
    }
    return states;
  }

  private static void list(Path folder, Configuration hadoop, Map<Path, State> states) {
    try {
      FileSystem files = folder.getFileSystem(hadoop);
      for (FileStatus status : files.listStatus(folder)) {
        states.put(
            status.getPath(),
            new State(status.getLen(), status.getModificationTime(), status.isDirectory()));
      }
    } catch (FileNotFoundException e) {
      // The caller reports the files of the folder as missing.
    } catch (IOException e) {
      throw new UncheckedIOException(
          String.format(
              Locale.ROOT, "the input's folder '%s' cannot be listed: %s", folder, e.getMessage()),
          e);
    }
  }
}
