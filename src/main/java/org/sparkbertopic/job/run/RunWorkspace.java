package org.sparkbertopic.job.run;

import static org.sparkbertopic.stage.table.InputColumns.ID;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.compute.Progress;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.console.ErrorMessages;
import org.sparkbertopic.job.run.RunRecord.StageRecord;
import org.sparkbertopic.job.run.StageMarks.Mark;
import org.sparkbertopic.stage.table.IdType;
import org.sparkbertopic.stage.table.LiteralPaths;
import org.sparkbertopic.stage.table.RowOrder;
import org.sparkbertopic.stage.workspace.Fingerprint;
import org.sparkbertopic.stage.workspace.Stage;
import org.sparkbertopic.stage.workspace.Workspace;

/**
 * Keeps the results of stages in the run's directory. Reuses complete results of an earlier run if
 * input and parameters are the same.
 */
public final class RunWorkspace implements Workspace {

  /** Raised when copies of an input are written in another way. */
  private static final int READ_VERSION = 1;

  /**
   * Row groups of the copy. Spark cuts files between row groups only: with Parquet's 128 MB, rows
   * that came in one piece (a compressed file, a large partition) would stay with few tasks.
   */
  private static final Map<String, String> COPY_OPTIONS =
      Map.of("parquet.block.size", Integer.toString(16 << 20));

  private final SparkSession spark;
  private final RunDirectory directory;
  private final RunRecord record;
  private final Console console;

  /** Null until a copy tells it. */
  private String inputFingerprint;

  private final Optional<String> embeddingCache;
  private final Runnable inputUnchanged;
  private Optional<Reading> reading = Optional.empty();

  /** Null until the input was read. */
  private Dataset<Row> read;

  private boolean incomplete;
  private Optional<String> inputLocation = Optional.empty();
  private RowOrder inputOrder = RowOrder.NONE;
  private String rejectedWarning = "";

  /** How an input is read once. */
  public interface Reading {

    /**
     * The columns that stages need; lazy.
     *
     * @param order by which rows get places
     */
    Dataset<Row> needed(Dataset<Row> input, RowOrder order);

    /** What these columns depend on beside the fingerprint of the input. */
    Optional<JsonNode> further();

    /** Fails if a copy of them is not of the input that the run began with. */
    void requireSame(Dataset<Row> copy);

    /** The fingerprint of an input that only a copy of them tells. */
    String fingerprint(Dataset<Row> input, Dataset<Row> copy);
  }

  /**
   * @param inputFingerprint null where only a copy of the input tells it ({@link Reading})
   * @param embeddingCache folder with the embeddings of all runs; optional
   * @param inputUnchanged fails if the input has changed since the run began
   */
  public RunWorkspace(
      SparkSession spark,
      RunDirectory directory,
      RunRecord record,
      Console console,
      String inputFingerprint,
      Optional<String> embeddingCache,
      Runnable inputUnchanged) {
    this.spark = spark;
    this.directory = directory;
    this.record = record;
    this.console = console;
    this.inputFingerprint = inputFingerprint;
    this.embeddingCache = embeddingCache;
    this.inputUnchanged = inputUnchanged;
  }

  @Override
  public Optional<String> embeddingCache() {
    return embeddingCache;
  }

  /**
   * @param location file, folder or table of the input
   * @param order order of its rows
   */
  public RunWorkspace withInput(String location, RowOrder order) {
    inputLocation = Optional.of(location);
    inputOrder = order;
    return this;
  }

  /** Reads the input once; without this, each stage reads it. */
  public RunWorkspace withReading(Reading how) {
    reading = Optional.of(how);
    return this;
  }

  @Override
  public Dataset<Row> read(Dataset<Row> input) {
    if (read == null) {
      read = reading.map(how -> copied(how, input)).orElse(input);
    }
    return read;
  }

  /** Columns have numbers for names in the files, because formats do not take every name. */
  private Dataset<Row> copied(Reading how, Dataset<Row> input) {
    Dataset<Row> needed = how.needed(input, inputOrder);
    String[] names = needed.columns();
    String[] numbers =
        IntStream.range(0, names.length).mapToObj(Integer::toString).toArray(String[]::new);
    Supplier<Dataset<Row>> compute = () -> needed.toDF(numbers);
    Dataset<Row> copy =
        inputFingerprint == null
            ? toldByCopy(
                compute,
                written -> {
                  inputFingerprint = how.fingerprint(input, written.toDF(names));
                  record.inputFingerprint = inputFingerprint;
                  return readPrint(how, names);
                })
            : table(
                Stage.READ,
                readPrint(how, names),
                compute,
                written -> how.requireSame(written.toDF(names)));
    return copy.toDF(names);
  }

