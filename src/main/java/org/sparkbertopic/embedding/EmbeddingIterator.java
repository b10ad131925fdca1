package org.sparkbertopic.embedding;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.sparkbertopic.compat.Rows;

/** The rows of a partition with their vectors, computed chunk by chunk as they are asked for. */
final class EmbeddingIterator implements Iterator<Row> {

  /** A chunk ends early when its texts reach this total length, so that books fit too. */
  private static final long CHARACTERS_PER_CHUNK = 1 << 24;

  private final TextEmbedding embedding;
  private final Iterator<Row> rows;
  private final int textIndex;
  private final EmbeddingCounters counters;

  private final List<Row> chunk = new ArrayList<>();
  private float[][] vectors = {};
  private int next;

  EmbeddingIterator(
      TextEmbedding embedding, Iterator<Row> rows, int textIndex, EmbeddingCounters counters) {
    this.embedding = embedding;
    this.rows = rows;
    this.textIndex = textIndex;
    this.counters = counters;
  }

  @Override
  public boolean hasNext() {
    return next < chunk.size() || rows.hasNext();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    if (next == chunk.size()) {
      embedNextChunk();
    }
    Row row = Rows.append(chunk.get(next), Rows.floats(vectors[next]));
    chunk.set(next, null);
    vectors[next] = null;
    next++;
    return row;
  }

  private void embedNextChunk() {
    chunk.clear();
    next = 0;
    List<String> texts = new ArrayList<>();
    long characters = 0;
    while (rows.hasNext()
        && chunk.size() < embedding.rowsPerChunk()
        && characters < CHARACTERS_PER_CHUNK) {
      Row row = rows.next();
      chunk.add(row);
      if (!row.isNullAt(textIndex)) {
        String text = row.getString(textIndex);
        texts.add(text);
        characters += text.length();
      }
    }
    EmbeddedTexts embedded = embedding.embedder().embed(texts);
    vectors = new float[chunk.size()][];
    int text = 0;
    for (int i = 0; i < vectors.length; i++) {
      if (!chunk.get(i).isNullAt(textIndex)) {
        vectors[i] = embedded.vectors()[text++];
      }
    }
    count(embedded, chunk.size() - texts.size());
  }

  private void count(EmbeddedTexts embedded, int withoutText) {
    int truncated = 0;
    for (boolean cut : embedded.truncated()) {
      truncated += cut ? 1 : 0;
    }
    counters.documents().add(embedded.vectors().length);
    counters.truncated().add(truncated);
    counters.withoutText().add(withoutText);
    counters.zeroVectors().add(zeros(embedded.vectors()));
    counters.tokensSeen().add(embedded.tokensSeen());
    counters.tokensLost().add(embedded.tokensLost());
  }

  private static int zeros(float[][] vectors) {
    int zeros = 0;
    for (float[] vector : vectors) {
      zeros += isZero(vector) ? 1 : 0;
    }
    return zeros;
  }

  static boolean isZero(float[] vector) {
    for (float x : vector) {
      if (x != 0) {
        return false;
      }
    }
    return true;
  }
}
