package org.sparkbertopic.job.run;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.sparkbertopic.stage.workspace.Stage;

/** The marks of a run's stages: what each stage was made from, and which files it wrote. */
public final class StageMarks {

  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /**
   * The mark of a stage.
   *
   * @param fingerprint digest of everything that the result depends on
   * @param whole whether the result is complete
   * @param rows number of rows processed; -1 if unknown
   * @param counts counters of the stage, by name
   * @param files the files as they were written
   */
  public record Mark(
      String fingerprint,
      boolean whole,
      long rows,
      Map<String, Long> counts,
      Map<String, FileList.Listed> files) {

    public Mark {
      counts = counts == null ? Map.of() : Map.copyOf(counts);
      files = files == null ? Map.of() : Map.copyOf(files);
    }
  }

  private final Path stages;
  private final FileSystem files;
  private final AtomicFiles atomic;
  private final Runnable writable;

  /**
   * @param stages folder of the marks
   * @param writable fails if this process may no longer write there
   */
  StageMarks(Path stages, FileSystem files, Runnable writable) {
    this.stages = stages;
    this.files = files;
    this.atomic = new AtomicFiles(files);
    this.writable = writable;
  }

  /** Whether the stage has a mark, even a damaged one. */
  boolean has(Stage stage) throws IOException {
    return files.exists(path(stage));
  }

  /** The mark of a stage; empty if it has none. */
  public Optional<Mark> of(Stage stage) {
    Path path = path(stage);
    try {
      if (!files.exists(path)) {
        return Optional.empty();
      }
      try (InputStream in = files.open(path)) {
        return Optional.of(JSON.readValue(in, Mark.class));
      }
    } catch (JacksonException e) {
      // A crash truncated the mark, so the stage is repeated.
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void set(Stage stage, Mark mark) {
    writable.run();
    try {
      atomic.write(path(stage), RunRecordFile.json(mark));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void clear(Stage stage) {
    try {
      files.delete(path(stage), false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path path(Stage stage) {
    return new Path(stages, stage.name().toLowerCase(Locale.ROOT) + ".mark.json");
  }
}
