package org.sparkbertopic.operations.assignment;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.udf;
import static org.sparkbertopic.stage.table.InputColumns.EMBEDDING;
import static org.sparkbertopic.stage.table.InputColumns.TOPIC;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;
import org.sparkbertopic.assign.LaterLayouts;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.provenance.ModelOperation;
import org.sparkbertopic.representation.Notices;
import org.sparkbertopic.representation.WordSettings;
import org.sparkbertopic.stage.DocumentIds;
import org.sparkbertopic.stage.DocumentVectors;
import org.sparkbertopic.stage.OrderedTopics;
import org.sparkbertopic.stage.represent.RepresentStage;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.RetiredTopics;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.history.OnlineState;

/**
 * Makes the model of documents in the topics that they were given. Sizes, words, embeddings and
 * representative documents are those of the documents, as a fit counts them; names and labels stay
 * with their topics; {@code transform} gives each of the documents the topic that it was given, and
 * any other what {@link LayoutDivision} says.
 *
 * <p>Reads the documents six times: persist what is costly to compute. Time is that of counting
 * their words and of placing them by the layout twice.
 */
public final class TopicAssignment {

  private final SavedModel model;
  private final WordSettings words;
  private final Optional<Embedder> embedder;
  private final Notices notices;

  /**
   * @param words how the model's topics get their words
   * @param embedder of the topics' words, where a representation embeds them
   * @param notices told what representations have to say
   */
  public TopicAssignment(
      SavedModel model, WordSettings words, Optional<Embedder> embedder, Notices notices) {
    this.model = model;
    this.words = words;
    this.embedder = embedder;
    this.notices = notices;
  }

  /**
   * Gives all documents of the model other topics. Topics are numbered without gaps in the order of
   * the given ids: one that has no documents any more is left out, and an id that the model does
   * not know makes a topic behind its last one.
   *
   * @param documents id (unique), text, topic (from -1), embedding; other columns are not read
   * @throws IllegalArgumentException if they are not as many as the model's, all are outliers, or
   *     an embedding is not of the model's length
   */
  public AssignmentOutcome assign(Dataset<Row> documents, ModelOperation operation) {
    Map<Integer, Long> sizes = sizes(documents);
    long total = sum(sizes);
    long expected = model.topics().topics().stream().mapToLong(Topic::size).sum();
    if (total != expected) {
      throw Checks.invalid(
          "documents must be all of the model's, %,d, got %,d; give those that the fit set aside a"
              + " topic of -1 and no probability, or leave them out",
          expected, total);
    }
    return made(documents, sizes, operation, false);
  }

  /**
   * Counts documents anew for a model that keeps too little, such as one that Python saved. Its
   * topics keep their ids and embeddings.
   *
   * @param documents as {@link #assign}; any that were given topics of the model
   * @throws IllegalArgumentException if a topic of the model has none of the documents, or one is
   *     of an unknown topic
   */
  public AssignmentOutcome recount(Dataset<Row> documents, ModelOperation operation) {
    Map<Integer, Long> sizes = sizes(documents);
    List<Integer> unknown =
        sizes.keySet().stream().filter(id -> id >= model.topics().topicCount()).toList();
    if (!unknown.isEmpty()) {
      throw Checks.invalid(
          "topics must be the model's, -1 to %d, got others: %s; correct the assignments",
          model.topics().topicCount() - 1, some(unknown));
    }
    List<Integer> empty =
        model.topics().withoutRetired().topics().stream()
            .map(Topic::id)
            .filter(id -> id != Topic.OUTLIERS && !sizes.containsKey(id))
            .toList();
    if (!empty.isEmpty()) {
      throw Checks.invalid(
          "every topic of the model must have a document, got none for %d of %d topics: %s; give"
              + " more documents, such as those of the fit, or their assignments",
          empty.size(), model.topics().topicCount(), some(empty));
    }
    return made(documents, sizes, operation, true);
  }

  /**
   * Splits a topic into those that its documents alone make.
   *
   * @param documents as {@link #assign}, each with the topic that the model gave it
   * @throws IllegalArgumentException if the topic is unknown or does not fall into several
   */
  public AssignmentOutcome split(Dataset<Row> documents, int topic, TopicSplit split) {
    model.topics().rowOf(topic);
    return assign(
        split.of(documents, topic, model.topics().topicCount(), notices), split.operation(topic));
  }

  private static String some(List<Integer> ids) {
    String first = ids.stream().limit(10).toList().toString();
    return ids.size() > 10 ? first + " and others" : first;
  }

