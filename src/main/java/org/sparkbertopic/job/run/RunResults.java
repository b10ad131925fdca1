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
 * The results of a run, each whole in a folder of its own that never changes: {@code _results/ID}.
 * One is shown under the run's names, see {@link PublicNames}; the one before it is kept for those
 * who are reading it.
 */
public final class RunResults {

  public static final String RESULTS = "_results";

  /** Setting of Hadoop; false where links are not wanted, though the disk has them. */
  static final String LINKS = "sparkbertopic.output.links";

  /** Names, sizes and checksums of the files of a result. */
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
   * @param linksWanted false where the public names are to be copies ({@link #LINKS}); what a file
   *     system says of itself may be shared by several configurations
   */
  RunResults(Path root, FileSystem files, boolean linksWanted) {
    this.root = root;
    this.files = files;
    this.linksWanted = linksWanted;
    this.atomic = new AtomicFiles(files);
  }

  /** Whether the public names are links: where the disk has them, and nobody asked for copies. */
  boolean links() {
    return linksWanted && LinkedNames.isPossible(root, files);
  }

  /** An empty folder for a new result. */
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

  /** Where the files of a finished run lie: its result's folder, or the run's where it has none. */
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
   * @param record gets the result's name and the list's digest
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
    atomic.write(new Path(result, RunDirectory.RUN_FILE), RunDirectory.json(record));
  }

  private static String digest(byte[] content) {
    return Fingerprint.ofText(new String(content, StandardCharsets.UTF_8));
  }

  /** Without embeddings, which a result refers to, and which have a mark of their own. */
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
   * Shows a complete result under the run's names and deletes those that nobody needs.
   *
   * @param before the result that was shown, if there was one
   */
  void show(Path result, RunRecord record, Optional<RunRecord> before) throws IOException {
    PublicNames shown = PublicNames.of(root, files, links());
    TreeMap<String, Boolean> names = new TreeMap<>();
    names(result).forEach(name -> names.put(name, true));
    names.put(RunDirectory.RUN_FILE, true);
    if (record.embeddings != null && shown instanceof LinkedNames linked) {
      linked.refer(result, RunDirectory.EMBEDDINGS, record.embeddings);
      names.put(RunDirectory.EMBEDDINGS, true);
    }
    shown.show(result, names.keySet());
    clean(record, before);
  }

  /** Deletes results but the present and the one before, and embeddings that neither has. */
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
      LOG.warn("what earlier runs left in '{}' could not be deleted", root, e);
    }
  }

  /** Unless somebody put a file of theirs there. */
  private void deleteResult(Path result) throws IOException {
    try {
      new OwnFiles(files).requireResult(result);
    } catch (UnusableInputException e) {
      LOG.warn("an earlier result stays: {}", e.getMessage());
      return;
    }
    files.delete(result, true);
  }

  private void deleteEmbeddings(Path table) {
    try {
      new SparkTables(files).delete(table);
    } catch (UnusableInputException e) {
      LOG.warn("embeddings of an earlier result stay: {}", e.getMessage());
    }
  }

  /**
   * Compares the files of a finished run with what they were.
   *
   * @return what is damaged, in a few words; empty where nothing is, or nothing is known of a run
   *     by an earlier version
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

  /** As {@link #damage}, and whether the run's names show the result. */
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
   * Writes a table that is made of a finished run, in place of an earlier one if there is one.
   *
   * @param writer writes the table to the path that it is given; null where there is none any more
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
