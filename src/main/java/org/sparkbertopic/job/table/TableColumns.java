package org.sparkbertopic.job.table;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.job.table.OutputTable.Mode;
import org.sparkbertopic.stage.table.UnusableInputException;

/**
 * The columns of a table that a run writes to.
 *
 * @param key the key that names the table
 * @param there its columns
 */
record TableColumns(String key, String name, StructType there) {

  /**
   * Checks that rows can be written and lose nothing of the table.
   *
   * @param written the columns of the rows; those that are nullable have nulls in some rows
   * @throws UnusableInputException if a column is missing, has another type, or would get no value
   */
  void requireFit(StructType written, Mode mode) {
    List<StructField> missing = fields(written, field -> find(there, field.name()).isEmpty());
    if (!missing.isEmpty()) {
      throw UnusableInputException.of(
          "%s must have the columns that are written, got '%s', which lacks %s; add them (ALTER TABLE %s ADD COLUMNS (%s)), or name another table",
          key, name, names(missing), name, ddl(missing));
    }
    List<StructField> others =
        fields(
            written,
            field ->
                !WiderTypes.holds(
                    find(there, field.name()).orElseThrow().dataType(), field.dataType()));
    if (!others.isEmpty()) {
      throw UnusableInputException.of(
          "%s must have columns of the types that are written, got '%s', where they are %s in place of %s; name another table, or make the columns of the input fit by input.select",
          key,
          name,
          others.stream()
              .map(field -> ddl(List.of(find(there, field.name()).orElseThrow())))
              .collect(Collectors.joining(", ")),
          ddl(others));
    }
    List<StructField> strict =
        fields(
            written,
            field -> field.nullable() && !find(there, field.name()).orElseThrow().nullable());
    if (!strict.isEmpty()) {
      throw UnusableInputException.of(
          "%s must allow null in the columns %s, which have no value in some rows, got '%s' with NOT NULL; ALTER TABLE %s ALTER COLUMN %s DROP NOT NULL, or name another table",
          key, names(strict), name, name, quoted(strict.get(0).name()));
    }
    List<StructField> further = fields(there, field -> find(written, field.name()).isEmpty());
    List<StructField> needed = further.stream().filter(field -> !field.nullable()).toList();
    if (!needed.isEmpty()) {
      throw UnusableInputException.of(
          "%s must have no further columns that are NOT NULL, got '%s' with %s; allow null there, or name another table",
          key, name, names(needed));
    }
    if (mode == Mode.OVERWRITE && !further.isEmpty()) {
      throw UnusableInputException.of(
          "%s must have no further columns where output.mode is overwrite, got '%s' with %s, whose values would be lost; use merge, or name another table",
          key, name, names(further));
    }
  }

  private static List<StructField> fields(StructType type, Predicate<StructField> rule) {
    return Arrays.stream(type.fields()).filter(rule).toList();
  }

  /** Tables of both formats find columns in any case. */
  static Optional<StructField> find(StructType type, String name) {
    return Arrays.stream(type.fields())
        .filter(field -> field.name().equalsIgnoreCase(name))
        .findFirst();
  }

  private static List<String> names(List<StructField> fields) {
    return fields.stream().map(StructField::name).toList();
  }

  private static String ddl(List<StructField> fields) {
    return fields.stream()
        .map(field -> quoted(field.name()) + " " + field.dataType().sql())
        .collect(Collectors.joining(", "));
  }

  static String quoted(String column) {
    return "`" + column.replace("`", "``") + "`";
  }
}
