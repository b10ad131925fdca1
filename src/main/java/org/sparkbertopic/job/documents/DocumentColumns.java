package org.sparkbertopic.job.documents;

import static org.apache.spark.sql.functions.base64;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.to_json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.CalendarIntervalType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.UserDefinedType;
import org.apache.spark.sql.types.YearMonthIntervalType;
import org.sparkbertopic.job.run.FinishedRun;
import org.sparkbertopic.stage.table.InputColumns;
import org.sparkbertopic.stage.table.UnusableInputException;

/**
 * Columns of the input that stand behind those of a table of documents. One that is called as one
 * of these gets the prefix {@code input_}.
 */
final class DocumentColumns {

  static final String OPTION = "--columns";

  /** All columns but those of the id, the text and the embedding. */
  static final String ALL = "*";

  private static final String PREFIX = "input_";

  /** Names within a query, which no column of an input has. */
  private static final String WITHIN = "__shown_";

  /**
   * A column.
   *
   * @param name in the table of documents
   */
  record Shown(String source, String name, DataType type) {}

  private final List<Shown> shown;
  private final List<String> notes;

  private DocumentColumns(List<Shown> shown, List<String> notes) {
    this.shown = List.copyOf(shown);
    this.notes = List.copyOf(notes);
  }

  /** No columns. */
  static DocumentColumns none() {
    return new DocumentColumns(List.of(), List.of());
  }

  /**
   * Columns of a run's input.
   *
   * @param asked names, among them {@link #ALL}
   * @param own names that the table of documents has
   * @throws UnusableInputException if the input has no such column, or it cannot be shown
   */
  static DocumentColumns of(
      List<String> asked, List<String> own, FinishedRun run, SparkSession spark) {
    if (asked.isEmpty()) {
      return none();
    }
    Map<String, String> named = new TreeMap<>();
    asked.stream().filter(name -> !name.equals(ALL)).forEach(name -> named.put(name, OPTION));
    return of(asked, own, run.inputColumns(spark), run.inputTable(spark, named));
  }

  static DocumentColumns of(
      List<String> asked, List<String> own, InputColumns roles, StructType input) {
    Set<String> names = new LinkedHashSet<>();
    List<String> notes = new ArrayList<>();
    for (String name : asked) {
      if (name.equals(ALL)) {
        all(roles, input, names, notes);
      } else {
        refusal(input.apply(name))
            .ifPresent(
                why -> {
                  throw UnusableInputException.of(
                      "%s must name columns that can be shown, got '%s', %s; leave it out",
                      OPTION, name, why);
                });
        names.add(name);
      }
    }
    Set<String> taken = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    taken.addAll(own);
    names.stream().filter(name -> !taken.contains(name)).forEach(taken::add);
    Set<String> ours = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    ours.addAll(own);
    List<Shown> shown = new ArrayList<>();
    for (String name : names) {
      String free = name;
      while (ours.contains(free) || (!free.equals(name) && taken.contains(free))) {
        free = PREFIX + free;
      }
      if (!free.equals(name)) {
        taken.add(free);
        notes.add(
            String.format(Locale.ROOT, "the input's column '%s' is here as '%s'", name, free));
      }
      shown.add(new Shown(name, free, input.apply(name).dataType()));
    }
    return new DocumentColumns(shown, notes);
  }

  private static void all(
      InputColumns roles, StructType input, Set<String> names, List<String> notes) {
    Set<String> there = new TreeSet<>(List.of(roles.text(), InputColumns.BROKEN));
    roles.id().ifPresent(there::add);
    roles.embedding().ifPresent(there::add);
    for (StructField field : input.fields()) {
      Optional<String> why = refusal(field);
      if (why.isPresent() && !there.contains(field.name())) {
        notes.add(
            String.format(
                Locale.ROOT, "the input's column '%s' is left out, %s", field.name(), why.get()));
      } else if (!there.contains(field.name())) {
        names.add(field.name());
      }
    }
  }

  /** Why a column cannot be shown. */
  private static Optional<String> refusal(StructField field) {
    // Rows are put in order by hashes, which maps do not have.
    if (has(field.dataType(), type -> type instanceof MapType || type instanceof UserDefinedType)) {
      return Optional.of("a map or a vector of Spark ML");
    }
    return has(field.dataType(), DocumentColumns::isUnwritten)
        ? Optional.of("of type " + field.dataType().catalogString() + ", which files do not have")
        : Optional.empty();
  }

  private static boolean isUnwritten(DataType type) {
    return type instanceof NullType
        || type instanceof CalendarIntervalType
        || type instanceof DayTimeIntervalType
        || type instanceof YearMonthIntervalType;
  }

  /** Whether a type, or one within it, is such. */
  private static boolean has(DataType type, Predicate<DataType> such) {
    if (such.test(type)) {
      return true;
    }
    if (type instanceof ArrayType array) {
      return has(array.elementType(), such);
    }
    return type instanceof StructType struct
        && Arrays.stream(struct.fields()).anyMatch(field -> has(field.dataType(), such));
  }

  boolean isEmpty() {
    return shown.isEmpty();
  }

  /** What the user should know of names. */
  List<String> notes() {
    return notes;
  }

  List<String> names() {
    return shown.stream().map(Shown::name).toList();
  }

  /** The columns of the input, by their names within the query. */
  Map<String, String> carried() {
    Map<String, String> carried = new TreeMap<>();
    for (int i = 0; i < shown.size(); i++) {
      carried.put(within(i), shown.get(i).source());
    }
    return carried;
  }

  private static String within(int column) {
    return String.format(Locale.ROOT, "%s%05d", WITHIN, column);
  }

  /** The columns, of a query that carries them. */
  List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < shown.size(); i++) {
      columns.add(col(within(i)).as(shown.get(i).name()));
    }
    return columns;
  }

  /** As {@link #columns}, with bytes as text, which CSV has no other form for. */
  List<Column> columnsWithoutBytes() {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < shown.size(); i++) {
      Column column = col(within(i));
      boolean bytes = shown.get(i).type() instanceof BinaryType;
      columns.add((bytes ? base64(column) : column).as(shown.get(i).name()));
    }
    return columns;
  }

  /** As {@link #columns}, each as a text that a person reads; a missing value is empty. */
  List<Column> texts() {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < shown.size(); i++) {
      DataType type = shown.get(i).type();
      Column column = col(within(i));
      Column text =
          type instanceof ArrayType || type instanceof StructType
              ? to_json(column)
              : type instanceof BinaryType ? base64(column) : column.cast(DataTypes.StringType);
      columns.add(coalesce(text, lit("")).as(shown.get(i).name()));
    }
    return columns;
  }
}
