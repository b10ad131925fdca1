package org.sparkbertopic.operations.distribution;

import java.util.Arrays;
import java.util.Iterator;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.sparkbertopic.assign.DistributionSettings;
import org.sparkbertopic.assign.TopicDirections;
import org.sparkbertopic.assign.TopicWeights;
import org.sparkbertopic.stage.TopicColumns;
import org.sparkbertopic.stage.table.Embeddings;

/**
 * Joins rows back into documents: rows (document, text of a window, its vector), as {@link
 * WindowTexts} cut them, with the topics that their windows are like.
 */
final class WindowSums implements Iterator<Row> {

  private static final int DOCUMENT = 0;
  private static final int VECTOR = 2;

  private final Iterator<Row> windows;
  private final int text;
  private final TopicDirections directions;
  private final DistributionSettings settings;
  private final double[] cosines;
  private final double[] sums;
  private Row ahead;

  /**
   * @param text position of the text in the document
   */
  WindowSums(
      Iterator<Row> windows, int text, TopicDirections directions, DistributionSettings settings) {
    this.windows = windows;
    this.text = text;
    this.directions = directions;
    this.settings = settings;
    this.cosines = new double[directions.topicIds().length];
    this.sums = new double[cosines.length];
  }

  @Override
  public boolean hasNext() {
    return ahead != null || windows.hasNext();
  }

  @Override
  public Row next() {
    Row first = ahead == null ? windows.next() : ahead;
    ahead = null;
    Arrays.fill(sums, 0);
    add(first);
    while (windows.hasNext()) {
      Row window = windows.next();
      if (!window.isNullAt(DOCUMENT)) {
        ahead = window;
        break;
      }
      add(window);
    }
    Row document = first.getStruct(DOCUMENT);
    Object[] values = new Object[document.size() + 1];
    for (int i = 0; i < document.size(); i++) {
      values[i] = document.get(i);
    }
    values[document.size()] = document.isNullAt(text) ? null : TopicColumns.rows(weights());
    return RowFactory.create(values);
  }

  private void add(Row window) {
    if (window.isNullAt(VECTOR)) {
      return;
    }
    directions.cosines(Embeddings.floats(window, VECTOR), cosines);
    for (int topic = 0; topic < sums.length; topic++) {
      if (cosines[topic] > 0 && cosines[topic] >= settings.minSimilarity()) {
        sums[topic] += cosines[topic];
      }
    }
  }

  private TopicWeights weights() {
    double total = 0;
    for (double sum : sums) {
      total += sum;
    }
    if (!(total > 0)) {
      return TopicWeights.NONE;
    }
    double[] shares = new double[sums.length];
    for (int topic = 0; topic < shares.length; topic++) {
      shares[topic] = sums[topic] / total;
    }
    return TopicWeights.of(directions.topicIds(), shares, shares.length, settings.topK());
  }
}
