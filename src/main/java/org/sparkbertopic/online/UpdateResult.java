package org.sparkbertopic.online;

import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.stage.table.IntakeSummary;
import org.sparkbertopic.topics.history.Chunk;

/**
 * What an update makes.
 *
 * @param model the grown model
 * @param chunk what was added
 * @param isRepeat whether the model had this chunk already; it is as it was then
 * @param intake rows of the chunk that were used and that were set aside
 * @param assignments the topic of every row of the chunk that had an id, see {@link
 *     org.sparkbertopic.stage.Assignments}
 * @param reassigned outliers of earlier chunks that belong to a topic now
 */
public record UpdateResult(
    SavedModel model,
    Chunk chunk,
    boolean isRepeat,
    IntakeSummary intake,
    Dataset<Row> assignments,
    List<Reassigned> reassigned) {

  public UpdateResult {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(chunk, "chunk");
    reassigned = List.copyOf(reassigned);
  }

  /**
   * A document of an earlier chunk.
   *
   * @param id as text
   * @param chunk name of its chunk
   * @param from its topic before, -1
   * @param to its topic now
   */
  public record Reassigned(String id, String chunk, int from, int to) {}
}
