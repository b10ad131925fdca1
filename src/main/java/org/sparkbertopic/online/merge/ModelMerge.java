package org.sparkbertopic.online.merge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.operations.merging.GivenNames;
import org.sparkbertopic.operations.merging.TextScores;
import org.sparkbertopic.operations.merging.TopicChange;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.provenance.ModelOperation;
import org.sparkbertopic.representation.Notices;
import org.sparkbertopic.representation.WordSettings;
import org.sparkbertopic.stage.DocumentVectors;
import org.sparkbertopic.stage.represent.RepresentationDescriber;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.topics.FittedTopics;

/**
 * Merges models, without their documents. The topics of the first model keep their ids. A topic of
 * another model joins the topic of the result whose embedding is closest by cosine, if that is
 * close enough; any other comes behind, with the next free id. Outliers join outliers.
 *
 * <p>Models are read one after the other: the first, then the others in the order of their digests.
 * So the result does not depend on the order in which the others are given. Besides the result, one
 * model is in memory; its layouts and kept documents become part of the result.
 *
 * <p>A document that is in two models counts twice: models do not keep the ids of all documents.
 *
 * @param words how topics get their words: as in the first model
 * @param embedder of the topics' words, where a representation embeds them
 * @param minSimilarity least cosine with which a topic joins another
 * @param notices told what the user should know
 */
public record ModelMerge(
    WordSettings words, Optional<Embedder> embedder, double minSimilarity, Notices notices) {

  /** BERTopic's. */
  public static final double DEFAULT_MIN_SIMILARITY = 0.7;

  private static final String OPERATION = "merge models";

  public ModelMerge {
    Objects.requireNonNull(words, "words");
    Objects.requireNonNull(embedder, "embedder");
    Objects.requireNonNull(notices, "notices");
    if (!(minSimilarity >= 0 && minSimilarity <= 1)) {
      throw Checks.invalid(
          "minSimilarity must be a cosine from 0 to 1, got %s; BERTopic's is %s",
          minSimilarity, DEFAULT_MIN_SIMILARITY);
    }
  }

  /**
   * Merges models.
   *
   * @param sources at least two different models; the first keeps its ids
   * @throws UnusableInputException if the embeddings of two models cannot be compared, or their
   *     terms differ
   */
  public MergedModel run(List<MergeSource> sources, SparkSession spark) {
    List<MergeSource> ordered = ordered(sources);
    SavedModel first = ordered.get(0).model().get();
    Merging merging = new Merging(ordered.get(0), first, minSimilarity);
    for (MergeSource source : ordered.subList(1, ordered.size())) {
      merging.add(source, source.model().get());
    }
    FittedTopics topics =
        merging.topics(
            change(first), first.topics().ctfidf().parameters(), first.vectorizer(), spark);
    merging.notes(topics).forEach(notices::warn);
    return new MergedModel(
        merging
            .model(topics)
            .withWords(words)
            .after(
                ModelOperation.now(OPERATION)
                    .with("minSimilarity", minSimilarity)
                    .with("models", merging.described())),
        merging.parts());
  }

  private static List<MergeSource> ordered(List<MergeSource> sources) {
    if (sources.size() < 2) {
      throw Checks.invalid("models must be at least two, got %d; name the others", sources.size());
    }
    Map<String, String> names = new HashMap<>();
    for (MergeSource source : sources) {
      String same = names.put(source.digest(), source.name());
      if (same != null) {
        throw UnusableInputException.of(
            "models must differ, got the same in '%s' and '%s', whose documents would count twice;"
                + " leave one out",
            same, source.name());
      }
    }
    List<MergeSource> ordered = new ArrayList<>(sources);
    ordered.subList(1, ordered.size()).sort(Comparator.comparing(MergeSource::digest));
    return ordered;
  }

  private TopicChange change(SavedModel first) {
    return new TopicChange(
        new RepresentationDescriber(
            words.representations(),
            words.topNWords(),
            DocumentVectors.ofWords(embedder),
            first.vectorizer(),
            notices),
        new TextScores(first.vectorizer()),
        words.representativeDocuments(),
        GivenNames.NONE);
  }
}
