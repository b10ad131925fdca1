package org.sparkbertopic.online.merge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.compute.FixedPoint;
import org.sparkbertopic.ctfidf.ClassTfidf;
import org.sparkbertopic.ctfidf.ClassTfidfModel;
import org.sparkbertopic.ctfidf.TermMatrix;
import org.sparkbertopic.operations.merging.TopicChange;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.KeptDocument;
import org.sparkbertopic.topics.RunningTotals;
import org.sparkbertopic.topics.SurfaceForms;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.TopicMapping;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.EmptyVocabularyException;
import org.sparkbertopic.vectorizer.counting.HeldTally;
import org.sparkbertopic.vectorizer.counting.ScaledTally;
import org.sparkbertopic.vectorizer.counting.SparkTally;
import org.sparkbertopic.vectorizer.counting.TopicTermCounter;

/**
 * The topics of several models as one. Each topic of each model is a source of a topic of the
 * result; counts of terms are added, and words are chosen once, at the end.
 *
 * <p>Where all models keep exact totals, counts are those of one count over all documents. Where
 * all keep counts, these are added: a term that a limit dropped in one model is counted in the
 * others alone. Where one keeps none, there are no counts and no c-TF-IDF, and a topic has the
 * words of its largest source.
 */
final class MergedTopics {

  private final TopicMatcher matcher;

  /** Sources: topics under ids of their own, in the order of these. */
  private final List<Topic> sources = new ArrayList<>();

  private final List<float[]> embeddings = new ArrayList<>();
  private final List<List<KeptDocument>> documents = new ArrayList<>();
  private final List<Integer> targets = new ArrayList<>();
  private final Map<String, String> forms = new TreeMap<>();

  /** Null where a model has none. */
  private List<RunningTotals> totals = new ArrayList<>();

  /** By the ids of the result; null where a model has none. */
  private TermMatrix counts;

  private boolean isCounted = true;

  MergedTopics(double minSimilarity) {
    this.matcher = new TopicMatcher(minSimilarity);
  }

  /**
   * Adds the topics of a model.
   *
   * @return what each of them becomes
   */
  TopicMapping add(FittedTopics topics) {
    TopicMapping mapping = matcher.add(topics);
    int[] old = topics.ids();
    int[] own = new int[old.length];
    int next = sources.isEmpty() ? 0 : sources.get(sources.size() - 1).id() + 1;
    for (int row = 0; row < old.length; row++) {
      own[row] = sources.isEmpty() && row == 0 && topics.hasOutliers() ? Topic.OUTLIERS : next++;
      sources.add(topics.topics().get(row).withId(own[row]));
      embeddings.add(topics.embeddings()[row]);
      documents.add(topics.documents().get(row));
      targets.add(mapping.apply(old[row]));
    }
    topics.forms().ofWords().forEach(forms::putIfAbsent);
    addTotals(topics, old, own);
    addCounts(topics, mapping);
    return mapping;
  }

  private void addTotals(FittedTopics topics, int[] old, int[] own) {
    if (topics.totals().isEmpty()) {
      totals = null;
    }
    if (totals != null) {
      RunningTotals all = topics.totals().get();
      totals.add(
          new RunningTotals(
              all.terms().mapped(old, own),
              all.embeddings(),
              all.fixedPoint(),
              all.fractionBits()));
    }
  }

  private void addCounts(FittedTopics topics, TopicMapping mapping) {
    isCounted &= topics.counts().isPresent();
    if (!isCounted) {
      counts = null;
    } else if (counts == null) {
      counts = topics.counts().get();
    } else {
      counts = SummedCounts.of(counts, topics.counts().get(), mapping.apply(topics.ids()));
    }
  }

  /** Whether the result has the counts of one count over all documents. */
  boolean hasTotals() {
    return totals != null;
  }

  /** Whether the result has counts and c-TF-IDF. */
  boolean hasCounts() {
    return isCounted;
  }

  /**
   * The topics of the result.
   *
   * @param change chooses documents and words
   * @param vectorizer whose limits apply to the terms
   */
  FittedTopics result(
      TopicChange change, ClassTfidf weighting, CountVectorizer vectorizer, SparkSession spark) {
    int[] ids = sources.stream().mapToInt(Topic::id).toArray();
    TopicMapping mapping =
        TopicMapping.of(ids, targets.stream().mapToInt(Integer::intValue).toArray());
    FittedTopics all =
        new FittedTopics(
            sources,
            embeddings.toArray(new float[0][]),
            weightless(weighting, ids),
            Optional.empty(),
            documents,
            new SurfaceForms(forms),
            Optional.ofNullable(totals).map(parts -> sum(parts, spark)));
    if (!isCounted) {
      return named(withoutCounts(all, mapping, weighting, change.representativeDocuments()));
    }
    TermMatrix summed =
        all.totals().isEmpty()
            ? counts
            : counted(all.totals().get().mapped(mapping), vectorizer, spark);
    int[] without =
        Arrays.stream(mapping.newIds())
            .filter(id -> Arrays.binarySearch(summed.topicIds(), id) < 0)
            .toArray();
    return named(change.apply(all, mapping, weighting, summed.withEmptyRows(without)));
  }

