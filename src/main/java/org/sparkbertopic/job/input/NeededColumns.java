package org.sparkbertopic.job.input;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.stage.table.InputColumns;

/** The columns that an input must have. */
record NeededColumns(InputColumns columns) {

  /** The columns, and the keys that name them. */
  Map<String, String> keys() {
    Map<String, String> keys = new LinkedHashMap<>();
    columns.id().ifPresent(name -> keys.put(name, "input.id-column"));
    keys.put(columns.text(), "input.text-column");
    columns.embedding().ifPresent(name -> keys.put(name, "input.embedding-column"));
    columns.label().ifPresent(name -> keys.put(name, "input.label-column"));
    columns.topic().ifPresent(name -> keys.put(name, "input.topic-column"));
    return keys;
  }

  /** The columns that every command reads, with their usual types. */
  StructType schema() {
    StructType schema = new StructType();
    if (columns.id().isPresent()) {
      schema = schema.add(columns.id().get(), DataTypes.StringType);
    }
    schema = schema.add(columns.text(), DataTypes.StringType);
    if (columns.embedding().isPresent()) {
      schema =
          schema.add(columns.embedding().get(), DataTypes.createArrayType(DataTypes.FloatType));
    }
    return schema;
  }

  /**
   * The columns of an input without rows.
   *
   * @param further columns
   * @param known the columns of the input; ids and further columns have their types, or are strings
   *     if it has no columns
   */
  StructType emptySchema(Map<String, String> further, Optional<StructType> known) {
    StructType schema = new StructType();
    for (StructField field : schema().fields()) {
      boolean isId = columns.id().filter(field.name()::equals).isPresent();
      schema =
          isId && known.isPresent()
              ? schema.add(field.name(), known.get().apply(field.name()).dataType())
              : schema.add(field);
    }
    for (String name : further.keySet()) {
      if (!Arrays.asList(schema.fieldNames()).contains(name)) {
        schema =
            schema.add(
                name, known.map(of -> of.apply(name).dataType()).orElse(DataTypes.StringType));
      }
    }
    return schema;
  }
}
