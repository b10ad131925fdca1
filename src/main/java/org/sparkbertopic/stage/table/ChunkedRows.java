package org.sparkbertopic.stage.table;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.sparkbertopic.assign.documents.UsableDocument;
import org.sparkbertopic.compat.Rows;

/**
 * The rows of a partition with values appended that are computed from their embeddings, chunk by
 * chunk, so that scratch space is reused. The order stays. A row gets nulls if its embedding is
 * null, zero, not finite or of another length.
 */
public final class ChunkedRows implements Iterator<Row> {

  private static final int CHUNK_ROWS = 512;

  private final Iterator<Row> rows;
  private final Layout layout;
  private final Work work;
  private Iterator<Row> ready = Collections.emptyIterator();

  /**
   * Where things are in a row.
   *
   * @param embedding position of the embedding
   * @param dimension length that an embedding must have
   * @param keepsEmbedding whether the result has the embedding too
   * @param appended values that the work makes for each row
   */
  public record Layout(int embedding, int dimension, boolean keepsEmbedding, int appended) {}

  /** What is made of the usable rows of a chunk. */
  @FunctionalInterface
  public interface Work {

    /**
     * @return {@code [rows][appended]}
     */
    Object[][] apply(List<Row> rows, float[][] embeddings);
  }

  public ChunkedRows(Iterator<Row> rows, Layout layout, Work work) {
    this.rows = rows;
    this.layout = layout;
    this.work = work;
  }

  @Override
  public boolean hasNext() {
    return ready.hasNext() || rows.hasNext();
  }

  @Override
  public Row next() {
    if (!ready.hasNext()) {
      if (!rows.hasNext()) {
        throw new NoSuchElementException();
      }
      ready = nextChunk().iterator();
    }
    return ready.next();
  }

  private List<Row> nextChunk() {
    List<Row> chunk = new ArrayList<>(CHUNK_ROWS);
    List<Row> usable = new ArrayList<>(CHUNK_ROWS);
    List<float[]> embeddings = new ArrayList<>(CHUNK_ROWS);
    boolean[] isUsable = new boolean[CHUNK_ROWS];
    while (chunk.size() < CHUNK_ROWS && rows.hasNext()) {
      Row row = rows.next();
      float[] embedding = Embeddings.floats(row, layout.embedding());
      if (UsableDocument.isVector(embedding, layout.dimension())) {
        isUsable[chunk.size()] = true;
        usable.add(row);
        embeddings.add(embedding);
      }
      chunk.add(row);
    }
    Object[][] made = work.apply(usable, embeddings.toArray(float[][]::new));
    Object[] nothing = new Object[layout.appended()];
    int next = 0;
    for (int i = 0; i < chunk.size(); i++) {
      chunk.set(i, appended(chunk.get(i), isUsable[i] ? made[next++] : nothing));
    }
    return chunk;
  }

  private Row appended(Row row, Object[] made) {
    return layout.keepsEmbedding()
        ? Rows.append(row, made)
        : Rows.replace(row, layout.embedding(), made);
  }
}
