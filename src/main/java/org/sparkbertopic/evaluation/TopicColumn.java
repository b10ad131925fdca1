package org.sparkbertopic.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.sparkbertopic.params.PartJson;
import org.sparkbertopic.vectorizer.CountVectorizer;

/**
 * What a column of topics tells of the model that made it, in the column's metadata, as Spark ML
 * tells of features: an evaluator sees a table and no model.
 *
 * @param words the words of each topic, the best first, as the vectorizer counts them
 * @param vectorizer of the words
 */
public record TopicColumn(List<List<String>> words, CountVectorizer vectorizer) {

  private static final String KEY = "bertopic";
  private static final String TOPICS = "topics";
  private static final String WORDS = "words";
  private static final String VECTORIZER = "vectorizer";

  public TopicColumn {
    words = words.stream().map(List::copyOf).toList();
  }

  /** As metadata of a column. */
  public Metadata metadata() {
    Metadata[] topics =
        words.stream()
            .map(of -> new MetadataBuilder().putStringArray(WORDS, of.toArray(new String[0])))
            .map(MetadataBuilder::build)
            .toArray(Metadata[]::new);
    return new MetadataBuilder()
        .putMetadata(
            KEY,
            new MetadataBuilder()
                .putMetadataArray(TOPICS, topics)
                .putString(VECTORIZER, PartJson.encode(vectorizer, CountVectorizer.class))
                .build())
        .build();
  }

  /** What the metadata of a column tell; empty if no model made it. */
  public static Optional<TopicColumn> of(Metadata metadata) {
    if (!metadata.contains(KEY)) {
      return Optional.empty();
    }
    Metadata own = metadata.getMetadata(KEY);
    List<List<String>> words = new ArrayList<>();
    for (Metadata topic : own.getMetadataArray(TOPICS)) {
      words.add(Arrays.asList(topic.getStringArray(WORDS)));
    }
    return Optional.of(
        new TopicColumn(words, PartJson.decode(own.getString(VECTORIZER), CountVectorizer.class)));
  }
}
