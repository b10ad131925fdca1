package org.sparkbertopic.job.run;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparkbertopic.job.run.FileList.Listed;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.stage.workspace.Fingerprint;

/**
 * The results of a run. Each lies complete in its own folder {@code _results/ID}, which never
 * changes. One is shown under the run's names; see {@link PublicNames}. The previous one is kept
 * for processes that still read it.
 */
public final class RunResults {

  public static final String RESULTS = "_results";

  /** Hadoop setting; false avoids links even if the disk supports them. */
  static final String LINKS = "sparkbertopic.output.links";

  /** Names, sizes and checksums of a result's files. */
  static final String LIST = "files.json";

  static final String TABLES = "_tables";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Logger LOG = LoggerFactory.getLogger(RunResults.class);

  private final Path root;
  private final FileSystem files;
  private final AtomicFiles atomic;
  private final boolean linksWanted;

  /**
   * @param linksWanted false if the public names must be copies ({@link #LINKS}). It is passed in
   *     because a file system object may be shared by several configurations
   */
  RunResults(Path root, FileSystem files, boolean linksWanted) {
    this.root = root;
    this.files = files;
    this.linksWanted = linksWanted;
    this.atomic = new AtomicFiles(files);
  }

  /**
   * Whether the public names are links: the disk supports them, and the user did not ask for
   * copies.
   */
  boolean links() {
    return linksWanted && LinkedNames.isPossible(root, files);
  }

  /** Creates an empty folder for a new result. */
  Path begin() throws IOException {
    Path folder = new Path(new Path(root, RESULTS), newName());
    files.mkdirs(folder);
    return folder;
  }

  private static String newName() {
    String rest =
        Fingerprint.of("result")
            .with("process", ProcessHandle.current().pid())
            .with("time", System.nanoTime())
            .digest();
    return TIME.format(Instant.now()) + "-" + rest.substring(0, 8);
  }

