package org.sparkbertopic.operations.slices;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.sparkbertopic.ctfidf.ClassTfidfModel;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.topics.SurfaceForms;
import org.sparkbertopic.vectorizer.counting.SliceTermCounter;

/**
 * Sorted counts (topic, category, time, column, count) to one row for each slice: topic, name,
 * class, key of the time, frequency, words, scores. Holds the terms of one slice.
 */
final class SeriesRows implements Iterator<Row> {

  private final Iterator<Row> counts;
  private final SliceKeys keys;
  private final Map<Integer, String> names;
  private final SurfaceForms forms;
  private final TopicSeries series;
  private Row pending;
  private int topic;
  private int category;
  private boolean started;
  private int[] columns = new int[256];
  private double[] occurrences = new double[256];
  private int length;
  private long documents;

  SeriesRows(
      Iterator<Row> counts,
      ClassTfidfModel model,
      SliceSettings settings,
      SliceKeys keys,
      Map<Integer, String> names,
      SurfaceForms forms) {
    this.forms = forms;
    this.counts = counts;
    this.keys = keys;
    this.names = names;
    this.series = new TopicSeries(model, settings);
    this.pending = counts.hasNext() ? counts.next() : null;
  }

  @Override
  public boolean hasNext() {
    return pending != null;
  }

  @Override
  public Row next() {
    if (pending == null) {
      throw new NoSuchElementException();
    }
    if (!started || pending.getInt(0) != topic || pending.getInt(1) != category) {
      topic = pending.getInt(0);
      category = pending.getInt(1);
      series.start(topic);
      started = true;
    }
    int time = pending.getInt(2);
    gather(time);
    List<TermScore> words = forms.of(series.next(time, columns, occurrences, length));
    return RowFactory.create(
        topic,
        names.get(topic),
        keys.category(category),
        keys.time(time),
        documents,
        words.stream().map(TermScore::term).toArray(String[]::new),
        words.stream().map(TermScore::score).toArray(Double[]::new));
  }

  private void gather(int time) {
    documents = 0;
    length = 0;
    while (pending != null
        && pending.getInt(0) == topic
        && pending.getInt(1) == category
        && pending.getInt(2) == time) {
      int column = pending.getInt(3);
      long count = pending.getLong(4);
      if (column == SliceTermCounter.DOCUMENTS) {
        documents += count;
      } else {
        addTerm(column, count);
      }
      pending = counts.hasNext() ? counts.next() : null;
    }
  }

  private void addTerm(int column, long count) {
    if (length > 0 && columns[length - 1] == column) {
      occurrences[length - 1] += count;
      return;
    }
    if (length == columns.length) {
      columns = Arrays.copyOf(columns, length * 2);
      occurrences = Arrays.copyOf(occurrences, length * 2);
    }
    columns[length] = column;
    occurrences[length++] = count;
  }
}
