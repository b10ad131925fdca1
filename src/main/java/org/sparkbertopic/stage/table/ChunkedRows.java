package org.sparkbertopic.stage.table;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.sparkbertopic.assign.documents.UsableDocument;
import org.sparkbertopic.compat.Rows;

/**
 * The rows of a partition with values appended that are computed from their embeddings, chunk by
 * chunk, so that scratch space is reused and rows that are near each other can be placed together
 * (decision 0079). The order stays. A row gets nulls if its embedding is null, zero, not finite or
 * of another length.
 *
 * <p>Chunks begin small, so that who asks for a few rows does not wait for thousands, and grow
 * until they hold {@value #MOST_ROWS} rows or 8 MB.
 */
public final class ChunkedRows implements Iterator<Row> {

  private static final int FIRST_ROWS = 512;
  private static final int MOST_ROWS = 8192;
  private static final long MOST_BYTES = 8L << 20;

  /** A number of an embedding that the row keeps: the float, an object of it, and a reference. */
  private static final int BYTES_IN_ROW = 24;

  private final Iterator<Row> rows;
  private final Layout layout;
  private final Work work;
  private Iterator<Row> ready = Collections.emptyIterator();
  private int chunkRows = FIRST_ROWS;

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
    List<Row> chunk = new ArrayList<>();
    List<Row> usable = new ArrayList<>();
    List<float[]> embeddings = new ArrayList<>();
    BitSet isUsable = new BitSet();
    long bytes = 0;
    while (chunk.size() < chunkRows && bytes < MOST_BYTES && rows.hasNext()) {
      Row given = rows.next();
      float[] embedding = Embeddings.floats(given, layout.embedding());
      Row row = layout.keepsEmbedding() ? given : Rows.without(given, layout.embedding());
      if (UsableDocument.isVector(embedding, layout.dimension())) {
        isUsable.set(chunk.size());
        usable.add(row);
        embeddings.add(embedding);
      }
      chunk.add(row);
      bytes += bytes(row);
    }
    chunkRows = Math.min(MOST_ROWS, 2 * chunkRows);
    Object[][] made = work.apply(usable, embeddings.toArray(float[][]::new));
    Object[] nothing = new Object[layout.appended()];
    int next = 0;
    for (int i = 0; i < chunk.size(); i++) {
      chunk.set(i, appended(chunk.get(i), isUsable.get(i) ? made[next++] : nothing));
    }
    return chunk;
  }

  /** About what a row holds: its embedding and its texts. */
  private long bytes(Row row) {
    int each = layout.keepsEmbedding() ? BYTES_IN_ROW : Float.BYTES;
    long bytes = (long) layout.dimension() * each;
    for (int i = 0; i < row.size(); i++) {
      if (row.get(i) instanceof String text) {
        bytes += text.length();
      }
    }
    return bytes;
  }

  private Row appended(Row row, Object[] made) {
    return layout.keepsEmbedding()
        ? Rows.append(row, made)
        : Rows.replace(row, layout.embedding(), made);
  }
}
