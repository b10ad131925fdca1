package org.sparkbertopic.stage.represent;

import static org.apache.spark.sql.functions.col;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.sparkbertopic.ctfidf.ClassTfidfModel;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.topics.SurfaceForms;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.counting.SurfaceFormCounter;

/** The surface forms of topics' terms, where the vectorizer counts stems. */
final class ReadableTerms {

  /** Ours: more than any representation looks at, so that merged topics have theirs too. */
  private static final int TERMS_OF_TOPIC = 100;

  private ReadableTerms() {}

  /** One pass over the texts; none where words are counted as they are written. */
  static SurfaceForms of(
      Dataset<Row> documents,
      String textColumn,
      CountVectorizer vectorizer,
      ClassTfidfModel model) {
    if (!vectorizer.text().stems()) {
      return SurfaceForms.none();
    }
    Set<String> words = new TreeSet<>();
    for (int topic : model.weights().topicIds()) {
      for (TermScore term : model.topTerms(topic, TERMS_OF_TOPIC)) {
        words.addAll(Arrays.asList(term.term().split(" ")));
      }
    }
    Map<String, String> forms =
        words.isEmpty()
            ? Map.of()
            : new SurfaceFormCounter(vectorizer)
                .mostFrequent(documents.select(col(textColumn)).as(Encoders.STRING()), words);
    return new SurfaceForms(forms);
  }
}
