package org.sparkbertopic.operations.outliers;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.size;
import static org.sparkbertopic.stage.table.InputColumns.EMBEDDING;
import static org.sparkbertopic.stage.table.InputColumns.ID;
import static org.sparkbertopic.stage.table.InputColumns.PROBABILITY;
import static org.sparkbertopic.stage.table.InputColumns.TOPIC;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;
import org.sparkbertopic.assign.LayoutModel;
import org.sparkbertopic.assign.OutlierRule;
import org.sparkbertopic.assign.OutlierStep;
import org.sparkbertopic.assign.OutlierStrategy;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.operations.labels.TopicLabels;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.provenance.ModelOperation;
import org.sparkbertopic.representation.Notices;
import org.sparkbertopic.representation.WordSettings;
import org.sparkbertopic.stage.DocumentIds;
import org.sparkbertopic.stage.DocumentVectors;
import org.sparkbertopic.stage.LayoutBroadcast;
import org.sparkbertopic.stage.ModelDocuments;
import org.sparkbertopic.stage.OrderedTopics;
import org.sparkbertopic.stage.represent.RepresentStage;
import org.sparkbertopic.stage.table.HeldTable;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.history.OnlineState;

/** Reduces a model's outliers: finds their topics and makes the new model. */
public final class OutlierReducer {

  private static final String COUNT = "count";

  private final SavedModel model;
  private final WordSettings words;
  private final Optional<Embedder> embedder;
  private final LayoutModel layout;
  private final Notices notices;
  private final OutlierStage stage;

