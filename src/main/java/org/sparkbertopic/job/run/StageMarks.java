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

/** What is known of the stages of a run: what each was made from, and what files it left. */
public final class StageMarks {

  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /**
   * A stage's mark.
   *
   * @param fingerprint what its result was made from
   * @param whole whether it is all there
   * @param rows rows it worked on; -1 where that is not known
   * @param counts what the stage counted on the way, by name
   * @param files its files as they were
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
   * @param writable fails if this process may not write there any more
   */
  StageMarks(Path stages, FileSystem files, Runnable writable) {
    this.stages = stages;
    this.files = files;
    this.atomic = new AtomicFiles(files);
    this.writable = writable;
  }

  /** Whether the stage has one, be it damaged. */
  boolean has(Stage stage) throws IOException {
    return files.exists(path(stage));
  }

  /** Empty where the stage has none. */
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
      // A mark cut short by a crash says nothing; its stage is done again.
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void set(Stage stage, Mark mark) {
    writable.run();
    try {
      atomic.write(path(stage), RunDirectory.json(mark));
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