  private static ClassTfidfModel weightless(ClassTfidf weighting, int[] ids) {
    return new ClassTfidfModel(
        weighting,
        new TermMatrix(ids, List.of(), new int[ids.length + 1], new int[0], new double[0]),
        new double[0]);
  }

  private static RunningTotals sum(List<RunningTotals> parts, SparkSession spark) {
    int exponent = parts.stream().mapToInt(part -> part.fixedPoint().exponent()).min().orElse(0);
    FixedPoint coarsest = FixedPoint.ofExponent(exponent);
    long[][] sums =
        parts.stream()
            .flatMap(part -> Arrays.stream(part.rescaled(coarsest).embeddings()))
            .toArray(long[][]::new);
    int bits = parts.stream().mapToInt(RunningTotals::fractionBits).max().orElse(0);
    List<SparkTally> tallies = parts.stream().map(part -> inUnits(part, bits)).toList();
    return new RunningTotals(HeldTally.sum(spark, tallies, List.of()), sums, coarsest, bits);
  }

  /** Where documents of one model lose weight with time, all counts are in its smaller units. */
  private static SparkTally inUnits(RunningTotals part, int bits) {
    SparkTally tally = (SparkTally) part.terms();
    return part.fractionBits() == bits
        ? tally
        : new ScaledTally(tally, Math.scalb(1.0, bits - part.fractionBits()), 0);
  }

  private static TermMatrix counted(
      RunningTotals totals, CountVectorizer vectorizer, SparkSession spark) {
    try {
      return TopicTermCounter.count(
              spark, (SparkTally) totals.terms(), vectorizer, totals.fractionBits())
          .counts();
    } catch (EmptyVocabularyException e) {
      throw new UnusableInputException(e.getMessage(), e);
    }
  }

  /** Topics have the words of their largest source, at equal sizes of the first. */
  private FittedTopics withoutCounts(
      FittedTopics all, TopicMapping mapping, ClassTfidf weighting, int representatives) {
    int[] ids = mapping.newIds();
    int capacity = documents.stream().mapToInt(List::size).max().orElse(0);
    List<Topic> merged = new ArrayList<>();
    List<List<KeptDocument>> kept = new ArrayList<>();
    float[][] means = new float[ids.length][];
    for (int row = 0; row < ids.length; row++) {
      List<Topic> bySize =
          mapping.sources(ids[row]).stream()
              .map(all::topic)
              .sorted((a, b) -> Long.compare(b.size(), a.size()))
              .toList();
      kept.add(documents(all, bySize, capacity));
      means[row] = matcher.embedding(ids[row]);
      Topic largest = bySize.get(0);
      merged.add(
          new Topic(
              ids[row],
              bySize.stream().mapToLong(Topic::size).sum(),
              Topic.defaultName(ids[row], largest.words()),
              largest.words(),
              kept.get(row).stream().limit(representatives).map(KeptDocument::id).toList(),
              largest.aspects(),
              largest.customLabel(),
              largest.labelOfAspect(),
              largest.retired()));
    }
    return new FittedTopics(
        merged,
        means,
        weightless(weighting, ids),
        Optional.empty(),
        kept,
        all.forms(),
        Optional.empty());
  }

  private static List<KeptDocument> documents(FittedTopics all, List<Topic> bySize, int capacity) {
    Set<String> texts = new HashSet<>();
    return bySize.stream()
        .flatMap(source -> all.documents().get(all.rowOf(source.id())).stream())
        .filter(document -> texts.add(document.text()))
        .limit(capacity)
        .toList();
  }

  /** A topic has the name and the label that a person gave it in the first model that has one. */
  private FittedTopics named(FittedTopics topics) {
    Map<Integer, String> names = new LinkedHashMap<>();
    Map<Integer, String> labels = new LinkedHashMap<>();
    for (int row = 0; row < sources.size(); row++) {
      Topic source = sources.get(row);
      int target = targets.get(row);
      if (!source.hasDefaultName()) {
        names.putIfAbsent(target, source.name());
      }
      source.ownLabel().ifPresent(label -> labels.putIfAbsent(target, label));
    }
    return topics.withTopics(
        topics.topics().stream()
            .map(
                topic -> {
                  Topic called = topic;
                  if (names.containsKey(topic.id())) {
                    called = called.withName(names.get(topic.id()));
                  }
                  return labels.containsKey(topic.id())
                      ? called.withCustomLabel(Optional.of(labels.get(topic.id())))
                      : called;
                })
            .toList());
  }

  /** Names and labels that a topic of another model had and the result has not. */
  List<String> droppedNames(FittedTopics result) {
    List<String> dropped = new ArrayList<>();
    for (int row = 0; row < sources.size(); row++) {
      Topic source = sources.get(row);
      Topic topic = result.topic(targets.get(row));
      source
          .ownLabel()
          .filter(label -> !topic.ownLabel().equals(Optional.of(label)))
          .ifPresent(label -> dropped.add(dropped(label, topic)));
      if (!source.hasDefaultName() && !topic.name().equals(source.name())) {
        dropped.add(dropped(source.name(), topic));
      }
    }
    return dropped;
  }

  private static String dropped(String name, Topic topic) {
    return String.format(Locale.ROOT, "\"%s\" (now topic %d, %s)", name, topic.id(), topic.label());
  }
}
