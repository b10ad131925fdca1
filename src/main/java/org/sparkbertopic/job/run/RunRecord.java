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
import java.util.concurrent.CopyOnWriteArrayList;
import org.sparkbertopic.job.page.RunFacts;
import org.sparkbertopic.job.table.TableVersion;
import org.sparkbertopic.job.table.WrittenTable;
import org.sparkbertopic.report.ReportData;
import org.sparkbertopic.stage.workspace.Fingerprint;
import org.sparkbertopic.stage.workspace.Stage;

/** The content of {@code run.json}: the state of a run, rewritten after every stage. */
public final class RunRecord {

  /** Identifies the folder as a run. */
  static final String FORMAT = "spark-bertopic run";

  /** Version 2: the results lie in a separate folder; see {@link RunResults}. */
  static final int FORMAT_VERSION = 2;

  public enum Status {
    RUNNING,
    FAILED,
    DONE
  }

  /**
   * The record of one stage.
   *
   * @param rows number of rows processed; -1 if it does not apply
   * @param reused whether the result is from an earlier run
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

  /** Folder of the run that an operation on topics started from. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public String parent;

  /** Fingerprint of the stage that described the topics, in the fit behind the operation. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public String fitFingerprint;

  /** The parameters of the operation. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public JsonNode parameters;

  /** The dialect of CSV tables; see {@link OutputFormat#RFC_4180}. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public String csv;

  /** Digest of the model that a transform used; null in records of versions without it. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public String modelDigest;

  /** Its version, where model.path is a folder of versions; of the hub, its commit; else null. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public String modelVersion;

  /** Digest of the earlier model whose topic ids a fit carried over; null without one. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public String likeDigest;

  /** Its version, as {@link #modelVersion}. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public String likeVersion;

  /** Names the run, also after it was resumed; null in records of versions without it. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public String id;

  public String inputFingerprint;

  /** The version of the table that is read; null for files and tables that keep none. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public TableVersion input;

  /** What was written to tables of the catalog. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public List<WrittenTable> tables = new ArrayList<>();

  /** Type of the ids, as Spark names it; null in records of versions that wrote all ids as text. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public String idType;

  /** A thread of Spark's metrics reads it while the run goes on. */
  public List<StageRecord> stages = new CopyOnWriteArrayList<>();

  public long documents;
  public Map<String, Long> rejected = new TreeMap<>();
  public int topics;
  public long outliers;

  /** Counts of the stages, such as the number of truncated texts. */
  public Map<String, Long> counted = new TreeMap<>();

  public List<String> warnings = new CopyOnWriteArrayList<>();

  /** What the fit made of settings that leave something open, such as a choice of its own. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public List<String> notes = new CopyOnWriteArrayList<>();

  /** Stages with an incomplete result because something failed; the same command repeats them. */
  public List<String> incomplete = new ArrayList<>();

  /** Folder of the results in {@code _results}; null until they are complete. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public String result;

  /** Digest of the list of result files. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public String resultFiles;

  /** Path of the embeddings in the run's folder; null if they were given. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public String embeddings;

  /** Id of the run in MLflow that tells of this one; null if none does. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public String mlflowRun;

  public String error;

  /** The record of a new run, with the formats of this version. */
  public static RunRecord begun(String command) {
    RunRecord record = new RunRecord();
    record.command = command;
    record.started = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    record.csv = OutputFormat.RFC_4180;
    record.id =
        Fingerprint.of("run")
            .with("process", ProcessHandle.current().pid())
            .with("time", System.nanoTime())
            .with("started", record.started)
            .digest();
    return record;
  }

  /** The fingerprint of a stage's result; empty if the run does not have it. */
  Optional<String> fingerprintOf(Stage stage) {
    return stages.stream()
        .filter(each -> each.name().equals(stage.title()))
        .map(StageRecord::fingerprint)
        .findFirst();
  }

  /** Whether the run's embeddings lie in this place; records of earlier versions do not say. */
  boolean usesEmbeddings(String place) {
    return embeddings == null ? result == null : embeddings.equals(place);
  }

  /** What the page tells of this run. */
  public RunFacts facts() {
    return new RunFacts(
        seed,
        FitOverview.facts(counted),
        versions,
        started,
        stages.stream()
            .map(stage -> new ReportData.Stage(stage.name(), stage.rows(), stage.seconds()))
            .toList(),
        List.copyOf(warnings),
        documents);
  }

  public void finish() {
    status = Status.DONE;
    finished = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
