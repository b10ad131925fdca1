package org.sparkbertopic;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.online.UpdateResult;
import org.sparkbertopic.online.UpdateResult.Reassigned;
import org.sparkbertopic.stage.table.IntakeSummary;
import org.sparkbertopic.topics.history.Chunk;

/**
 * What {@link BERTopicModel#update} makes.
 *
 * @param model the grown model
 * @param chunk what was added
 * @param isRepeat whether the model had the chunk already
 * @param intake rows of the chunk that were used and that were set aside
 * @param assignments the chunk's documents in their topics: id, topic, probability, reason
 * @param reassigned outliers of earlier chunks that belong to a topic now
 */
public record UpdatedModel(
    BERTopicModel model,
    Chunk chunk,
    boolean isRepeat,
    IntakeSummary intake,
    Dataset<Row> assignments,
    List<Reassigned> reassigned) {

  public UpdatedModel {
    reassigned = List.copyOf(reassigned);
  }

  static UpdatedModel of(BERTopicModel model, UpdateResult result) {
    return new UpdatedModel(
        model,
        result.chunk(),
        result.isRepeat(),
        result.intake(),
        result.assignments(),
        result.reassigned());
  }
}
