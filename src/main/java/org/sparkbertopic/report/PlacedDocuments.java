package org.sparkbertopic.report;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Places of documents on a plane, for the page; a value.
 *
 * @param ids of the documents
 * @param x one for each id, finite
 * @param y one for each id, finite
 * @param topics one for each id
 * @param texts beginnings of the texts of the first documents; others have none on the page
 * @param documents how many documents there are, of which these are some
 */
public record PlacedDocuments(
    List<String> ids, float[] x, float[] y, int[] topics, List<String> texts, long documents) {

  /** No map. */
  public static final PlacedDocuments NONE =
      new PlacedDocuments(List.of(), new float[0], new float[0], new int[0], List.of(), 0);

  public PlacedDocuments {
    ids = List.copyOf(ids);
    texts = List.copyOf(texts);
    x = x.clone();
    y = y.clone();
    topics = topics.clone();
    if (x.length != ids.size() || y.length != ids.size() || topics.length != ids.size()) {
      throw new IllegalArgumentException(
          "x, y and topics must have an entry for each of "
              + ids.size()
              + " ids, got "
              + x.length
              + ", "
              + y.length
              + " and "
              + topics.length);
    }
    if (texts.size() > ids.size()) {
      throw new IllegalArgumentException(
          "texts must be at most " + ids.size() + ", as there are ids, got " + texts.size());
    }
    for (int i = 0; i < x.length; i++) {
      if (!Float.isFinite(x[i]) || !Float.isFinite(y[i])) {
        throw new IllegalArgumentException(
            "places must be finite, got (" + x[i] + ", " + y[i] + ") of '" + ids.get(i) + "'");
      }
    }
  }

  public boolean isEmpty() {
    return ids.isEmpty();
  }

  @Override
  public float[] x() {
    return x.clone();
  }

  @Override
  public float[] y() {
    return y.clone();
  }

  @Override
  public int[] topics() {
    return topics.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PlacedDocuments map
        && ids.equals(map.ids)
        && Arrays.equals(x, map.x)
        && Arrays.equals(y, map.y)
        && Arrays.equals(topics, map.topics)
        && texts.equals(map.texts)
        && documents == map.documents;
  }

  @Override
  public int hashCode() {
    return Objects.hash(ids, texts, documents, Arrays.hashCode(topics));
  }

  @Override
  public String toString() {
    return "PlacedDocuments[" + ids.size() + " of " + documents + " documents]";
  }
}
