package org.sparkbertopic.job.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.job.console.ErrorMessages;
import org.sparkbertopic.job.run.FileList.Listed;
import org.sparkbertopic.stage.table.LiteralPaths;
import org.sparkbertopic.stage.table.TableDamage;

/**
 * Checks whether a stage's table is intact. Small tables have checksums in the stage's mark.
 * Executors read large tables once and verify the page checksums of Parquet.
 */
final class StageTables {

  private static final String VERIFY = "parquet.page.verify-checksum.enabled";

  private StageTables() {}

  /** Reads a table; empty if no file has a schema. */
  static Optional<Dataset<Row>> read(SparkSession spark, Path path) {
    try {
      return Optional.of(LiteralPaths.reader(spark).parquet(path.toString()));
    } catch (Exception e) {
      // A run died before its first part, and left an empty folder. Scala does not declare the
      // exception.
      if (e instanceof AnalysisException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Compares a table with its mark.
   *
   * @param rows expected number of rows; -1 if unknown
   * @return the damage, in a few words; empty if there is none
   */
  static Optional<String> damage(
      SparkSession spark, FileSystem files, Path path, Map<String, Listed> known, long rows) {
    try {
      Optional<String> damage = FileList.damage(files, path, known);
      if (damage.isEmpty()) {
        SortedMap<String, Listed> present = FileList.sizes(files, path);
        damage =
            present.keySet().stream()
                .filter(name -> !known.containsKey(name))
                .findFirst()
                .map(name -> "the file " + name + " is not the run's");
      }
      boolean hashed = known.values().stream().allMatch(entry -> entry.sha256() != null);
      return damage.isPresent() || (hashed && rows >= 0 && !known.isEmpty())
          ? damage
          : unreadable(spark, path, rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> unreadable(SparkSession spark, Path path, long rows) {
    try {
      long found = LiteralPaths.reader(spark).parquet(path.toString()).count();
      if (rows >= 0 && found != rows) {
        return Optional.of(String.format(Locale.ROOT, "it has %,d rows, it had %,d", found, rows));
      }
      scan(LiteralPaths.reader(spark), path);
      return Optional.empty();
    } catch (Exception e) {
      // Scala throws checked exceptions without declaring them.
      if (!TableDamage.isToldBy(e)) {
        throw e;
      }
      return Optional.of("its files cannot be read: " + ErrorMessages.describe(e));
    }
  }

  /** Reads the whole table and discards the rows. */
  private static void scan(DataFrameReader reader, Path path) {
    reader
        .option(VERIFY, "true")
        .parquet(path.toString())
        .write()
        .format("noop")
        .mode(SaveMode.Overwrite)
        .save();
  }

  /**
   * Deletes the files of a table that are truncated, changed or unreadable.
   *
   * @return number of deleted files
   */
  static int removeDamaged(
      SparkSession spark, FileSystem files, Path path, Map<String, Listed> known) {
    try {
      int removed = 0;
      for (String name : FileList.sizes(files, path).keySet()) {
        Path file = new Path(path, name);
        Listed entry = known.get(name);
        if (entry != null
            && FileList.damage(files, file, Map.of(file.getName(), entry)).isPresent()) {
          files.delete(file, false);
          removed++;
        }
      }
      boolean some = !FileList.sizes(files, path).isEmpty();
      if (some && unreadable(spark, path, -1).isPresent()) {
        for (String name : FileList.sizes(files, path).keySet()) {
          if (unreadable(spark, new Path(path, name), -1).isPresent()) {
            files.delete(new Path(path, name), false);
            removed++;
          }
        }
      }
      return removed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
