package org.sparkbertopic.job.fit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.sparkbertopic.BERTopic;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.http.SecretText;
import org.sparkbertopic.job.config.ConfigKeys;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.SecretOptions;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.input.InputReader;
import org.sparkbertopic.job.run.FitOverview;
import org.sparkbertopic.job.run.OutputFormat;
import org.sparkbertopic.job.run.OutputPlace;
import org.sparkbertopic.job.run.Publication;
import org.sparkbertopic.job.run.RunDirectory;
import org.sparkbertopic.job.run.RunRecord;
import org.sparkbertopic.job.run.RunRecord.Status;
import org.sparkbertopic.job.run.RunWorkspace;
import org.sparkbertopic.persistence.Lineage;
import org.sparkbertopic.persistence.TopicsJson;
import org.sparkbertopic.stage.table.InputColumns;
import org.sparkbertopic.stage.table.UnusableInputException;

/** One run of {@code fit}: opens the run's directory, fits, publishes. */
public final class FitJob {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Keys that are there for commands on the finished run. */
  private static final Set<String> NOT_READ =
      Set.of("input.timestamp-column", "input.class-column");

  private final SparkSession spark;
  private final JobConfig config;
  private final BERTopic estimator;
  private final boolean overwrite;
  private final Console console;

  public FitJob(
      SparkSession spark,
      JobConfig config,
      BERTopic estimator,
      boolean overwrite,
      Console console) {
    this.spark = spark;
    this.config = config;
    this.estimator = estimator;
    this.overwrite = overwrite;
    this.console = console;
  }

  public void run() {
    RunDirectory directory =
        RunDirectory.at(config.string("output.path"), spark.sparkContext().hadoopConfiguration());
    // A folder of somebody else is refused before anything is written to it.
    OutputPlace.requireOutside(directory, "output.path");
    directory.previousRun(overwrite);
    directory.exclusively(spark.sparkContext().applicationId(), () -> run(directory));
  }

  private void run(RunDirectory directory) {
    Optional<RunRecord> previous = directory.previousRun(overwrite);
    InputReader input = new InputReader(spark, config);
    Dataset<Row> table = input.read();
    OutputPlace.requireOutsideInput(directory, input.locations());
    RunRecord record = newRecord("fit", config, spark);
    record.seed = estimator.getSeed();
    record.inputFingerprint = input.fingerprint(table);
    record.idType = idType(table, input.columns());
    if (previous.isPresent()) {
      List<String> changes = changes(previous.get(), record);
      if (changes.isEmpty() && isWhole(previous.get(), directory)) {
        show(previous.get(), directory);
        return;
      }
      checkPrevious(previous.get(), changes, directory);
    }
    directory.requireOwnFiles();
    Runnable inputUnchanged = () -> input.requireUnchanged(false);
    directory.recorded(
        record,
        () -> {
          RunWorkspace workspace =
              new RunWorkspace(
                      spark,
                      directory,
                      record,
                      console,
                      record.inputFingerprint,
                      config.optional("embedding.cache"),
                      inputUnchanged)
                  .withInputOrder(input.order());
          input.inspect(table).forEach(workspace::warn);
          BERTopicModel model = estimator.fit(table, workspace);
          record.rejected = model.summary().intake().rejected();
          new Publication(directory, record, console)
              .publish(
                  model,
                  model.summary().assignments(),
                  config.choice("output.format", OutputFormat.class),
                  () -> input.requireUnchanged(true));
        });
  }

  private boolean isWhole(RunRecord earlier, RunDirectory directory) {
    return earlier.status == Status.DONE
        && earlier.incomplete.isEmpty()
        && !isDamaged(earlier, directory)
        && Stream.of(
                RunDirectory.MODEL,
                RunDirectory.ASSIGNMENTS,
                RunDirectory.TOPICS_FILE,
                RunDirectory.REPORT_FILE)
            .allMatch(name -> directory.exists(directory.path(name)));
  }

