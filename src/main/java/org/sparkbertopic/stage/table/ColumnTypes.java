package org.sparkbertopic.stage.table;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.rint;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** Finds a user's columns and brings them to the types that the stages work on. */
public final class ColumnTypes {

  /** What BERTopic writes for no class. */
  private static final String NO_LABEL = "^-1(\\.0*)?$";

  /** Up to it every whole number is a double. */
  private static final double MOST_EXACT = 9e15;

  private static final String USER_NAME = "userName";

  private final StructType schema;

  public ColumnTypes(Dataset<Row> table) {
    this(table.schema());
  }

  public ColumnTypes(StructType schema) {
    this.schema = schema;
  }

  /**
   * The columns that the stages read, under their names: id, text and, if given, embedding and
   * label.
   *
   * @throws UnusableInputException if one is missing or of a type that cannot be used
   */
  public List<Column> select(InputColumns columns) {
    List<Column> selected = new ArrayList<>();
    selected.add(id(columns.id()).as(InputColumns.ID));
    selected.add(text(columns.text()).as(InputColumns.TEXT));
    columns.embedding().ifPresent(name -> selected.add(embedding(name).as(InputColumns.EMBEDDING)));
    columns.label().ifPresent(name -> selected.add(label("label", name).as(InputColumns.LABEL)));
    columns.topic().ifPresent(name -> selected.add(label("topic", name).as(InputColumns.LABEL)));
    return selected;
  }

  /**
   * A column of embeddings as {@code array<float>}.
   *
   * @throws UnusableInputException if it is missing or of another type
   */
  public static Column embeddingOf(Dataset<Row> table, String name) {
    return new ColumnTypes(table).embedding(name);
  }

  /** A column of ids in its own type; NaN, which pandas writes for none, is null. */
  public Column id(Optional<String> name) {
    if (name.isEmpty()) {
      return lit(null).cast(DataTypes.StringType);
    }
    DataType type = typeOf("id", name.get());
    IdType.check(name.get(), type);
    Column id = quoted(name.get());
    return when(IdType.isPresent(id, type), id);
  }

  public Column text(String name) {
    DataType type = typeOf("text", name);
    if (!(type instanceof StringType)) {
      throw wrongType("text", name, type, "a string", textOf(name, type));
    }
    return Content.given(quoted(name));
  }

  private static String textOf(String name, DataType type) {
    if (type instanceof StructType struct) {
      return Stream.of(struct.fields())
          .filter(field -> field.dataType() instanceof StringType)
          .findFirst()
          .map(field -> name + "." + field.name() + " as text")
          .orElse("to_json(" + name + ") as text");
    }
    return type instanceof ArrayType array && array.elementType() instanceof StringType
        ? "array_join(" + name + ", ' ') as text"
        : "cast(" + name + " as string) as text";
  }

  /**
   * A column of classes as strings without blanks around; null for none.
   *
   * @param role {@code label} or {@code topic}
   */
  public Column label(String role, String name) {
    Column label = trim(category(role, name));
    return when(label.notEqual("").and(not(label.rlike(NO_LABEL))), label);
  }

  /**
   * A column of classes as strings; null for none. Whole numbers that are written as doubles, as
   * pandas does where a value is missing, are the whole numbers that they are.
   */
  public Column category(String role, String name) {
    DataType type = typeOf(role, name);
    Column column = quoted(name);
    if (type instanceof FloatType || type instanceof DoubleType) {
      Column number = column.cast(DataTypes.DoubleType);
      return when(
          not(isnan(number)),
          when(isWhole(number), number.cast(DataTypes.LongType).cast(DataTypes.StringType))
              .otherwise(IdType.key(column, type)));
    }
    if (type instanceof DecimalType decimal) {
      Column whole = column.cast(DataTypes.createDecimalType(decimal.precision(), 0));
      return when(column.equalTo(whole), whole.cast(DataTypes.StringType))
          .otherwise(IdType.key(column, type));
    }
    if (type instanceof StringType || type instanceof IntegralType || type instanceof BooleanType) {
      return column.cast(DataTypes.StringType);
    }
    throw wrongType(
        role,
        name,
        type,
        "a string, a number or a boolean",
        "cast(" + name + " as string) as " + name);
  }

  /** Whether a double is a whole number that a long holds without a loss. */
  public static Column isWhole(Column number) {
    return abs(number).lt(lit(MOST_EXACT)).and(rint(number).equalTo(number));
  }

  public Column embedding(String name) {
    DataType type = typeOf("embedding", name);
    if (type.equals(SQLDataTypes.VectorType())) {
      return functions.vector_to_array(quoted(name), "float32");
    }
    if (type instanceof ArrayType array && array.elementType() instanceof NumericType) {
      return quoted(name).cast(DataTypes.createArrayType(DataTypes.FloatType));
    }
    throw wrongType(
        "embedding",
        name,
        type,
        "array<float>, an array of other numbers or a vector of Spark ML",
        type instanceof StringType
            ? "from_json(" + name + ", 'array<float>') as " + name
            : "cast(" + name + " as array<float>) as " + name);
  }

  /** Checks that a column is there, and of a type that its role allows. */
  public void check(String role, String name) {
    DataType type = typeOf(role, name);
    if (role.equals(InputColumns.CLASS)) {
      category(role, name);
    } else if (role.equals(InputColumns.TIMESTAMP)) {
      checkTime(name, type);
    }
  }

  /**
   * Checks that times can be of a type.
   *
   * @throws UnusableInputException if they cannot
   */
  public static void checkTime(String name, DataType type) {
    if (!(type instanceof StringType
        || type instanceof TimestampType
        || type instanceof TimestampNTZType
        || type instanceof DateType
        || type instanceof NumericType)) {
      throw wrongType(
          "timestamp",
          name,
          type,
          "a timestamp, a date, a number or a string",
          "cast(" + name + " as string) as " + name);
    }
  }

  public DataType typeOf(String role, String name) {
    if (!Arrays.asList(schema.fieldNames()).contains(name)) {
      throw UnusableInputException.of(
          "the %s column must be one of the input's columns %s, got '%s'; %s",
          role, Arrays.toString(schema.fieldNames()), name, another(role));
    }
    return schema.apply(name).dataType();
  }

  /**
   * @param remedy an expression of Spark's that makes such a column
   */
  public static UnusableInputException wrongType(
      String role, String name, DataType type, String rule, String remedy) {
    return UnusableInputException.of(
        "the %s column '%s' must be %s, got %s; make one, such as selectExpr(\"%s\", ...), or %s",
        role, name, rule, type.catalogString(), remedy, another(role));
  }

  /** How to take another column, as Java says it; the jobs say it in keys. */
  private static String another(String role) {
    return switch (role) {
      case "id" -> "name another with setIdCol";
      case "text" -> "name another with setTextCol";
      case "embedding" -> "name another with setEmbeddingCol";
      case "label" -> "name another with setLabelCol";
      case "topic" -> "name another with setGivenTopicCol";
      default -> "name another " + role + " column";
    };
  }

  /** A column under another name that still tells what the user calls it. */
  public static Column renamed(String column, String name) {
    return quoted(column).as(name, new MetadataBuilder().putString(USER_NAME, column).build());
  }

  /** What the user calls a column. */
  public static String userName(Dataset<Row> table, String name) {
    Metadata metadata = table.schema().apply(name).metadata();
    return metadata.contains(USER_NAME) ? metadata.getString(USER_NAME) : name;
  }

  /** A column by its name, whatever characters that has. */
  public static Column quoted(String name) {
    return col("`" + name.replace("`", "``") + "`");
  }
}
