package org.sparkbertopic.job.stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.sparkbertopic.job.run.RunDirectory;
import org.sparkbertopic.job.run.RunRecordFile;
import org.sparkbertopic.stage.table.UnusableInputException;

/**
 * How far a stream's output has come. It is written behind everything else of a batch, so that a
 * batch up to this one is never written again.
 */
public final class StreamState {

  static final String FILE = "stream.json";

  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /** Names the stream; its checkpoint has the same. */
  public String stream;

  public String checkpoint;

  /** The last batch that is whole; -1 before the first. */
  public long batch = -1;

  public long documents;
  public long outliers;
  public Map<String, Long> rejected = new TreeMap<>();

  /** Files that were read, and those of the last batch; 0 for other sources. */
  public long files;

  public long filesOfBatch;

  /** The version of the model that assigns the next batch; -1 if the stream does not update it. */
  public long version = -1;

  /** The last batch whose documents are in this version; -1 if none is. */
  public long inModel = -1;

  /** Type of the ids, as Spark names it; null before the first batch with documents. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public String idType;

  /** The state of the output's stream; empty if no batch was written. */
  static Optional<StreamState> read(RunDirectory output) {
    Path path = output.path(FILE);
    try {
      if (!output.files().exists(path)) {
        return Optional.empty();
      }
      try (InputStream in = output.files().open(path)) {
        return Optional.of(JSON.readValue(in, StreamState.class));
      }
    } catch (com.fasterxml.jackson.core.JacksonException e) {
      throw UnusableInputException.of(
          e,
          "'%s' is damaged: %s; begin with another output and checkpoint",
          path,
          e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(RunDirectory output) {
    output.write(FILE, RunRecordFile.json(this));
  }

  long rejectedTotal() {
    return rejected.values().stream().mapToLong(Long::longValue).sum();
  }
}
