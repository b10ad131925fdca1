package org.sparkbertopic.job.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.stage.table.InputColumns;
import org.sparkbertopic.stage.table.UnusableInputException;

class DocumentColumnsTest {

  private static final InputColumns ROLES =
      new InputColumns(Optional.of("id"), "text", Optional.empty());

  private static StructType struct(String name, DataType type) {
    return new StructType().add(name, type);
  }

  @Test
  void a_type_decides_and_not_the_name_of_a_field_within_it() {
    DataType vector = SQLDataTypes.VectorType();
    StructType input =
        new StructType()
            .add("id", DataTypes.LongType)
            .add("text", DataTypes.StringType)
            .add("named", struct("interval", DataTypes.IntegerType))
            .add("also", struct("map<void", DataTypes.StringType))
            .add("vectors", new ArrayType(vector, true))
            .add("inner", struct("a", struct("b", vector)))
            .add(
                "maps",
                new ArrayType(
                    struct(
                        "m", DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType)),
                    true))
            .add("spans", new ArrayType(DataTypes.CalendarIntervalType, true))
            .add("days", struct("d", DataTypes.createDayTimeIntervalType()))
            .add("months", DataTypes.createYearMonthIntervalType())
            .add("nothing", new ArrayType(DataTypes.NullType, true));
    DocumentColumns all = DocumentColumns.of(List.of(DocumentColumns.ALL), List.of(), ROLES, input);
    assertEquals(List.of("named", "also"), all.names());
    assertEquals(7, all.notes().size(), all.notes()::toString);
    for (String name : List.of("vectors", "inner", "maps", "spans", "days", "months", "nothing")) {
      UnusableInputException failure =
          assertThrows(
              UnusableInputException.class,
              () -> DocumentColumns.of(List.of(name), List.of(), ROLES, input));
      assertTrue(failure.getMessage().contains("'" + name + "'"), failure::getMessage);
    }
  }
}
