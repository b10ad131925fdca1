package org.sparkbertopic.evaluation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.sparkbertopic.params.PartJson;
import org.sparkbertopic.vectorizer.CountVectorizer;

/**
 * What a column of topics tells of the model that made it: an evaluator of Spark ML sees a table
 * and no model. The column's metadata hold a hash of the words alone, because metadata go into the
 * footer of every file that is written of the table; this JVM remembers the words of the last
 * {@value #REMEMBERED} models that transformed.
 *
 * @param words the words of each topic, the best first, as the vectorizer counts them
 * @param vectorizer of the words
 * @param key hash of both, which the metadata hold
 */
public record TopicColumn(List<List<String>> words, CountVectorizer vectorizer, String key) {

  private static final String FIELD = "bertopic";
  private static final String TOPICS = "topics";

  /** A cross-validation evaluates a model right after it transformed. */
  private static final int REMEMBERED = 64;

  private static final Map<String, TopicColumn> RECENT =
      Collections.synchronizedMap(
          new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, TopicColumn> eldest) {
              return size() > REMEMBERED;
            }
          });

  public TopicColumn {
    words = words.stream().map(List::copyOf).toList();
    Objects.requireNonNull(vectorizer, "vectorizer");
    Objects.requireNonNull(key, "key");
  }

  /** Computes the hash. */
  public TopicColumn(List<List<String>> words, CountVectorizer vectorizer) {
    this(
        words,
        vectorizer,
        DigestUtils.sha256Hex(words + "\n" + PartJson.encode(vectorizer, CountVectorizer.class)));
  }

  /** As metadata of a column; from now on {@link #of} finds it. */
  public Metadata metadata() {
    RECENT.put(key, this);
    return new MetadataBuilder()
        .putMetadata(FIELD, new MetadataBuilder().putString(TOPICS, key).build())
        .build();
  }

  /**
   * What the metadata of a column tell; empty if no model made it, or none that transformed in this
   * JVM lately.
   */
  public static Optional<TopicColumn> of(Metadata metadata) {
    return metadata.contains(FIELD)
        ? Optional.ofNullable(RECENT.get(metadata.getMetadata(FIELD).getString(TOPICS)))
        : Optional.empty();
  }
}
