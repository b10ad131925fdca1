package org.sparkbertopic.job.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sparkbertopic.stage.workspace.Stage;

/** What {@code run.json} says; the run's own memory, written anew after every stage. */
public final class RunRecord {

  /** Says that the folder is a run's. */
  static final String FORMAT = "spark-bertopic run";

  /** 2: the results lie in a folder of their own, see {@link RunResults}. */
  static final int FORMAT_VERSION = 2;

  public enum Status {
    RUNNING,
    FAILED,
    DONE
  }

  /**
   * One stage as it went.
   *
   * @param rows rows it worked on; -1 where that says nothing
   * @param reused whether an earlier run's result was taken up
   */
  public record StageRecord(
      String name, String fingerprint, long rows, double seconds, boolean reused) {}

  public String format = FORMAT;
  public int formatVersion = FORMAT_VERSION;
  public Status status = Status.RUNNING;
  public String command;
  public String started;
  public String finished;
  public Map<String, String> versions = new TreeMap<>();
  public long seed;
  public JsonNode configuration;

  /** Folder of the run that an operation on topics was made of. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public String parent;

  /** Of the stage that described the topics, in the fit that the operation goes back to. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public String fitFingerprint;

  /** What the operation was asked for. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public JsonNode parameters;

  /** How the tables of CSV are written; see {@link OutputFormat#RFC_4180}. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public String csv;

  /** Digest of the model that a transform used; null in records of versions without it. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public String modelDigest;

  public String inputFingerprint;

  /** Type of the ids, in Spark's words; null in records of versions that wrote all as text. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public String idType;

  public List<StageRecord> stages = new ArrayList<>();
  public long documents;
  public Map<String, Long> rejected = new TreeMap<>();
  public int topics;
  public long outliers;

  /** What the stages counted on their way, such as texts that were cut. */
  public Map<String, Long> counted = new TreeMap<>();

  public List<String> warnings = new ArrayList<>();

  /** Stages whose result lacks something that failed; the same command does them again. */
  public List<String> incomplete = new ArrayList<>();

  /** Folder of the results in {@code _results}; none before they are whole. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public String result;

  /** Digest of the list of the results' files. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public String resultFiles;

  /** Where the embeddings lie in the run's folder; none where they were given. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public String embeddings;

  public String error;

  /** Of a run that begins, by the formats of this version. */
  public static RunRecord begun(String command) {
    RunRecord record = new RunRecord();
    record.command = command;
    record.started = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    record.csv = OutputFormat.RFC_4180;
    return record;
  }

  /** Of a stage's result; empty where the run did not have it. */
  Optional<String> fingerprintOf(Stage stage) {
    return stages.stream()
        .filter(each -> each.name().equals(stage.title()))
        .map(StageRecord::fingerprint)
        .findFirst();
  }

  /** Whether its embeddings lie there; a run by an earlier version does not say. */
  boolean usesEmbeddings(String place) {
    return embeddings == null ? result == null : embeddings.equals(place);
  }

  public void finish() {
    status = Status.DONE;
    finished = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
