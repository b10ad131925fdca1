package org.sparkbertopic.embedding.words;

import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.sparkbertopic.compat.SparkTask;
import org.sparkbertopic.embedding.words.TextWords.WordSink;
import scala.Tuple2;

/**
 * Counts the known words of texts, by spelling. Gives out what it has counted whenever it holds
 * many words, so that its memory is bounded: a word may come several times.
 */
final class WordCountIterator implements Iterator<Tuple2<String, Long>>, WordSink {

  /** At about 100 bytes each, 25 MB. */
  private static final int MOST_WORDS = 1 << 18;

  private final Iterator<String> texts;
  private final TextWords words;
  private final Map<String, long[]> counts = new HashMap<>();
  private Iterator<Map.Entry<String, long[]>> ready = Collections.emptyIterator();

  WordCountIterator(Iterator<String> texts, TextWords words) {
    this.texts = texts;
    this.words = words;
  }

  @Override
  public boolean hasNext() {
    if (!ready.hasNext()) {
      counts.clear();
      while (texts.hasNext() && counts.size() < MOST_WORDS) {
        SparkTask.stopIfKilled();
        words.forEach(texts.next(), this);
      }
      ready = counts.entrySet().iterator();
    }
    return ready.hasNext();
  }

  @Override
  public Tuple2<String, Long> next() {
    if (!hasNext()) {
      throw new NoSuchElementException("all words were given out");
    }
    Map.Entry<String, long[]> word = ready.next();
    return new Tuple2<>(word.getKey(), word.getValue()[0]);
  }

  @Override
  public void known(String spelling, float[] vector) {
    counts.computeIfAbsent(spelling, word -> new long[1])[0]++;
  }

  @Override
  public void unknown() {
    // no share of the known words
  }
}