  private String readPrint(Reading how, String[] names) {
    Fingerprint print =
        Fingerprint.of("read")
            .with("version", READ_VERSION)
            .with("input", inputFingerprint)
            .with("columns", String.join("\n", names));
    how.further().ifPresent(sum -> print.with("further", sum));
    return print.digest();
  }

  /**
   * The copy of an input that nothing is known of.
   *
   * @param told gives the fingerprint of the copy
   */
  private Dataset<Row> toldByCopy(
      Supplier<Dataset<Row>> compute, Function<Dataset<Row>, String> told) {
    Path path = directory.tablePath(Stage.READ, "");
    long start = started(Stage.READ);
    Dataset<Row> table = written(Stage.READ, path, compute);
    finished(Stage.READ, mark(told.apply(table), table.count(), Map.of(), path), start);
    return table;
  }

  /** Deletes the copy of the input, when the run is finished. */
  public void dropRead() {
    if (reading.isPresent() && read != null) {
      dropRead(directory, console);
    }
  }

  /** Deletes the copy of the input of a finished run; one that cannot be deleted is a warning. */
  public static void dropRead(RunDirectory directory, Console console) {
    Path copy = directory.tablePath(Stage.READ, "");
    try {
      directory.marks().clear(Stage.READ);
      directory.deleteStage(copy);
    } catch (UncheckedIOException e) {
      console.warn(
          String.format(
              Locale.ROOT,
              "the run is finished, but its copy of the input '%s' cannot be deleted (%s); delete it",
              copy,
              ErrorMessages.describe(e)));
    }
  }

  @Override
  public Optional<String> inputLocation() {
    return inputLocation;
  }

  @Override
  public RowOrder inputOrder() {
    // The order of the copy's files is that of Spark's work where the input has none.
    boolean lost =
        reading.isPresent()
            && read != null
            && !Arrays.asList(read.columns()).contains(RowOrder.POSITION);
    return lost ? RowOrder.NONE : inputOrder;
  }

  @Override
  public String inputFingerprint() {
    return inputFingerprint;
  }

  @Override
  public Dataset<Row> table(Stage stage, String fingerprint, Supplier<Dataset<Row>> compute) {
    return table(stage, fingerprint, compute, written -> {});
  }

  /**
   * @param check fails if a table that was written must not be used
   */
  private Dataset<Row> table(
      Stage stage,
      String fingerprint,
      Supplier<Dataset<Row>> compute,
      Consumer<Dataset<Row>> check) {
    Path path = directory.tablePath(stage, fingerprint);
    Optional<Mark> known = soundTable(stage, fingerprint, path);
    if (known.isPresent()) {
      reused(stage, known.get());
      return LiteralPaths.reader(spark).parquet(path.toString());
    }
    long start = started(stage);
    Dataset<Row> table = written(stage, path, compute);
    check.accept(table);
    finished(stage, mark(fingerprint, table.count(), Map.of(), path), start);
    return table;
  }

  private Dataset<Row> written(Stage stage, Path path, Supplier<Dataset<Row>> compute) {
    directory.marks().clear(stage);
    directory.deleteStage(path);
    Map<String, String> options = stage == Stage.READ ? COPY_OPTIONS : Map.of();
    compute.get().write().options(options).mode(SaveMode.ErrorIfExists).parquet(path.toString());
    return LiteralPaths.reader(spark).parquet(path.toString());
  }