  private static long sum(Map<Integer, Long> sizes) {
    return sizes.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Documents of each topic. */
  private Map<Integer, Long> sizes(Dataset<Row> documents) {
    int dimension = model.topics().embeddings()[0].length;
    Map<Integer, Long> sizes = new TreeMap<>();
    List<Row> rows =
        documents
            .groupBy(TOPIC)
            .agg(
                count(lit(1)),
                min(coalesce(size(col(EMBEDDING)), lit(0))),
                max(size(col(EMBEDDING))))
            .collectAsList();
    for (Row row : rows) {
      if (row.isNullAt(0) || row.getInt(0) < Topic.OUTLIERS) {
        throw Checks.invalid(
            "topic must be a whole number from -1, got %s in %,d rows; correct them",
            row.isNullAt(0) ? "null" : row.get(0), row.getLong(1));
      }
      if (row.getInt(2) != dimension || row.getInt(3) != dimension) {
        throw Checks.invalid(
            "embedding must have %d numbers as those of the model, got from %d to %d in topic %d;"
                + " give embeddings by the model that the fit used",
            dimension, Math.max(0, row.getInt(2)), row.getInt(3), row.getInt(0));
      }
      sizes.put(row.getInt(0), row.getLong(1));
    }
    return sizes;
  }

  private AssignmentOutcome made(
      Dataset<Row> given, Map<Integer, Long> sizes, ModelOperation operation, boolean sameTopics) {
    FittedTopics before = model.topics();
    TopicIds ids = TopicIds.of(before, sizes.keySet());
    List<String> notes = notes(ids);
    Dataset<Row> documents = ids.isRenumbered() ? given.withColumn(TOPIC, renumbered(ids)) : given;
    documents.persist(StorageLevel.DISK_ONLY());
    try {
      FittedTopics found =
          new RepresentStage(model.vectorizer(), before.ctfidf().parameters(), words)
              .run(documents, DocumentVectors.ofWords(embedder), notices)
              .topics();
      FittedTopics topics = named(before, found, ids);
      if (sameTopics) {
        topics = topics.withEmbeddings(formerEmbeddings(before, topics));
      }
      long outliers = sizes.getOrDefault(Topic.OUTLIERS, 0L);
      LayoutDivision.Divided divided =
          new LayoutDivision(model, topics, ids, outliers).of(documents);
      GivenClusters.Known known = new GivenClusters(divided, notices).of(documents);
      FittedTopics counted = topics;
      SavedModel changed =
          model.with(
              made ->
                  made.topics(counted)
                      .layout(Optional.of(known.layout()))
                      .laterLayouts(LaterLayouts.NONE)
                      .clusterTopics(divided.clusterTopics())
                      .outlierRules(divided.rules())
                      .trainingTopics(OrderedTopics.reassigned(model.trainingTopics(), documents))
                      .online(online(ids, documents)));
      return new AssignmentOutcome(
          changed.withWords(words).after(operation),
          known.assignments(),
          sum(sizes),
          outliers,
          notes);
    } finally {
      documents.unpersist();
    }
  }

  private static Column renumbered(TopicIds ids) {
    UDF1<Integer, Integer> of = ids::of;
    return udf(of, DataTypes.IntegerType).apply(col(TOPIC));
  }

  private List<String> notes(TopicIds ids) {
    List<String> notes = new ArrayList<>();
    List<Integer> emptied = ids.emptied();
    if (!emptied.isEmpty()) {
      notes.add("topics that have no documents any more are gone: " + some(emptied));
    }
    if (ids.isRenumbered()) {
      notes.add("ids are without gaps, so topics got others: " + ids.changes());
    }
    if (model.layout().isPresent() && !LayoutDivision.keepsLayout(model)) {
      notes.add(
          "transform gives a new document the topic whose embedding is closest: the model has no"
              + " single layout of clusters to divide");
    }
    return notes;
  }

  /** Names that are not made of words, and labels, stay with their topics. */
  private static FittedTopics named(FittedTopics before, FittedTopics found, TopicIds ids) {
    FittedTopics fresh = ids.isRenumbered() ? found : RetiredTopics.kept(before, found);
    return fresh.withTopics(
        fresh.topics().stream()
            .map(topic -> formerly(before, ids, topic).map(o -> named(topic, o)).orElse(topic))
            .toList());
  }

  private static Optional<Topic> formerly(FittedTopics before, TopicIds ids, Topic topic) {
    if (topic.id() == Topic.OUTLIERS) {
      return before.hasOutliers() ? Optional.of(before.topic(Topic.OUTLIERS)) : Optional.empty();
    }
    return ids.formerly(topic.id()).map(before::topic);
  }

  private static Topic named(Topic topic, Topic old) {
    if (old.retired()) {
      return topic;
    }
    return (old.hasDefaultName() ? topic : topic.withName(old.name()))
        .withCustomLabel(old.ownLabel())
        .withLabelUnlessOwn(topic.customLabel());
  }

  /** Of the same topics; outliers that are new have their own. */
  private static float[][] formerEmbeddings(FittedTopics before, FittedTopics topics) {
    float[][] embeddings = new float[topics.topics().size()][];
    for (int row = 0; row < embeddings.length; row++) {
      int id = topics.topics().get(row).id();
      boolean known = id != Topic.OUTLIERS || before.hasOutliers();
      embeddings[row] = known ? before.embeddings()[before.rowOf(id)] : topics.embeddings()[row];
    }
    return embeddings;
  }

  private OnlineState online(TopicIds ids, Dataset<Row> documents) {
    OnlineState online = model.online().mapped(ids.mapping(model.topics()));
    return online.buffer().size() == 0
        ? online
        : online.withoutWaiting(DocumentIds.of(documents.filter(col(TOPIC).geq(0))));
  }
}
