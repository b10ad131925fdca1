package org.sparkbertopic.operations.merging;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.ctfidf.ClassTfidf;
import org.sparkbertopic.ctfidf.ClassTfidfModel;
import org.sparkbertopic.ctfidf.CodePointOrder;
import org.sparkbertopic.ctfidf.TermMatrix;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.KeptDocument;
import org.sparkbertopic.topics.RetiredTopics;
import org.sparkbertopic.topics.RunningTotals;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.TopicDescriber;
import org.sparkbertopic.topics.TopicMapping;

/**
 * Changes topics into other topics, without the corpus. Everything known about them changes
 * together:
 *
 * <ul>
 *   <li>counts of terms are added, and c-TF-IDF is fitted to them again: exactly the result of
 *       counting the documents of the new topics;
 *   <li>embeddings are means, weighted by the topics' sizes;
 *   <li>documents are the best of those kept of the old topics, by their words;
 *   <li>words are chosen again for all topics, because the weights of a topic depend on all others;
 *   <li>names that are not made of words, and custom labels, stay with a topic; {@link GivenNames}
 *       say what a merged one keeps.
 * </ul>
 *
 * @param describer chooses words
 * @param scores makes what compares texts with topics
 * @param representativeDocuments named for each topic, where as many are kept
 * @param names which names merged topics keep
 */
