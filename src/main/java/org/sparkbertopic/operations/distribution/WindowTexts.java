package org.sparkbertopic.operations.distribution;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.sparkbertopic.assign.DistributionSettings;
import org.sparkbertopic.assign.Windows;
import org.sparkbertopic.stage.WordReader;
import org.sparkbertopic.vectorizer.CountVectorizer;

/**
 * Cuts the documents of a partition into windows: rows (document, text of a window), of which the
 * first of each document holds the document. A document without words is one row without window.
 */
final class WindowTexts implements Iterator<Row> {

  private final Iterator<Row> documents;
  private final int text;
  private final WordReader reader;
  private final Windows windows;
  private List<String> words = List.of();
  private int next;

  /**
   * @param text position of the text
   */
  WindowTexts(
      Iterator<Row> documents,
      int text,
      CountVectorizer vectorizer,
      DistributionSettings settings) {
    this.documents = documents;
    this.text = text;
    this.reader = new WordReader(vectorizer);
    this.windows = new Windows(settings);
  }

  @Override
  public boolean hasNext() {
    return next < windows.count() || documents.hasNext();
  }

  @Override
  public Row next() {
    if (next < windows.count()) {
      return RowFactory.create(null, nextWindow());
    }
    Row document = documents.next();
    words = document.isNullAt(text) ? List.of() : reader.read(document.getString(text));
    windows.over(words.size());
    next = 0;
    return RowFactory.create(document, windows.count() == 0 ? null : nextWindow());
  }

  private String nextWindow() {
    List<String> window = words.subList(windows.start(next), windows.end(next));
    next++;
    return String.join(" ", window);
  }
}
