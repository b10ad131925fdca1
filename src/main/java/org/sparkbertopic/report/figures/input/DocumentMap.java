package org.sparkbertopic.report.figures.input;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.sparkbertopic.compute.Checks;

/**
 * Documents on a plane. A value; callers must not change the arrays.
 *
 * @param coordinates {@code [documents][2]}, finite
 * @param topics {@code [documents]}: their topics, -1 for outliers
 * @param ids of the documents; empty: the documents have none
 * @param texts of the documents, or their beginnings; empty: the figure shows none
 */
public record DocumentMap(
    float[][] coordinates, int[] topics, List<String> ids, List<String> texts) {

  public DocumentMap {
    ids = List.copyOf(ids);
    texts = List.copyOf(texts);
    int documents = coordinates.length;
    Checks.require(
        topics.length == documents,
        "topics",
        "one for each of the " + documents + " documents",
        topics.length,
        "give them in the order of the coordinates");
    same("ids", ids.size(), documents);
    same("texts", texts.size(), documents);
    for (int row = 0; row < documents; row++) {
      float[] place = coordinates[row];
      boolean usable = place.length == 2 && Float.isFinite(place[0]) && Float.isFinite(place[1]);
      if (!usable) {
        throw Checks.invalid(
            "coordinates must be two finite numbers for each document, got %s in row %d; reduce"
                + " the embeddings to two dimensions",
            Arrays.toString(place), row);
      }
    }
  }

  /** Documents without ids and texts. */
  public DocumentMap(float[][] coordinates, int[] topics) {
    this(coordinates, topics, List.of(), List.of());
  }

  private static void same(String parameter, int size, int documents) {
    Checks.require(
        size == 0 || size == documents,
        parameter,
        "none, or one for each of the " + documents + " documents",
        size,
        "give them in the order of the coordinates");
  }

  public int size() {
    return topics.length;
  }

  /** Rows of the documents of a topic, ascending. */
  public int[] rowsOf(int topic) {
    return IntStream.range(0, topics.length).filter(row -> topics[row] == topic).toArray();
  }
}
