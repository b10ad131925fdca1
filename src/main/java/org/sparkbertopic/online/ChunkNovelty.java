package org.sparkbertopic.online;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.xxhash64;
import static org.sparkbertopic.stage.table.InputColumns.EMBEDDING;
import static org.sparkbertopic.stage.table.InputColumns.ID;

import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.assign.LayoutModel;
import org.sparkbertopic.assign.SampleDistances;
import org.sparkbertopic.stage.table.Embeddings;
import org.sparkbertopic.stage.table.IdType;

/**
 * How far the documents of a chunk are from those that a layout was made of. It looks at those with
 * the smallest hash of the id, so it costs the same for any chunk.
 */
final class ChunkNovelty {

  /** The mean of as many is known to two decimals. */
  static final int DOCUMENTS = 500;

  private ChunkNovelty() {}

  /**
   * @param documents id, embedding
   * @return the mean distance to the nearest document of the sample; NaN if it is unknown
   */
  static double of(Dataset<Row> documents, LayoutModel layout) {
    Optional<SampleDistances> sample = SampleDistances.of(layout);
    if (sample.isEmpty()) {
      return Double.NaN;
    }
    float[][] embeddings =
        documents
            .select(
                xxhash64(IdType.key(documents, ID)).as("key"),
                IdType.key(documents, ID).as(ID),
                col(EMBEDDING))
            .orderBy("key", ID)
            .limit(DOCUMENTS)
            .collectAsList()
            .stream()
            .map(row -> Embeddings.floats(row, 2))
            .toArray(float[][]::new);
    return sample.get().mean(embeddings);
  }
}
