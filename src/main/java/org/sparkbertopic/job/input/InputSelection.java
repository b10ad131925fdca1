package org.sparkbertopic.job.input;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.CurrentDate;
import org.apache.spark.sql.catalyst.expressions.CurrentTimestampLike;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.LocalTimestamp;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Window;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DatetimeType;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.compat.ScalaCollections;
import org.sparkbertopic.job.config.SessionSettings;
import org.sparkbertopic.job.console.ErrorMessages;
import org.sparkbertopic.stage.table.ColumnTypes;
import org.sparkbertopic.stage.table.UnusableInputException;

/**
 * The columns of an input: those of its files, or the results of the expressions in {@code
 * input.select}. Fields of structs are named with dots.
 */
final class InputSelection {

  private static final String KEY = "input.select";

  /** The key of the condition. */
  static final String WHERE = "input.where";

  /** The expression for all columns. */
  static final String ALL = "*";

  private static final Pattern NAME = Pattern.compile("`([^`]+)`|[\\w.]+");

  /** What Spark reads as the present time in {@code timestamp 'now'} and in casts. */
  private static final Pattern PRESENT =
      Pattern.compile("\\s*(now|today|tomorrow|yesterday)\\b.*", Pattern.CASE_INSENSITIVE);

  private static final Pattern PRESENT_LITERAL =
      Pattern.compile(
          "\\b(timestamp|timestamp_ltz|timestamp_ntz|date)\\s*['\"]" + PRESENT.pattern(),
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private final List<String> expressions;

  /**
   * @param expressions Spark expressions; empty for all columns unchanged
   */
  InputSelection(List<String> expressions) {
    this.expressions = expressions;
  }

  /**
   * The names in the expression that computes a column; the column's own name if there is no such
   * expression.
   */
  Set<String> sources(String column) {
    Pattern made = Pattern.compile("(?is)(.*)\\sas\\s+`?" + Pattern.quote(column) + "`?\\s*");
    Set<String> sources = new TreeSet<>();
    for (String expression : expressions) {
      Matcher matcher = made.matcher(expression);
      if (matcher.matches()) {
        NAME.matcher(matcher.group(1))
            .results()
            .forEach(name -> sources.add(name.group().replace("`", "")));
      }
    }
    return sources.isEmpty() ? Set.of(column) : sources;
  }

  /**
   * Selects the columns of a table.
   *
   * @param needed required columns, with the keys that name them
   * @param unreadable the reasons why the reader left out columns
   * @throws UnusableInputException if an expression is invalid, or a column is missing
   */
  Dataset<Row> of(
      Dataset<Row> table,
      Map<String, String> needed,
      Function<String, Optional<String>> unreadable) {
    Dataset<Row> selected = expressions.isEmpty() ? table : selected(table);
    for (Map.Entry<String, String> column : needed.entrySet()) {
      String name = column.getKey();
      if (!names(selected).contains(name)) {
        selected =
            field(selected.schema(), name) && !names(selected).isEmpty()
                ? selected.withColumn(name, col(path(name)))
                : fail(selected, name, column.getValue(), unreadable);
      }
    }
    return selected;
  }

  private static List<String> names(Dataset<Row> table) {
    return Arrays.asList(BrokenRows.without(table.columns()));
  }

  private Dataset<Row> selected(Dataset<Row> table) {
    Dataset<Row> known = table.drop(BrokenRows.COLUMN);
    List<Column> columns = new ArrayList<>();
    for (String expression : expressions) {
      if (expression.strip().equals(ALL)) {
        names(table).forEach(name -> columns.add(ColumnTypes.quoted(name)));
      } else {
        columns.add(checked(known, KEY, expression));
      }
    }
    if (Arrays.asList(table.columns()).contains(BrokenRows.COLUMN)) {
      columns.add(col(BrokenRows.COLUMN));
    }
    Dataset<Row> selected;
    try {
      selected = table.select(columns.toArray(Column[]::new));
    } catch (Exception e) {
      // As below.
      throw UnusableInputException.of(
          e, "%s must make one table, got %s: %s", KEY, expressions, reason(e));
    }
    requireDistinct(selected);
    return selected;
  }

  private static void requireDistinct(Dataset<Row> selected) {
    Set<String> names = new HashSet<>();
    boolean exact =
        Boolean.parseBoolean(
            selected.sparkSession().conf().get(SessionSettings.CASE_SENSITIVE, "false"));
    for (String name : selected.columns()) {
      if (!names.add(exact ? name : name.toLowerCase(Locale.ROOT))) {
        throw UnusableInputException.of(
            "%s must make each column once, got '%s' twice; name the columns one by one in place of '%s', or give one of them another name",
            KEY, name, ALL);
      }
    }
  }

  /** Rows are documents, so an expression over several rows is not allowed. */
  private static boolean isOverRows(LogicalPlan plan) {
    return plan.find(node -> node instanceof Aggregate || node instanceof Window).isDefined();
  }

  /**
   * The rows of a table that meet a condition, and those that could not be parsed, which are set
   * aside later.
   *
   * @throws UnusableInputException if it is not a condition over the table's columns
   */
  static Dataset<Row> where(Dataset<Row> table, String condition) {
    Dataset<Row> known = table.drop(BrokenRows.COLUMN);
    Column met = checked(known, WHERE, condition);
    DataType type = known.select(met).schema().apply(0).dataType();
    if (!(type instanceof BooleanType)) {
      throw UnusableInputException.of(
          "%s must be a condition, which is true or false for a row, got '%s' of type %s; compare it with a value",
          WHERE, condition, type.catalogString());
    }
    return Arrays.asList(table.columns()).contains(BrokenRows.COLUMN)
        ? table.filter(met.or(col(BrokenRows.COLUMN).isNotNull()))
        : table.filter(met);
  }

  /** Checks each expression alone, so that the error names the wrong one. */
  private static Column checked(Dataset<Row> table, String key, String expression) {
    Column column;
    Dataset<Row> tried;
    try {
      column = functions.expr(expression);
      tried = table.select(column);
    } catch (Exception e) {
      // Spark's AnalysisException and ParseException are checked, but Scala does not declare them.
      throw UnusableInputException.of(
          e,
          "%s must be %s over the input's columns %s, got '%s': %s",
          key,
          key.equals(KEY) ? "a list of Spark's expressions" : "an expression of Spark's",
          Arrays.toString(table.columns()),
          expression,
          reason(e));
    }
    LogicalPlan plan = tried.queryExecution().analyzed();
    if (isOverRows(plan)) {
      throw UnusableInputException.of(
          "%s must be made of one row at a time, got '%s', which is over several rows (an aggregate or a window); write a table that holds its values, and read that one",
          key, expression);
    }
    if (!plan.deterministic()
        || PRESENT_LITERAL.matcher(expression).find()
        || expressions(plan, "expressions").anyMatch(InputSelection::tellsTime)) {
      throw UnusableInputException.of(
          "%s must give the same values whenever the input is read, got '%s'; leave input.id-column empty if you want ids",
          key, expression);
    }
    return column;
  }

  /**
   * Spark treats the present time as deterministic, because it is constant within a query; it still
   * differs between queries.
   */
  private static boolean tellsTime(Expression expression) {
    boolean present =
        expression instanceof CurrentTimestampLike
            || expression instanceof CurrentDate
            || expression instanceof LocalTimestamp
            || (expression instanceof Cast cast
                && cast.dataType() instanceof DatetimeType
                && cast.child() instanceof Literal literal
                && PRESENT.matcher(String.valueOf(literal.value())).matches());
    return present || expressions(expression, "children").anyMatch(InputSelection::tellsTime);
  }

  private static Stream<Expression> expressions(Object node, String getter) {
    return ScalaCollections.elements(node, getter, Expression.class).stream();
  }

  private static String reason(Exception failure) {
    String message = ErrorMessages.describe(failure);
    // Removes the error class that Spark puts before the message, and the advice behind it.
    return message.replaceFirst("^\\[[A-Z_.]+] ", "").replaceFirst("\\s*SQLSTATE.*$", "");
  }

  /** Whether a name with dots is a field of a struct. */
  private static boolean field(StructType schema, String name) {
    StructType at = schema;
    String[] parts = name.split("\\.", -1);
    for (int i = 0; i < parts.length; i++) {
      if (!Arrays.asList(at.fieldNames()).contains(parts[i])) {
        return false;
      }
      if (i == parts.length - 1) {
        return i > 0;
      }
      if (!(at.apply(parts[i]).dataType() instanceof StructType inner)) {
        return false;
      }
      at = inner;
    }
    return false;
  }

  /** A name with dots as an expression for Spark. */
  static String path(String name) {
    return Stream.of(name.split("\\."))
        .map(part -> "`" + part.replace("`", "``") + "`")
        .reduce((left, right) -> left + "." + right)
        .orElseThrow();
  }

  private static Dataset<Row> fail(
      Dataset<Row> table, String name, String key, Function<String, Optional<String>> unreadable) {
    Optional<String> reason = unreadable.apply(name);
    if (reason.isPresent()) {
      throw UnusableInputException.of(
          "%s must be a column of a type that Spark reads, got '%s' (%s); write the file with another type, such as float32 or a timestamp with microseconds",
          key, name, reason.get());
    }
    List<String> names = names(table);
    String near =
        names.stream()
            .filter(other -> other.strip().equalsIgnoreCase(name.strip()))
            .findFirst()
            .map(other -> ": did you mean '" + other + "'?")
            .orElse(
                ": name one of them, or make it by input.select = [\"*\", \"EXPRESSION as NAME\"]");
    throw UnusableInputException.of(
        "%s must be a column of the input, got '%s'; the columns are %s%s", key, name, names, near);
  }
}