  /**
   * The folder with a finished run's files: that of its result, or the run's own if it has none.
   */
  public Path folder(RunRecord record) {
    if (record.result == null) {
      return root;
    }
    Path folder = new Path(new Path(root, RESULTS), record.result);
    try {
      return files.exists(folder) ? folder : root;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Completes a result: lists its files and writes the run's record into it.
   *
   * @param record receives the result's name and the list's digest
   */
  void complete(Path result, RunRecord record) throws IOException {
    SortedMap<String, SortedMap<String, Listed>> list = new TreeMap<>();
    for (String name : names(result)) {
      Path path = new Path(result, name);
      list.put(
          name,
          RunDirectory.TABLES.contains(name)
              ? FileList.ofTable(files, path)
              : FileList.sums(files, path));
    }
    byte[] content = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(list);
    atomic.write(new Path(result, LIST), content);
    record.result = result.getName();
    record.resultFiles = digest(content);
    atomic.write(new Path(result, RunDirectory.RUN_FILE), RunRecordFile.json(record));
  }

  private static String digest(byte[] content) {
    return Fingerprint.ofText(new String(content, StandardCharsets.UTF_8));
  }

  /**
   * The public names in a result, without embeddings: a result only refers to them, and they have
   * their own mark.
   */
  private List<String> names(Path result) throws IOException {
    return List.of(files.listStatus(result)).stream()
        .map(status -> status.getPath().getName())
        .filter(name -> RunDirectory.PUBLIC_NAMES.contains(name))
        .filter(name -> !name.equals(RunDirectory.EMBEDDINGS))
        .filter(name -> !name.equals(RunDirectory.RUN_FILE))
        .sorted()
        .toList();
  }

  /**
   * Shows a complete result under the run's names, and deletes results that are no longer needed.
   *
   * @param before the result that was shown before, if any
   */
  void show(Path result, RunRecord record, Optional<RunRecord> before) throws IOException {
    showNames(result, record);
    clean(record, before);
  }

  /** Shows a result that is the current one already, and has changed. */
  void showNames(Path result, RunRecord record) throws IOException {
    PublicNames shown = PublicNames.of(root, files, links());
    TreeMap<String, Boolean> names = new TreeMap<>();
    names(result).forEach(name -> names.put(name, true));
    names.put(RunDirectory.RUN_FILE, true);
    if (record.embeddings != null && shown instanceof LinkedNames linked) {
      linked.refer(result, RunDirectory.EMBEDDINGS, record.embeddings);
      names.put(RunDirectory.EMBEDDINGS, true);
    }
    shown.show(result, names.keySet());
  }

  /**
   * Deletes all results except the current and the previous one, and embeddings that neither uses.
   */
  private void clean(RunRecord record, Optional<RunRecord> before) {
    String previous = before.map(run -> run.result).orElse(null);
    Set<String> kept = previous == null ? Set.of(record.result) : Set.of(record.result, previous);
    try {
      for (FileStatus status : files.listStatus(new Path(root, RESULTS))) {
        String name = status.getPath().getName();
        if (!kept.contains(name) && !(previous == null && name.startsWith("before"))) {
          deleteResult(status.getPath());
        }
      }
      Path plain = new Path(root, RunDirectory.EMBEDDINGS);
      boolean plainUsed =
          RunDirectory.EMBEDDINGS.equals(record.embeddings)
              || before.map(run -> run.usesEmbeddings(RunDirectory.EMBEDDINGS)).orElse(false);
      if (!plainUsed && !links()) {
        deleteEmbeddings(plain);
      }
      Path stages = new Path(root, RunDirectory.STAGES);
      for (FileStatus status :
          files.exists(stages) ? files.listStatus(stages) : new FileStatus[0]) {
        String place = RunDirectory.STAGES + "/" + status.getPath().getName();
        boolean used =
            place.equals(record.embeddings)
                || before.map(run -> place.equals(run.embeddings)).orElse(false);
        if (status.getPath().getName().startsWith(RunDirectory.EMBEDDED) && !used) {
          deleteEmbeddings(status.getPath());
        }
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("cannot delete the files of earlier runs in '{}'", root, e);
    }
  }

  /** Deletes a result, unless a user added files to it. */
  private void deleteResult(Path result) throws IOException {
    try {
      new OwnFiles(files).requireResult(result);
    } catch (UnusableInputException e) {
      LOG.warn("an earlier result was kept: {}", e.getMessage());
      return;
    }
    files.delete(result, true);
  }

  private void deleteEmbeddings(Path table) {
    try {
      new SparkTables(files).delete(table);
    } catch (UnusableInputException e) {
      LOG.warn("embeddings of an earlier result were kept: {}", e.getMessage());
    }
  }

  /**
   * Compares a finished run's files with the list of its result.
   *
   * @return the damage, in a few words; empty if there is none, or if an earlier version wrote the
   *     run and it has no list
   */
  Optional<String> damage(RunRecord record, boolean modelToo) {
    Path folder = folder(record);
    if (record.result == null || folder.equals(root)) {
      return Optional.empty();
    }
    try {
      byte[] content = bytes(new Path(folder, LIST));
      if (!digest(content).equals(record.resultFiles)) {
        return Optional.of("'" + new Path(folder, LIST) + "' has changed");
      }
      Map<String, SortedMap<String, Listed>> list =
          JSON.readValue(content, new TypeReference<>() {});
      for (Map.Entry<String, SortedMap<String, Listed>> entry : list.entrySet()) {
        Path path = new Path(folder, entry.getKey());
        boolean sums = modelToo || !entry.getKey().equals(RunDirectory.MODEL);
        Optional<String> damage =
            sums
                ? FileList.damage(files, path, entry.getValue())
                : FileList.loss(files, path, entry.getValue());
        if (damage.isPresent()) {
          return damage.map(what -> entry.getKey() + ": " + what);
        }
      }
      return Optional.empty();
    } catch (FileNotFoundException e) {
      return Optional.of("'" + new Path(folder, LIST) + "' is missing");
    } catch (IOException e) {
      return Optional.of("'" + folder + "' cannot be read: " + e.getMessage());
    }
  }

  /** As {@link #damage}, and also checks that the run's names show the result. */
  Optional<String> damageShown(RunRecord record) {
    Optional<String> damage = damage(record, true);
    Path folder = folder(record);
    if (damage.isPresent() || folder.equals(root)) {
      return damage;
    }
    try {
      PublicNames shown = PublicNames.of(root, files, links());
      for (String name : names(folder)) {
        if (!shown.shows(folder, name)) {
          return Optional.of("'" + new Path(root, name) + "' is not what the run wrote");
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("'" + root + "' cannot be read: " + e.getMessage());
    }
  }

  /**
   * Writes a table derived from a finished run, and replaces an earlier one.
   *
   * @param writer writes the table to the given path; null to remove the table
   */
  void replaceTable(RunRecord record, String name, Consumer<Path> writer) throws IOException {
    Path folder = folder(record);
    PublicNames shown = PublicNames.of(root, files, links());
    if (folder.equals(root) || !(shown instanceof LinkedNames linked)) {
      SparkTables tables = new SparkTables(files);
      if (writer == null) {
        tables.delete(new Path(root, name));
      } else {
        tables.replace(new Path(root, name), writer);
      }
      return;
    }
    if (writer == null) {
      linked.remove(folder, name);
      return;
    }
    Path version = new Path(new Path(folder, TABLES), name + "-" + newName());
    new SparkTables(files).requireSparks(folder, name);
    writer.accept(version);
    linked.refer(
        folder, name, String.join("/", RESULTS, folder.getName(), TABLES, version.getName()));
    linked.showTable(name);
  }

  private byte[] bytes(Path path) throws IOException {
    try (InputStream in = files.open(path)) {
      return in.readAllBytes();
    }
  }

  /** Copies a small file or folder. */
  void copy(Path from, Path to) throws IOException {
    FileUtil.copy(files, from, files, to, false, files.getConf());
  }
}