public record TopicChange(
    TopicDescriber describer,
    Function<ClassTfidfModel, DocumentScores> scores,
    int representativeDocuments,
    GivenNames names) {

  public TopicChange {
    Objects.requireNonNull(describer, "describer");
    Objects.requireNonNull(scores, "scores");
    Objects.requireNonNull(names, "names");
    if (representativeDocuments < 0) {
      throw new IllegalArgumentException(
          "representativeDocuments must be 0 or more, got " + representativeDocuments);
    }
  }

  /** For topics without zero-shot topics among them. */
  public TopicChange(
      TopicDescriber describer,
      Function<ClassTfidfModel, DocumentScores> scores,
      int representativeDocuments) {
    this(describer, scores, representativeDocuments, GivenNames.NONE);
  }

  /**
   * The counts of terms.
   *
   * @throws IllegalArgumentException if the model keeps none
   */
  static TermMatrix countsOf(FittedTopics topics) {
    return topics
        .counts()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the model must keep how often its topics have each term, got none (Python and earlier releases do not save it); give the documents with their topics to updateTopics, which counts them, or fit again here"));
  }

  /**
   * The topics that a mapping makes, weighted as before.
   *
   * @throws IllegalArgumentException if the model keeps no counts, or the mapping is of other
   *     topics
   */
  public FittedTopics apply(FittedTopics topics, TopicMapping mapping) {
    return apply(topics, mapping, topics.ctfidf().parameters());
  }

  /** As {@link #apply(FittedTopics, TopicMapping)}, with other weighting. */
  public FittedTopics apply(FittedTopics topics, TopicMapping mapping, ClassTfidf weighting) {
    if (!Arrays.equals(topics.ids(), mapping.oldIds())) {
      throw Checks.invalid(
          "the mapping must be of the %d topics, got one of %d; make it from this model",
          topics.topics().size(), mapping.oldIds().length);
    }
    return changed(
        topics, mapping, weighting, MergedCounts.of(countsOf(topics), mapping), Optional.empty());
  }

  /**
   * As {@link #apply(FittedTopics, TopicMapping, ClassTfidf)}, of counts that were made elsewhere.
   * Embeddings are the exact means of the totals.
   *
   * @param topics with totals; their counts are not looked at
   * @param counts of the topics that the mapping makes
   */
  public FittedTopics apply(
      FittedTopics topics, TopicMapping mapping, ClassTfidf weighting, TermMatrix counts) {
    return changed(topics, mapping, weighting, counts, topics.totals());
  }

  private FittedTopics changed(
      FittedTopics topics,
      TopicMapping mapping,
      ClassTfidf weighting,
      TermMatrix counts,
      Optional<RunningTotals> sums) {
    ClassTfidfModel ctfidf = weighting.fit(counts, vacant(topics, mapping));
    DocumentScores cosines = scores.apply(ctfidf);
    int capacity = topics.documents().stream().mapToInt(List::size).max().orElse(0);
    int[] ids = mapping.newIds();
    List<Topic> drafts = new ArrayList<>();
    List<List<KeptDocument>> documents = new ArrayList<>();
    float[][] embeddings = new float[ids.length][];
    for (int row = 0; row < ids.length; row++) {
      int[] sources = mapping.sources(ids[row]).stream().mapToInt(topics::rowOf).toArray();
      embeddings[row] =
          sums.flatMap(totals -> exactMean(topics, totals, sources))
              .orElseGet(() -> mean(topics, sources));
      documents.add(best(topics, sources, ids[row], cosines, capacity));
      drafts.add(draft(topics, sources, ids[row], embeddings[row], documents.get(row)));
    }
    FittedTopics changed =
        new FittedTopics(
            drafts,
            embeddings,
            ctfidf,
            Optional.of(counts),
            documents,
            topics.forms(),
            topics.totals().map(totals -> totals.mapped(mapping)));
    return describer.described(changed);
  }

  /** How many of the topics that a mapping makes are retired and without documents. */
  private static int vacant(FittedTopics topics, TopicMapping mapping) {
    return (int)
        Arrays.stream(mapping.newIds())
            .filter(
                id ->
                    id != Topic.OUTLIERS
                        && mapping.sources(id).stream()
                            .map(topics::topic)
                            .allMatch(Topic::isVacant))
            .count();
  }

  /** Empty where the topics have no documents, or these lose weight with time. */
  private static Optional<float[]> exactMean(
      FittedTopics topics, RunningTotals totals, int[] rows) {
    long size = Arrays.stream(rows).mapToLong(row -> topics.topics().get(row).size()).sum();
    if (size == 0 || totals.fractionBits() > 0) {
      return Optional.empty();
    }
    long[] sum = totals.embeddings()[rows[0]].clone();
    for (int i = 1; i < rows.length; i++) {
      RunningTotals.plus(sum, totals.embeddings()[rows[i]]);
    }
    float[] mean = new float[sum.length];
    for (int d = 0; d < mean.length; d++) {
      mean[d] = totals.fixedPoint().mean(sum[d], size);
    }
    return Optional.of(mean);
  }

  private static float[] mean(FittedTopics topics, int[] rows) {
    if (rows.length == 1) {
      return topics.embeddings()[rows[0]];
    }
    double total = 0;
    double[] sums = new double[topics.embeddings()[rows[0]].length];
    for (int row : rows) {
      // a topic that Python counted no documents of still says where it is
      double weight = Math.max(1, topics.topics().get(row).size());
      total += weight;
      for (int d = 0; d < sums.length; d++) {
        sums[d] += weight * topics.embeddings()[row][d];
      }
    }
    float[] mean = new float[sums.length];
    for (int d = 0; d < mean.length; d++) {
      mean[d] = (float) (sums[d] / total);
    }
    return mean;
  }

  private record Scored(KeptDocument document, double score) {}

  /** Best first, equal ones by id; of equal texts the first. */
  private static List<KeptDocument> best(
      FittedTopics topics, int[] rows, int id, DocumentScores cosines, int capacity) {
    List<Scored> scored = new ArrayList<>();
    for (int row : rows) {
      for (KeptDocument document : topics.documents().get(row)) {
        scored.add(new Scored(document, cosines.cosine(document.text(), id)));
      }
    }
    scored.sort(
        Comparator.comparingDouble(Scored::score)
            .reversed()
            .thenComparing(s -> s.document().id(), CodePointOrder.ASCENDING));
    Set<String> texts = new HashSet<>();
    return scored.stream()
        .map(Scored::document)
        .filter(document -> texts.add(document.text()))
        .limit(capacity)
        .toList();
  }

  /** Named as {@link GivenNames} say; outliers of topics have no name. */
  private Topic draft(
      FittedTopics topics, int[] rows, int id, float[] embedding, List<KeptDocument> documents) {
    List<Topic> sources = Arrays.stream(rows).mapToObj(topics.topics()::get).toList();
    Optional<Topic> retired =
        id == Topic.OUTLIERS ? Optional.empty() : RetiredTopics.merged(sources);
    if (retired.isPresent()) {
      return retired.get().withId(id);
    }
    long size = sources.stream().mapToLong(Topic::size).sum();
    List<String> representatives =
        documents.stream().limit(representativeDocuments).map(KeptDocument::id).toList();
    Topic first = sources.get(0);
    Optional<String> name = Optional.empty();
    Optional<String> label = Optional.empty();
    if (sources.size() == 1 || first.id() == Topic.OUTLIERS) {
      boolean same = id != Topic.OUTLIERS || first.id() == Topic.OUTLIERS;
      name = Optional.of(first).filter(t -> same && !t.hasDefaultName()).map(Topic::name);
      label = same ? first.ownLabel() : label;
    } else if (id != Topic.OUTLIERS) {
      name = names.ofMerged(sources, embedding);
      label = GivenNames.labelOfMerged(sources);
    }
    return new Topic(
            id,
            size,
            name.orElseGet(() -> Topic.defaultName(id, List.of())),
            List.of(),
            representatives)
        .withCustomLabel(label);
  }
}
