package org.sparkbertopic.pipeline;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.stage.Assignments;
import org.sparkbertopic.stage.table.IntakeSummary;

/**
 * What a transform makes.
 *
 * @param intake rows used and rows set aside, with their reasons
 * @param assignments the topic of every row of the input that had an id, see {@link Assignments}
 */
public record TransformResult(IntakeSummary intake, Dataset<Row> assignments) {}
