package org.sparkbertopic.stage.table;

import static org.apache.spark.sql.functions.monotonically_increasing_id;
import static org.apache.spark.sql.functions.struct;

import java.net.URI;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.columnar.InMemoryTableScanExec;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import scala.runtime.BoxedUnit;

/**
 * The order of a table's rows, if it has a stable one. A table that was shuffled, or that comes
 * from a database, has none.
 */
public enum RowOrder {
  /**
   * Rows of files come by path, then by their place in the file, as others read the files; where
   * there are no files, as {@code collect()} gives them.
   */
  FILES,

  /** As {@code collect()} gives them: of files in the order of Spark's work. */
  COLLECTED,

  /** There is none. */
  NONE;

  /** The column that {@link #number} appends. */
  public static final String POSITION = "__bertopic_position";

  private static final String FILE_SCAN = "FileSourceScanExec";

  /** Steps of a plan that hand rows on in the order in which they come. */
  private static final Set<String> ORDERED =
      Set.of(
          FILE_SCAN,
          "LocalTableScanExec",
          "RDDScanExec",
          "ExternalRDDScanExec",
          "RangeExec",
          "InMemoryTableScanExec",
          "ProjectExec",
          "FilterExec",
          "GenerateExec",
          "UnionExec",
          "ColumnarToRowExec",
          "WholeStageCodegenExec",
          "InputAdapter",
          "SerializeFromObjectExec",
          "DeserializeToObjectExec",
          "MapElementsExec",
          "MapPartitionsExec");

  /** How the lineage of an RDD shows that rows are shuffled. */
  private static final String SHUFFLED = "+-(";

  /**
   * The table with a column by which sorting gives its order; lazy. Empty where there is no order.
   * A table that has the column already, as a copy of a numbered one, stays as it is.
   */
  public Optional<Dataset<Row>> number(Dataset<Row> table) {
    if (this == NONE) {
      return Optional.empty();
    }
    if (Arrays.asList(table.columns()).contains(POSITION)) {
      return Optional.of(table);
    }
    Set<String> steps = new TreeSet<>();
    addSteps(table.queryExecution().executedPlan(), steps);
    if (!ORDERED.containsAll(steps)
        || table.queryExecution().toRdd().toDebugString().contains(SHUFFLED)) {
      return Optional.empty();
    }
    if (this == COLLECTED || !steps.contains(FILE_SCAN)) {
      return Optional.of(table.withColumn(POSITION, struct(monotonically_increasing_id())));
    }
    if (steps.contains("UnionExec")) {
      return Optional.empty();
    }
    Column file = table.metadataColumn("_metadata");
    return Optional.of(
        table.withColumn(
            POSITION,
            struct(
                // Spark gives encoded URLs, which sort in another order
                functions
                    .udf(new PlainPath(), DataTypes.StringType)
                    .apply(file.getField("file_path")),
                file.getField("file_block_start"),
                monotonically_increasing_id())));
  }

  /** The path of a URL; rows come file by file, so the last one is kept. */
  private static final class PlainPath implements UDF1<String, String> {

    private static final long serialVersionUID = 1;

    private record Known(String url, String path) {}

    private transient volatile Known last;

    @Override
    public String call(String url) {
      Known known = last;
      if (known == null || !known.url().equals(url)) {
        known = new Known(url, new Path(URI.create(url)).toString());
        last = known;
      }
      return known.path();
    }
  }

  private static void addSteps(SparkPlan plan, Set<String> steps) {
    plan.foreach(
        step -> {
          steps.add(step.getClass().getSimpleName());
          if (step instanceof InMemoryTableScanExec cached) {
            addSteps(cached.relation().cachedPlan(), steps);
          }
          return BoxedUnit.UNIT;
        });
  }
}
