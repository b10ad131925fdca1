package org.sparkbertopic.job.fit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.sparkbertopic.job.run.RunDirectory;
import org.sparkbertopic.online.UpdateResult.Reassigned;
import org.sparkbertopic.persistence.ModelDirectory;
import org.sparkbertopic.persistence.SavedModel;

/**
 * What a fit by chunks keeps in its run's folder, so that the same command continues behind the
 * last whole chunk:
 *
 * <pre>
 * _chunks/documents/    the corpus, one folder for each chunk
 * _chunks/fit/          the run of the fit on the first chunks
 * _chunks/0007/         a later chunk: model, assignments, chunk.json
 * </pre>
 *
 * <p>A chunk is whole when its {@code chunk.json} is there, which is written last. Only the last
 * model is kept.
 */
final class ChunkStore {

  static final String ROOT = "_chunks";
  private static final String DONE = "chunk.json";
  private static final String PART = "part-";
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final RunDirectory directory;
  private final FileSystem files;
  private final Path root;

  ChunkStore(RunDirectory directory) {
    this.directory = directory;
    this.files = directory.files();
    this.root = directory.path(ROOT);
  }

  /**
   * A chunk of the corpus.
   *
   * @param folder of its documents
   */
  record Part(String name, long documents, String folder) {}

  /**
   * The corpus by chunks, in their order.
   *
   * @param print of the input and how it is cut
   */
  record Parts(String print, List<Part> parts) {}

  /**
   * What an update by a chunk left beside its model and its assignments.
   *
   * @param print of all that the result depends on
   * @param embeddings names of its files among the run's embeddings
   * @param rejected rows that were set aside, by reason
   * @param counted counts of the stages
   */
  record Outcome(
      String print,
      List<String> embeddings,
      double seconds,
      List<Reassigned> reassigned,
      Map<String, Long> rejected,
      Map<String, Long> counted) {}

  Path fit() {
    return new Path(root, "fit");
  }

  Path documents() {
    return new Path(root, "documents");
  }

  Path documents(Part part) {
    return new Path(documents(), part.folder());
  }

  /** The folder of the chunk with this number. */
  Path chunk(int number) {
    return new Path(root, String.format(Locale.ROOT, "%04d", number));
  }

  Path assignments(int number) {
    return new Path(chunk(number), RunDirectory.ASSIGNMENTS);
  }

  private Path model(int number) {
    return new Path(chunk(number), RunDirectory.MODEL);
  }

  /** The corpus by chunks, from an earlier run of the same input or as {@code write} cuts it. */
  Parts parts(String print, Supplier<Parts> write) {
    Path list = new Path(root, "documents.json");
    Optional<Parts> known =
        read(list, Parts.class)
            .filter(parts -> parts.print().equals(print) && directory.exists(documents()));
    return known.orElseGet(
        () -> {
          delete(list);
          delete(documents());
          Parts parts = write.get();
          write(list, parts);
          return parts;
        });
  }

  /** What an earlier run made of a chunk; empty if it is to be done. */
  Optional<Outcome> outcome(int number, String print, Path embeddings) {
    return read(new Path(chunk(number), DONE), Outcome.class)
        .filter(
            outcome ->
                outcome.print().equals(print)
                    && directory.exists(assignments(number))
                    && outcome.embeddings().stream()
                        .allMatch(name -> directory.exists(new Path(embeddings, name))));
  }

  /** The model that a whole chunk left, if it is still there. */
  Optional<SavedModel> readModel(int number) {
    try {
      return directory.exists(model(number))
          ? Optional.of(ModelDirectory.at(model(number).toString(), files.getConf()).read())
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes what a process that died left of a chunk. */
  void begin(int number) {
    delete(chunk(number));
  }

  /** Keeps a chunk's model and outcome, and drops the model before it. */
  void finish(int number, SavedModel model, Outcome outcome) {
    directory.checkLease();
    try {
      ModelDirectory.at(model(number).toString(), files.getConf()).write(model, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    write(new Path(chunk(number), DONE), outcome);
    delete(model(number - 1));
  }

  /**
   * Moves the files of a table into another table.
   *
   * @return their names
   */
  List<String> move(Path table, Path to) {
    List<String> moved = new ArrayList<>();
    try {
      files.mkdirs(to);
      if (directory.exists(table)) {
        for (FileStatus file : files.listStatus(table)) {
          String name = file.getPath().getName();
          if (name.startsWith(PART)) {
            rename(file.getPath(), new Path(to, name));
            moved.add(name);
          }
        }
        files.delete(table, true);
      }
      return moved;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Copies the files of a table that are not yet in another table.
   *
   * @return their names
   */
  List<String> copy(Path table, Path to) {
    List<String> copied = new ArrayList<>();
    try {
      for (FileStatus file : files.listStatus(table)) {
        String name = file.getPath().getName();
        if (!name.startsWith(PART)) {
          continue;
        }
        if (!directory.exists(new Path(to, name))) {
          // as Spark does: a file appears when it is whole
          Path fresh = new Path(new Path(to, "_temporary"), name);
          FileUtil.copy(files, file.getPath(), files, fresh, false, true, files.getConf());
          rename(fresh, new Path(to, name));
        }
        copied.add(name);
      }
      files.delete(new Path(to, "_temporary"), true);
      return copied;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes what processes that died left in a table. */
  void keepOnly(Collection<String> names, Path table) {
    try {
      for (FileStatus file : files.listStatus(table)) {
        if (file.getPath().getName().startsWith(PART)
            && !names.contains(file.getPath().getName())) {
          files.delete(file.getPath(), false);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void rename(Path from, Path to) throws IOException {
    if (!files.rename(from, to)) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "could not rename '%s' to '%s'; look whether another job writes there",
              from,
              to));
    }
  }

  private <T> Optional<T> read(Path path, Class<T> type) {
    if (!directory.exists(path)) {
      return Optional.empty();
    }
    try (InputStream in = files.open(path)) {
      return Optional.of(JSON.readValue(in, type));
    } catch (com.fasterxml.jackson.core.JacksonException e) {
      return Optional.empty(); // a process died while it wrote
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(Path path, Object value) {
    try {
      String name = ROOT + path.toString().substring(root.toString().length());
      directory.write(name, JSON.writeValueAsBytes(value));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void delete(Path path) {
    directory.checkLease();
    try {
      files.delete(path, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
