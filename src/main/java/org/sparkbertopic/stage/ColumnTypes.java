package org.sparkbertopic.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/** Finds a user's columns and brings them to the types that the stages work on. */
public final class ColumnTypes {

  /** What BERTopic writes for no class. */
  private static final String NO_LABEL = "-1";

  private final StructType schema;

  ColumnTypes(Dataset<Row> table) {
    this.schema = table.schema();
  }

  /**
   * A column of embeddings as {@code array<float>}.
   *
   * @throws UnusableInputException if it is missing or of another type
   */
  public static Column embeddingOf(Dataset<Row> table, String name) {
    return new ColumnTypes(table).embedding(name);
  }

  Column id(Optional<String> name) {
    if (name.isEmpty()) {
      return lit(null).cast(DataTypes.StringType);
    }
    DataType type = typeOf("id", name.get());
    if (type instanceof ArrayType || type instanceof MapType || type instanceof StructType) {
      throw wrongType("id", name.get(), type, "a single value, such as a string or a number");
    }
    return quoted(name.get()).cast(DataTypes.StringType);
  }

  Column text(String name) {
    DataType type = typeOf("text", name);
    if (!(type instanceof StringType)) {
      throw wrongType("text", name, type, "a string");
    }
    return quoted(name);
  }

  /**
   * A column of classes as strings without blanks around; null for none.
   *
   * @param role {@code label} or {@code topic}
   */
  Column label(String role, String name) {
    DataType type = typeOf(role, name);
    if (!(type instanceof StringType
        || type instanceof IntegralType
        || type instanceof BooleanType)) {
      throw wrongType(role, name, type, "a string or a whole number");
    }
    Column label = trim(quoted(name).cast(DataTypes.StringType));
    return when(label.notEqual("").and(label.notEqual(NO_LABEL)), label);
  }

  Column embedding(String name) {
    DataType type = typeOf("embedding", name);
    if (type.equals(SQLDataTypes.VectorType())) {
      return functions.vector_to_array(quoted(name), "float32");
    }
    if (type instanceof ArrayType array
        && (array.elementType().equals(DataTypes.FloatType)
            || array.elementType().equals(DataTypes.DoubleType))) {
      return quoted(name).cast(DataTypes.createArrayType(DataTypes.FloatType));
    }
    throw wrongType("embedding", name, type, "array<float>, array<double> or a vector of Spark ML");
  }

  DataType typeOf(String role, String name) {
    if (!Arrays.asList(schema.fieldNames()).contains(name)) {
      throw new UnusableInputException(
          String.format(
              Locale.ROOT,
              "the %s column must be one of the input's columns %s, got '%s'; set input.%s-column",
              role,
              Arrays.toString(schema.fieldNames()),
              name,
              role));
    }
    return schema.apply(name).dataType();
  }

  static UnusableInputException wrongType(String role, String name, DataType type, String rule) {
    return new UnusableInputException(
        String.format(
            Locale.ROOT,
            "the %s column '%s' must be %s, got %s; cast it or set input.%s-column to another",
            role,
            name,
            rule,
            type.catalogString(),
            role));
  }

  /** A column by its name, whatever characters that has. */
  public static Column quoted(String name) {
    return col("`" + name.replace("`", "``") + "`");
  }
}