  @Override
  public CountedTable tableByParts(
      Stage stage, String fingerprint, Dataset<Row> rows, long total, Parts parts) {
    Path path = directory.tablePath(stage, fingerprint);
    if (stage == Stage.EMBED) {
      record.embeddings = directory.root().toUri().relativize(path.toUri()).getPath();
    }
    Optional<Mark> whole = soundTable(stage, fingerprint, path);
    if (whole.isPresent()) {
      reused(stage, whole.get());
      record.counted.putAll(whole.get().counts());
      return new CountedTable(
          LiteralPaths.reader(spark).parquet(path.toString()), whole.get().counts());
    }
    long start = started(stage);
    Optional<Mark> begun =
        directory.marks().of(stage).filter(mark -> mark.fingerprint().equals(fingerprint));
    Optional<Dataset<Row>> earlier = begun.flatMap(mark -> kept(stage, mark, path));
    if (earlier.isEmpty()) {
      directory.marks().clear(stage);
      directory.deleteStage(path);
    }
    Map<String, Long> before = earlier.isPresent() ? begun.get().counts() : Map.of();
    long rowsWritten = append(stage, fingerprint, rows, total, parts, path, earlier, before);
    if (rowsWritten != total) {
      // The table has duplicate rows or rows of other documents, so none of it can be trusted.
      directory.marks().clear(stage);
      directory.deleteStage(path);
      console.note(
          String.format(
              Locale.ROOT,
              "%s: its table had %,d rows for %,d documents; it is made anew",
              stage.title(),
              rowsWritten,
              total));
      before = Map.of();
      rowsWritten = append(stage, fingerprint, rows, total, parts, path, Optional.empty(), before);
    }
    if (rowsWritten != total) {
      directory.marks().clear(stage);
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "%s must give a row for each of %,d documents, got %,d in '%s'; look whether the ids of the input change from reading to reading, as those of a view with random numbers do",
              stage.title(),
              total,
              rowsWritten,
              path));
    }
    Map<String, Long> counts = sums(before, parts.counts());
    record.counted.putAll(counts);
    finished(stage, mark(fingerprint, rowsWritten, counts, path), start);
    return new CountedTable(LiteralPaths.reader(spark).parquet(path.toString()), counts);
  }

  /**
   * Computes the rows that an earlier run had not finished.
   *
   * @return number of rows in the finished table
   */
  private long append(
      Stage stage,
      String fingerprint,
      Dataset<Row> rows,
      long total,
      Parts parts,
      Path path,
      Optional<Dataset<Row>> earlier,
      Map<String, Long> before) {
    long done = earlier.map(Dataset::count).orElse(0L);
    if (done > 0) {
      console.note(
          String.format(
              Locale.ROOT,
              "%s: an interrupted run had finished %,d of %,d documents; they are kept",
              stage.title(),
              done,
              total));
    }
    Runnable markProgress =
        () ->
            directory
                .marks()
                .set(
                    stage,
                    new Mark(fingerprint, false, -1, sums(before, parts.counts()), sizes(path)));
    markProgress.run();
    Dataset<Row> remaining = without(earlier, rows);
    long known = 0;
    if (appendKnown(stage, remaining, parts, path)) {
      Dataset<Row> kept = LiteralPaths.reader(spark).parquet(path.toString());
      known = kept.count() - done;
      done += known;
      remaining = without(Optional.of(kept), rows);
      console.note(
          String.format(
              Locale.ROOT,
              "%s: %,d of %,d documents are known from other runs",
              stage.title(),
              known,
              total));
    }
    parts.begin(done, known, total);
    try {
      new PartedWrite(spark, path.toString())
          .append(remaining, total - done, parts::compute, markProgress);
    } finally {
      parts.end();
    }
    return LiteralPaths.reader(spark).parquet(path.toString()).count();
  }

  private static Dataset<Row> without(Optional<Dataset<Row>> done, Dataset<Row> rows) {
    return done.map(table -> rows.join(table.select(ID), new String[] {ID}, "left_anti"))
        .orElse(rows);
  }

  /**
   * Appends rows that are known from other runs. Skipped if they cannot be read, because they only
   * save work.
   */
  private boolean appendKnown(Stage stage, Dataset<Row> rows, Parts parts, Path path) {
    try {
      Optional<Dataset<Row>> known = parts.known(rows);
      known.ifPresent(table -> table.write().mode(SaveMode.Append).parquet(path.toString()));
      return known.isPresent();
    } catch (Exception e) {
      // Scala throws checked exceptions without declaring them.
      warn(
          String.format(
              Locale.ROOT,
              "%s: what earlier runs know cannot be read (%s); it is done again",
              stage.title(),
              ErrorMessages.describe(e)));
      return false;
    }
  }

  private static Map<String, Long> sums(Map<String, Long> before, Map<String, Long> now) {
    Map<String, Long> sums = new TreeMap<>(before);
    now.forEach((name, count) -> sums.merge(name, count, Long::sum));
    return sums;
  }

  /** The intact rows of an unfinished table; damaged files are deleted. */
  private Optional<Dataset<Row>> kept(Stage stage, Mark mark, Path path) {
    if (!directory.exists(path)) {
      return Optional.empty();
    }
    int removed = StageTables.removeDamaged(spark, directory.files(), path, mark.files());
    if (removed > 0) {
      console.note(
          String.format(
              Locale.ROOT,
              "%s: %,d files of its table are damaged; their documents are done again",
              stage.title(),
              removed));
    }
    return StageTables.read(spark, path);
  }

  @Override
  public <T> T value(Stage stage, String fingerprint, ValueFormat<T> format, Supplier<T> compute) {
    Path path = directory.stagePath(format.fileName());
    try {
      Optional<Mark> known = wholeResult(stage, fingerprint);
      Optional<T> sound = known.flatMap(mark -> soundValue(stage, mark, format, path));
      if (sound.isPresent()) {
        reused(stage, known.get());
        return sound.get();
      }
      long start = started(stage);
      directory.marks().clear(stage);
      directory.deleteStage(path);
      incomplete = false;
      T value = compute.get();
      directory.checkLease();
      format.write(value, directory.files(), path);
      finished(
          stage,
          new Mark(
              fingerprint,
              true,
              format.rows().apply(value),
              Map.of(),
              FileList.sums(directory.files(), path)),
          start);
      if (incomplete) {
        directory.marks().clear(stage);
        record.incomplete.add(stage.title());
      }
      return value;
    } catch (IOException e) {
      throw new UncheckedIOException(
          String.format(Locale.ROOT, "'%s' cannot be read or written: %s", path, e.getMessage()),
          e);
    }
  }

  private Optional<Mark> wholeResult(Stage stage, String fingerprint) {
    return directory
        .marks()
        .of(stage)
        .filter(mark -> mark.whole() && mark.fingerprint().equals(fingerprint));
  }

  /** The mark of a reusable table; empty, with a note, if the table is damaged. */
  private Optional<Mark> soundTable(Stage stage, String fingerprint, Path path) {
    return wholeResult(stage, fingerprint)
        .filter(
            mark ->
                isSound(
                    stage,
                    StageTables.damage(spark, directory.files(), path, mark.files(), mark.rows())));
  }

  private <T> Optional<T> soundValue(Stage stage, Mark mark, ValueFormat<T> format, Path path) {
    Optional<String> damage;
    try {
      damage = FileList.damage(directory.files(), path, mark.files());
      if (damage.isEmpty()) {
        return Optional.of(format.read(directory.files(), path));
      }
    } catch (IOException | RuntimeException e) {
      damage = Optional.of(ErrorMessages.describe(e));
    }
    isSound(stage, damage);
    return Optional.empty();
  }

  private boolean isSound(Stage stage, Optional<String> damage) {
    damage.ifPresent(
        what ->
            console.note(
                String.format(
                    Locale.ROOT,
                    "%s: the earlier run's result is damaged (%s); it is made anew",
                    stage.title(),
                    what)));
    return damage.isEmpty();
  }

  private Mark mark(String fingerprint, long rows, Map<String, Long> counts, Path path) {
    try {
      return new Mark(fingerprint, true, rows, counts, FileList.ofTable(directory.files(), path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, FileList.Listed> sizes(Path path) {
    try {
      return directory.exists(path) ? FileList.sizes(directory.files(), path) : Map.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long started(Stage stage) {
    spark.sparkContext().setJobDescription("spark-bertopic: " + stage.title());
    console.stageStarted(stage, spark.sparkContext());
    return System.nanoTime();
  }

  private void finished(Stage stage, Mark mark, long start) {
    double seconds = (System.nanoTime() - start) / 1e9;
    if (read == null || reading.isEmpty()) {
      inputUnchanged.run();
    }
    directory.marks().set(stage, mark);
    note(new StageRecord(stage.title(), mark.fingerprint(), mark.rows(), seconds, false));
    spark.sparkContext().setJobDescription(null);
  }

  private void reused(Stage stage, Mark mark) {
    note(new StageRecord(stage.title(), mark.fingerprint(), mark.rows(), 0, true));
  }

  private void note(StageRecord stage) {
    record.stages.add(stage);
    directory.record().write(record);
    console.stageFinished(stage.name(), stage.seconds(), stage.rows(), stage.reused());
  }

  @Override
  public void reject(Supplier<Dataset<Row>> rows, long count) {
    Path path = directory.stagePath(RunDirectory.REJECTED);
    directory.deleteStage(path);
    directory.record().clearRejected();
    if (count > 0) {
      IdType.forJson(rows.get()).write().mode(SaveMode.ErrorIfExists).json(path.toString());
      String warning =
          String.format(
              Locale.ROOT,
              "%,d rows of the input were set aside; %s says why",
              count,
              directory.path(RunDirectory.REJECTED));
      // The embedder may set aside more rows later, so a new warning replaces the earlier one.
      record.warnings.remove(rejectedWarning);
      rejectedWarning = Console.words(warning);
      warn(warning);
    }
  }

  @Override
  public void note(String message) {
    record.notes.add(Console.words(message));
    console.note(message);
  }

  @Override
  public void warn(String warning) {
    record.warnings.add(Console.words(warning));
    console.warn(warning);
  }

  @Override
  public void incomplete(String warning) {
    incomplete = true;
    warn(warning);
  }

  @Override
  public void count(String name, long value) {
    record.counted.merge(name, value, Long::sum);
  }

  @Override
  public Progress progress() {
    return console;
  }

  @Override
  public void release() {}
}
