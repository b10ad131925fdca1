package org.sparkbertopic.job.topics;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.input.InputReader;
import org.sparkbertopic.operations.assignment.GivenTable;
import org.sparkbertopic.stage.table.ColumnTypes;
import org.sparkbertopic.stage.table.InputColumns;

/** A table of ids and topics that a user gives, in any format that {@code input.path} takes. */
final class AssignmentTable {

  private AssignmentTable() {}

  /**
   * Reads and checks the table.
   *
   * @return id, topic (int)
   */
  static Dataset<Row> read(SparkSession spark, String path, String idColumn, String topicColumn) {
    Map<String, String> keys = new TreeMap<>();
    keys.put("input.path", path);
    keys.put("input.id-column", idColumn);
    keys.put("input.text-column", topicColumn);
    InputReader reader = new InputReader(spark, JobConfig.load("transform", null, keys));
    Dataset<Row> all = reader.read();
    if (Arrays.asList(all.columns()).contains(InputColumns.REASON)) {
      // assignments of a run, whose rows with a reason are no documents
      Column reason = ColumnTypes.quoted(InputColumns.REASON);
      all = all.filter(reason.isNull().or(reason.equalTo("")));
    }
    Dataset<Row> table =
        all.select(
            ColumnTypes.quoted(idColumn).as(InputColumns.ID),
            ColumnTypes.quoted(topicColumn).as(InputColumns.TOPIC));
    return GivenTable.checked(table, InputColumns.ID, InputColumns.TOPIC);
  }
}
