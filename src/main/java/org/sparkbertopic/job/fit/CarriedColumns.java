package org.sparkbertopic.job.fit;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.UserDefinedType;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.console.ConfigurationException;
import org.sparkbertopic.job.run.OutputFormat;
import org.sparkbertopic.stage.Intake;
import org.sparkbertopic.stage.table.ColumnTypes;
import org.sparkbertopic.stage.table.InputColumns;
import org.sparkbertopic.stage.table.IntakeSummary;
import org.sparkbertopic.stage.table.UnusableInputException;

/** Columns of the input that stand beside the topics in the assignments. */
final class CarriedColumns {

  static final String KEY = "output.carry";

  /** Columns of assignments, in any command. */
  private static final Set<String> TAKEN =
      Set.of(
          InputColumns.ID,
          InputColumns.TOPIC,
          InputColumns.PROBABILITY,
          InputColumns.REASON,
          ReassignedTable.CHUNK);

  /** Types that neither Parquet nor tables have, also within others. */
  private static final Pattern UNWRITTEN = Pattern.compile("\\b(void|interval)\\b");

  /** Names within a query, which no column of the input has. */
  private static final String WITHIN = "__carried_";

  private final List<String> names;
  private final OutputFormat format;

  private CarriedColumns(List<String> names, OutputFormat format) {
    this.names = names;
    this.format = format;
  }

  /**
   * @throws ConfigurationException if a name is that of a column of the assignments, or stands
   *     there twice
   */
  static CarriedColumns of(JobConfig config) {
    List<String> names = config.words(KEY);
    Set<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (String name : names) {
      if (TAKEN.contains(name.toLowerCase(Locale.ROOT))) {
        throw ConfigurationException.of(
            "%s must not name a column that the assignments have anyway, got '%s'; give it another name: input.select = [\"*\", \"%s as NAME\"]",
            KEY, name, name);
      }
      if (name.isBlank() || !seen.add(name)) {
        throw ConfigurationException.of(
            "%s must name each column once, in any case, got '%s'; leave it out", KEY, name);
      }
    }
    return new CarriedColumns(
        List.copyOf(names), config.choice("output.format", OutputFormat.class));
  }

  /** The columns that the input must have, with the key that names them. */
  Map<String, String> keys() {
    Map<String, String> keys = new LinkedHashMap<>();
    names.forEach(name -> keys.put(name, KEY));
    return keys;
  }

  /**
   * The columns with the types that they have in the input.
   *
   * @throws UnusableInputException if one cannot be carried
   */
  List<StructField> fields(Dataset<Row> input) {
    StructType schema = input.schema();
    List<StructField> fields = names.stream().map(schema::apply).toList();
    for (StructField field : fields) {
      DataType type = field.dataType();
      // Rows are put in order by hashes, which maps do not have.
      if (type.catalogString().contains("map<") || type instanceof UserDefinedType) {
        throw UnusableInputException.of(
            "%s must name columns that are neither maps nor vectors of Spark ML, got '%s' of type %s; make another column of it: input.select = [\"*\", \"to_json(%s) as NAME\"]",
            KEY, field.name(), type.catalogString(), field.name());
      }
      if (UNWRITTEN.matcher(type.catalogString()).find()) {
        throw UnusableInputException.of(
            "%s must name columns of types that files have, got '%s' of type %s; make another column of it: input.select = [\"*\", \"cast(%s as string) as NAME\"]",
            KEY, field.name(), type.catalogString(), field.name());
      }
      if (format == OutputFormat.CSV && type instanceof BinaryType) {
        throw UnusableInputException.of(
            "%s must name no column of bytes where output.format is csv, got '%s'; make another column of it: input.select = [\"*\", \"base64(%s) as NAME\"]",
            KEY, field.name(), field.name());
      }
    }
    return fields;
  }

  /**
   * Assignments with the columns behind their own. An id that only rows set aside have gets the
   * values of one of these rows.
   *
   * @param input the table that the assignments are of
   * @param summary what the intake of the run found
   */
  Dataset<Row> beside(
      Dataset<Row> assignments, Dataset<Row> input, InputColumns columns, IntakeSummary summary) {
    if (names.isEmpty()) {
      return assignments;
    }
    Map<String, String> within = new TreeMap<>();
    for (int i = 0; i < names.size(); i++) {
      within.put(String.format(Locale.ROOT, "%s%05d", WITHIN, i), names.get(i));
    }
    Intake intake = Intake.of(input, columns, within);
    Column[] kept =
        Stream.concat(Stream.of(InputColumns.ID), within.keySet().stream())
            .map(functions::col)
            .toArray(Column[]::new);
    Dataset<Row> documents = intake.documents(summary).select(kept);
    Dataset<Row> all =
        summary.rejectedTotal() == 0
            ? documents
            : documents.unionByName(intake.carriedOfSetAside(summary, within.keySet()));
    List<Column> shown =
        Stream.of(assignments.columns())
            .map(ColumnTypes::quoted)
            .collect(Collectors.toCollection(ArrayList::new));
    within.forEach((name, shownAs) -> shown.add(col(name).as(shownAs)));
    return assignments
        .join(all, new String[] {InputColumns.ID}, "left")
        .select(shown.toArray(Column[]::new));
  }
}