  /**
   * @param words how the model's topics get their words
   * @param embedder of the topics' words, where a representation embeds them
   * @param notices told what representations have to say
   */
  public OutlierReducer(
      SavedModel model,
      WordSettings words,
      Optional<Embedder> embedder,
      Broadcast<LayoutBroadcast> shipped,
      Notices notices) {
    this.model = model;
    this.words = words;
    this.embedder = embedder;
    this.layout =
        model
            .layout()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "the model must know how its fit laid the documents out to reduce outliers,"
                            + " got one that Python saved; fit again here, or give Python the"
                            + " documents"));
    this.notices = notices;
    this.stage = new OutlierStage(model, shipped);
  }

  /**
   * @param all the model's documents
   */
  public OutlierOutcome run(ModelDocuments all, OutlierReduction wanted) {
    OutlierReduction reduction = layout.isByCosine() ? byEmbeddings(wanted) : wanted;
    Dataset<Row> documents = all.all();
    Map<Integer, Long> sizes = sizes(documents);
    long total = sizes.values().stream().mapToLong(Long::longValue).sum();
    long outliers = sizes.getOrDefault(Topic.OUTLIERS, 0L);
    List<String> notes = new ArrayList<>();
    List<OutlierStep> steps = reduction.steps();
    if (outliers == 0) {
      notes.add("there are no outliers to reduce; the model stays as it is");
      steps = List.of();
    } else if (model.topics().topicCount() == 0) {
      notes.add("there are only outliers and no topic to give them to; the model stays as it is");
      steps = List.of();
    } else if (reduction.maxOutliers().isPresent()) {
      requireMemberships(reduction.steps());
      steps = stage.stepsTo(reduction, documents, outliers, total);
      if (steps.isEmpty()) {
        notes.add(
            String.format(
                Locale.ROOT,
                "%,d outliers of %,d documents are few enough already; the model stays as it is",
                outliers,
                total));
      }
    }
    if (steps.isEmpty()) {
      return new OutlierOutcome(model, all.assignments(), total, outliers, List.of(), notes);
    }
    requireMemberships(steps);
    if (steps.stream().anyMatch(step -> step.strategy().needsText())) {
      model.topics().requireTerms("a reduction of outliers by words");
    }
    OutlierRule rule =
        OutlierRule.freeze(model.topics(), model.clusterTopics(), model.vectorizer(), steps);
    Dataset<Row> reassigned = stage.reassign(documents, rule).persist(StorageLevel.DISK_ONLY());
    try {
      List<OutlierOutcome.Step> outcomes = outcomes(reassigned, steps, outliers);
      noteMissedTarget(reduction, outcomes, total, notes);
      return new OutlierOutcome(
          reduced(reassigned, rule, total),
          // Computed now, so that it does not need the texts and embeddings that are freed below.
          HeldTable.of(reassigned.select(ID, TOPIC, PROBABILITY)),
          total,
          outliers,
          outcomes,
          notes);
    } finally {
      reassigned.unpersist();
    }
  }

  /** Where probabilities are cosines with the topics' embeddings, both strategies are one. */
  private static OutlierReduction byEmbeddings(OutlierReduction wanted) {
    return new OutlierReduction(
        wanted.steps().stream()
            .map(
                step ->
                    step.strategy() == OutlierStrategy.PROBABILITIES
                        ? OutlierStep.of(OutlierStrategy.EMBEDDINGS).withThreshold(step.threshold())
                        : step)
            .toList(),
        wanted.maxOutliers());
  }

  private void requireMemberships(List<OutlierStep> steps) {
    boolean asked =
        steps.stream().anyMatch(step -> step.strategy() == OutlierStrategy.PROBABILITIES);
    if (asked) {
      layout.requireMemberships();
    }
  }

  /** Documents of each topic, which must be those that the model knows. */
  private Map<Integer, Long> sizes(Dataset<Row> documents) {
    int dimension = layout.dimension();
    Map<Integer, Long> sizes = new TreeMap<>();
    List<Row> rows =
        documents
            .groupBy(TOPIC)
            .agg(
                functions.count(lit(1)).as(COUNT),
                min(size(col(EMBEDDING))),
                max(size(col(EMBEDDING))))
            .collectAsList();
    for (Row row : rows) {
      if (row.isNullAt(0)) {
        throw Checks.invalid(
            "topic must not be null, got %,d rows without; give the documents of the model with"
                + " the topics that it gave them",
            row.getLong(1));
      }
      sizes.put(row.getInt(0), row.getLong(1));
      if (row.getInt(2) != dimension || row.getInt(3) != dimension) {
        throw Checks.invalid(
            "embedding must have %d numbers as those of the model, got from %d to %d in topic"
                + " %d; give embeddings by the model that the fit used",
            dimension, row.getInt(2), row.getInt(3), row.getInt(0));
      }
    }
    for (Topic topic : model.topics().topics()) {
      requireSize(topic.id(), topic.size(), sizes.getOrDefault(topic.id(), 0L));
    }
    for (int topic : sizes.keySet()) {
      if (topic < Topic.OUTLIERS || topic >= model.topics().topicCount()) {
        requireSize(topic, 0, sizes.get(topic));
      }
    }
    return sizes;
  }

  private static void requireSize(int topic, long expected, long got) {
    if (expected != got) {
      throw Checks.invalid(
          "documents must be all of the model's with the topics that it gave them, got %,d in"
              + " topic %d in place of %,d; give the assignments that belong to this model",
          got, topic, expected);
    }
  }

  private static List<OutlierOutcome.Step> outcomes(
      Dataset<Row> reassigned, List<OutlierStep> steps, long outliers) {
    long[] taken = new long[steps.size()];
    for (Row row : reassigned.groupBy(OutlierStage.STEP).count().collectAsList()) {
      if (row.isNullAt(0)) {
        throw Checks.invalid(
            "embedding must be an array of finite numbers, got others in %,d documents; embed"
                + " them again",
            row.getLong(1));
      }
      if (row.getInt(0) >= 0) {
        taken[row.getInt(0)] = row.getLong(1);
      }
    }
    List<OutlierOutcome.Step> outcomes = new ArrayList<>();
    long left = outliers;
    for (int i = 0; i < taken.length; i++) {
      OutlierStep step = steps.get(i);
      outcomes.add(
          new OutlierOutcome.Step(step.strategy(), step.threshold(), left, left - taken[i]));
      left -= taken[i];
    }
    return outcomes;
  }

  private static void noteMissedTarget(
      OutlierReduction reduction,
      List<OutlierOutcome.Step> outcomes,
      long total,
      List<String> notes) {
    long left = outcomes.get(outcomes.size() - 1).after();
    if (reduction.maxOutliers().isPresent() && left > reduction.outliersAllowed(total)) {
      notes.add(
          String.format(
              Locale.ROOT,
              "%,d outliers of %,d documents are left, more than asked for (%s): no strategy finds"
                  + " them a topic; lower the thresholds or add a strategy",
              left,
              total,
              reduction.maxOutliers().getAsDouble()));
    }
  }

  private SavedModel reduced(Dataset<Row> documents, OutlierRule rule, long total) {
    FittedTopics represented =
        new RepresentStage(model.vectorizer(), model.topics().ctfidf().parameters(), words)
            .run(documents, DocumentVectors.ofWords(embedder), notices)
            .topics();
    long counted = represented.topics().stream().mapToLong(Topic::size).sum();
    if (counted != total) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "the topics must hold %,d documents, got %,d: the documents changed on the way; give"
                  + " a table that stays as it is",
              total,
              counted));
    }
    List<OutlierRule> rules = new ArrayList<>(model.outlierRules());
    rules.add(rule);
    Dataset<Row> moved = documents.filter(col(OutlierStage.STEP).geq(0));
    OnlineState online = model.online().describedAnew();
    return model
        .withTopics(
            TopicLabels.carry(model.topics(), represented),
            model.clusterTopics(),
            OrderedTopics.reassigned(model.trainingTopics(), moved))
        .withOutlierRules(rules)
        .withOnline(
            online.buffer().size() == 0 ? online : online.withoutWaiting(DocumentIds.of(moved)))
        .withWords(words)
        .after(operation(rule));
  }

  private static ModelOperation operation(OutlierRule rule) {
    return ModelOperation.now("reduce outliers")
        .with(
            "steps",
            rule.steps().stream()
                .map(
                    step ->
                        Map.of("strategy", step.strategy().title(), "threshold", step.threshold()))
                .map(TreeMap::new)
                .toList());
  }
}