  private boolean isDamaged(RunRecord earlier, RunDirectory directory) {
    return directory.damage(earlier, console);
  }

  /** Nothing changed and nothing is missing: there is only something to show. */
  private void show(RunRecord earlier, RunDirectory directory) {
    Path topics = new Path(directory.results().folder(earlier), RunDirectory.TOPICS_FILE);
    try (InputStream in = directory.files().open(topics)) {
      console.note("this run is finished; its input and settings have not changed");
      new FitOverview(earlier, TopicsJson.read(in, topics.toString())).print(console.out());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    console.out().println();
    console.out().println("Results: " + directory.root());
  }

  static String idType(Dataset<Row> table, InputColumns columns) {
    return columns
        .id()
        .filter(Arrays.asList(table.columns())::contains)
        .map(name -> table.schema().apply(name).dataType())
        .orElse(DataTypes.StringType)
        .sql();
  }

  public static RunRecord newRecord(String command, JobConfig config, SparkSession spark) {
    RunRecord record = RunRecord.begun(command);
    try {
      record.configuration = JSON.readTree(config.toJson());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the configuration renders as JSON", e);
    }
    record.versions = versions(spark);
    return record;
  }

  public static Map<String, String> versions(SparkSession spark) {
    Map<String, String> versions = new TreeMap<>();
    versions.put("spark-bertopic", Lineage.thisLibrary());
    versions.put("spark", spark.version());
    versions.put("java", System.getProperty("java.version"));
    return versions;
  }

  private static List<String> changes(RunRecord earlier, RunRecord present) {
    List<String> changes = new ArrayList<>();
    if (!present.command.equals(earlier.command)) {
      changes.add("command: " + present.command + ", was " + earlier.command);
    }
    describeChanges("", earlier.configuration, present.configuration, changes);
    if (!present.inputFingerprint.equals(earlier.inputFingerprint)) {
      changes.add("the input's rows");
    }
    return changes;
  }

  /**
   * A finished run with other settings is only replaced on demand; an interrupted one is taken up,
   * with what changed done again.
   */
  private void checkPrevious(RunRecord earlier, List<String> changes, RunDirectory directory) {
    directory.requireCommand(earlier, "fit", overwrite);
    if (changes.isEmpty()) {
      return;
    }
    if (earlier.status == Status.DONE && !overwrite) {
      throw new UnusableInputException(
          String.format(
              Locale.ROOT,
              "output.path '%s' holds a finished run with other settings (%s); give --overwrite to replace it, or name another",
              directory.root(),
              String.join(", ", changes)));
    }
    console.note("changed since the earlier run: " + String.join(", ", changes));
  }

  /** Earlier versions recorded choices as they were written. */
  private static boolean isSame(String key, JsonNode before, JsonNode now) {
    return before.equals(now)
        || (now != null
            && before.isTextual()
            && now.isTextual()
            && ConfigKeys.isChoice(key)
            && ConfigKeys.normal(before.asText()).equals(ConfigKeys.normal(now.asText())));
  }

  private static void describeChanges(
      String prefix, JsonNode before, JsonNode now, List<String> changes) {
    if (NOT_READ.contains(prefix)) {
      return;
    }
    if (before == null || now == null || !before.isObject() || !now.isObject()) {
      if (before == null ? now != null : !isSame(prefix, before, now)) {
        changes.add(
            SecretOptions.isSecretKey(prefix)
                ? prefix
                : SecretText.redacted(
                    String.format(Locale.ROOT, "%s: %s, was %s", prefix, now, before)));
      }
      return;
    }
    TreeSet<String> names = new TreeSet<>();
    before.fieldNames().forEachRemaining(names::add);
    now.fieldNames().forEachRemaining(names::add);
    for (String name : names) {
      describeChanges(
          prefix.isEmpty() ? name : prefix + "." + name, before.get(name), now.get(name), changes);
    }
  }
}
