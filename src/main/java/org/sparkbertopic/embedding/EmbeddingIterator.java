package org.sparkbertopic.embedding;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.sparkbertopic.compat.Rows;

/**
 * The rows of a partition with their vectors, computed chunk by chunk as they are asked for. Texts
 * that repeat in a chunk, or that were embedded not long ago, are embedded once.
 */
final class EmbeddingIterator implements Iterator<Row> {

  /** A chunk ends early when its texts reach this total length, so that books fit too. */
  private static final long CHARACTERS_PER_CHUNK = 1 << 24;

  private final TextEmbedding embedding;
  private final Iterator<Row> rows;
  private final int textIndex;
  private final EmbeddingCounters counters;

  private final RecentTexts recent = new RecentTexts();
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
    RecentTexts.Result[] results = new RecentTexts.Result[embedding.rowsPerChunk()];
    // The rows of each text that is to be embedded, in the order of the first.
    Map<String, List<Integer>> rowsOfText = new LinkedHashMap<>();
    long characters = 0;
    int withoutText = 0;
    while (rows.hasNext()
        && chunk.size() < embedding.rowsPerChunk()
        && characters < CHARACTERS_PER_CHUNK) {
      Row row = rows.next();
      if (row.isNullAt(textIndex)) {
        withoutText++;
      } else {
        String text = row.getString(textIndex);
        characters += text.length();
        results[chunk.size()] = recent.get(text);
        if (results[chunk.size()] == null) {
          rowsOfText.computeIfAbsent(text, t -> new ArrayList<>(1)).add(chunk.size());
        }
      }
      chunk.add(row);
    }
    embed(rowsOfText, results);
    vectors = new float[chunk.size()][];
    int truncated = 0;
    for (int i = 0; i < vectors.length; i++) {
      if (results[i] != null) {
        vectors[i] = results[i].vector();
        truncated += results[i].truncated() ? 1 : 0;
      }
    }
    int documents = chunk.size() - withoutText;
    counters.documents().add(documents);
    counters.repeated().add(documents - rowsOfText.size());
    counters.truncated().add(truncated);
    counters.withoutText().add(withoutText);
    counters.zeroVectors().add(zeros(vectors));
  }

  private void embed(Map<String, List<Integer>> rowsOfText, RecentTexts.Result[] results) {
    List<String> texts = List.copyOf(rowsOfText.keySet());
    EmbeddedTexts embedded = embedding.embedder().embed(texts);
    for (int i = 0; i < texts.size(); i++) {
      RecentTexts.Result result =
          new RecentTexts.Result(embedded.vectors()[i], embedded.truncated()[i]);
      rowsOfText.get(texts.get(i)).forEach(row -> results[row] = result);
      recent.put(texts.get(i), result);
    }
    counters.tokensSeen().add(embedded.tokensSeen());
    counters.tokensLost().add(embedded.tokensLost());
  }

  private static int zeros(float[][] vectors) {
    int zeros = 0;
    for (float[] vector : vectors) {
      zeros += vector != null && isZero(vector) ? 1 : 0;
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
