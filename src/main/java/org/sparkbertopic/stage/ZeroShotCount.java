package org.sparkbertopic.stage;

import static org.apache.spark.sql.functions.col;
import static org.sparkbertopic.stage.table.InputColumns.CLUSTER;
import static org.sparkbertopic.stage.table.InputColumns.EMBEDDING;

import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.assign.LayoutModel;
import org.sparkbertopic.assign.LayoutRules;
import org.sparkbertopic.assign.ZeroShotRule;

/** Finds on executors which zero-shot topics have documents; the others are dropped. */
public final class ZeroShotCount {

  private ZeroShotCount() {}

  /**
   * The rule with the topics that have documents; empty if none has.
   *
   * @param embeddings embedding ({@code array<float>})
   */
  public static Optional<ZeroShotRule> withDocuments(
      Dataset<Row> embeddings, ZeroShotRule rule, int dimension) {
    LayoutModel named = LayoutModel.ofRules(LayoutRules.NONE.withZeroShot(rule), dimension);
    boolean[] found = new boolean[rule.names().size()];
    boolean any = false;
    for (Row row :
        new AssignStage()
            .assign(
                embeddings.select(col(EMBEDDING)),
                AssignStage.broadcast(embeddings.sparkSession(), named))
            .groupBy(CLUSTER)
            .count()
            .collectAsList()) {
      if (!row.isNullAt(0) && row.getInt(0) >= 0) {
        found[row.getInt(0)] = true;
        any = true;
      }
    }
    return any ? Optional.of(rule.only(found)) : Optional.empty();
  }
}
