package org.sparkbertopic.online;

import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.pipeline.Corpus;
import org.sparkbertopic.representation.Notices;
import org.sparkbertopic.stage.DocumentIds;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.history.KnownIds;

/**
 * Finds documents of a chunk that came with an earlier chunk or with the fit. Only ids of a column
 * tell: where ids are hashes of texts, equal texts are different documents.
 *
 * @param rule what becomes of them
 * @param notices told of those that are set aside or counted again
 */
record EarlierDocuments(SavedModel model, KnownIdRule rule, Notices notices) {

  private static final int SHOWN = 5;

  /**
   * The chunk with the documents that are to be added.
   *
   * @param modelDigest names the model by its contents
   * @throws UnusableInputException if the model has some of them, and the rule forbids it
   */
  Corpus added(Corpus chunk, String modelDigest) {
    KnownIds ids = model.online().knownIds();
    if (ids.isEmpty() || !hasIds(chunk) || chunk.summary().documents() == 0) {
      return chunk;
    }
    Dataset<Row> documents = chunk.documents();
    KnownIds known = DocumentIds.of(documents).in(ids);
    if (known.isEmpty()) {
      return chunk;
    }
    String found =
        String.format(
            Locale.ROOT,
            "%,d of %,d that the model has already, such as %s",
            known.size(),
            chunk.summary().documents(),
            String.join(", ", examples(documents, known)));
    return switch (rule) {
      case ERROR ->
          throw UnusableInputException.of(
              "the chunk must have new documents only, got %s; set OnlineSettings.knownIds to SKIP to"
                  + " set them aside, or to COUNT to count them twice",
              found);
      case SKIP -> {
        notices.warn("documents of earlier chunks are set aside: " + found);
        yield chunk.without(known, modelDigest);
      }
      case COUNT -> {
        notices.warn("documents of earlier chunks count twice: " + found);
        yield chunk;
      }
    };
  }

  private static List<String> examples(Dataset<Row> documents, KnownIds known) {
    return DocumentIds.some(documents, known, SHOWN);
  }

  /**
   * The ids that the model knows with the chunk.
   *
   * @param documents id: those that were counted
   */
  KnownIds with(Corpus chunk, Dataset<Row> documents) {
    KnownIds ids = model.online().knownIds();
    if (!hasIds(chunk)) {
      return ids;
    }
    long total = model.topics().topics().stream().mapToLong(Topic::size).sum();
    if (total + chunk.summary().documents() <= KnownIds.MOST) {
      return ids.plus(DocumentIds.of(documents));
    }
    if (!ids.isEmpty()) {
      notices.warn(
          String.format(
              Locale.ROOT,
              "the model has more than %,d documents: ids of later chunks are not compared with"
                  + " those of earlier ones",
              KnownIds.MOST));
    }
    return KnownIds.NONE;
  }

  private static boolean hasIds(Corpus chunk) {
    return chunk.intake().columns().id().isPresent();
  }
}
