package org.sparkbertopic.pipeline.mode;

import static org.apache.spark.sql.functions.col;
import static org.sparkbertopic.stage.table.InputColumns.CLUSTER;
import static org.sparkbertopic.stage.table.InputColumns.ID;
import static org.sparkbertopic.stage.table.InputColumns.PROBABILITY;
import static org.sparkbertopic.stage.table.InputColumns.TOPIC;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.assign.LaterLayouts;
import org.sparkbertopic.assign.LayoutModel;
import org.sparkbertopic.assign.LayoutRules;
import org.sparkbertopic.assign.LayoutSample;
import org.sparkbertopic.assign.ZeroShotRule;
import org.sparkbertopic.assign.remarks.ChoiceRemark;
import org.sparkbertopic.assign.remarks.LayoutRemarks;
import org.sparkbertopic.clustering.Classifier;
import org.sparkbertopic.clustering.Clusterer;
import org.sparkbertopic.clustering.FitOn;
import org.sparkbertopic.clustering.hdbscan.HdbscanModel;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.ProductDevice;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.params.PartJson;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.reduction.DimensionReducer;
import org.sparkbertopic.stage.AssignStage;
import org.sparkbertopic.stage.LabelClasses;
import org.sparkbertopic.stage.LayoutStage;
import org.sparkbertopic.stage.TopicNumbering;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.stage.workspace.Fingerprint;
import org.sparkbertopic.stage.workspace.Stage;
import org.sparkbertopic.stage.workspace.ValueFormats;
import org.sparkbertopic.stage.workspace.Workspace;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.GuidedTopics;
import org.sparkbertopic.topics.MinTopicSize;

/**
 * Topics that are found: a sample of the embeddings is laid out, every document is assigned to a
 * cluster of the layout. Seed topics, zero-shot topics and labels take part in the layout, so that
 * one function assigns the documents of the fit and any other.
 */
public final class FoundTopics extends Assignment {

  /**
   * Raised when clusters change for equal embeddings and parameters; 2: MLlib trains clusterers; 3:
   * UMAP places new points as models of format 5 do, and its fit compares rows in whole numbers; 4:
   * a layout draws fewer negative samples in its early epochs.
   */
  private static final int CLUSTERS_VERSION = 4;

  private final LayoutModel layout;

  /** Of the rounds after the first. */
  private final LaterLayouts later;

  private final TopicNumbering numbering;
  private final Dataset<Row> clusters;

  /**
   * @param first fingerprint of the first round
   * @param all of all rounds
   */
  private FoundTopics(EmbeddedDocuments input, String first, String all) {
    super(input, all);
    Workspace workspace = input.workspace();
    this.layout =
        workspace
            .value(Stage.LAYOUT, first, ValueFormats.LAYOUT, () -> layOut(input))
            .on(input.plan().device());
    input.plan().device().ifPresent(this::tellDevice);
    input.plan().minTopicSize().ifPresent(this::tellLeastSize);
    if (layout.clustering() instanceof HdbscanModel clusters) {
      clusters.choice().map(ChoiceRemark::of).ifPresent(workspace::note);
    }
    Dataset<Row> embeddings = input.embeddings();
    Dataset<Row> ofFirst =
        workspace.table(
            Stage.ASSIGN,
            first,
            () ->
                new AssignStage()
                    .assign(embeddings, AssignStage.broadcast(embeddings.sparkSession(), layout)));
    SampleRounds rounds = new SampleRounds(input, layout, ofFirst);
    this.later =
        input.plan().sampleRounds() == 1
            ? LaterLayouts.NONE
            : workspace
                .value(Stage.ROUNDS, all, ValueFormats.ROUNDS, rounds::find)
                .on(input.plan().device());
    this.clusters =
        later.isEmpty()
            ? ofFirst
            : workspace.table(Stage.REASSIGN, all, () -> rounds.assigned(later));
    this.numbering =
        TopicNumbering.of(
            clusters, layout.clusterCount() + later.clusterCount(), layout.rules().clusterCount());
    if (input.plan().sampleRounds() > 1) {
      RoundFacts.of(input.plan(), layout, later, numbering).tell(workspace);
    }
  }

  /**
   * Lays out and assigns, each a stage that is kept.
   *
   * @param print fingerprint of the embeddings
   */
  public static FoundTopics of(EmbeddedDocuments input, String print) {
    FitPlan plan = input.plan();
    boolean named = plan.guided().isPresent() || plan.zeroShot().isPresent();
    Fingerprint fingerprint =
        Fingerprint.of(plan.fitOn() == FitOn.ALL ? "clusters of all" : "clusters")
            .with("version", CLUSTERS_VERSION)
            .with("embeddings", print)
            .with("seed", plan.seed())
            .with("sampleSize", plan.sampleSize())
            .withJson("reducer", PartJson.encode(plan.reducer(), DimensionReducer.class))
            .withJson("clusterer", PartJson.encode(plan.clusterer(), Clusterer.class))
            .withOptional("labels", plan.columns().label())
            .withRecord("guided", plan.guided())
            .withRecord("zeroShot", plan.zeroShot())
            .withOptional(
                "names", named ? input.embedder().map(Embedder::fingerprint) : Optional.empty());
    if (plan.device().isPresent()) {
      fingerprint.with("neighbors", "exact"); // the same on every device
    }
    if (plan.minTopicSize().isPresent()) {
      fingerprint.withRecord("minTopicSize", plan.minTopicSize());
    }
    String first = fingerprint.digest();
    return new FoundTopics(
        input,
        first,
        plan.sampleRounds() == 1
            ? first
            : Fingerprint.of("rounds")
                .with("version", SampleRounds.VERSION)
                .with("first", first)
                .with("rounds", plan.sampleRounds())
                .digest());
  }

  private static LayoutModel layOut(EmbeddedDocuments input) {
    FitPlan plan = input.plan();
    LayoutStage stage =
        new LayoutStage(plan.sampleSize(), plan.reducer(), plan.clusterer(), plan.fitOn());
    Optional<LayoutStage.Labels> labels =
        plan.columns().label().map(column -> SupervisedMode.labels(input));
    SupervisedMode.warnOfIdleLabels(input);
    LayoutRules rules = rules(input);
    try (Workers workers = plan.workers()) {
      long documents = input.summary().documents();
      LayoutSample sample = stage.sample(input.embeddings(), documents, labels, plan.seed());
      LayoutModel model =
          stage
              .withClusterer(plan.clustererOf(sample.embeddings().length, documents))
              .fit(
                  sample,
                  input.embeddings(),
                  documents,
                  labels,
                  rules,
                  new FitContext(
                      plan.seed(), workers, input.workspace().progress(), plan.device()));
      LayoutRemarks.of(
              plan.reducer(),
              plan.clusterer(),
              model.labels().length,
              model.dimension(),
              model.clusterCount() - model.rules().clusterCount())
          .forEach(input.workspace()::warn);
      return model;
    } catch (UnusableInputException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new UnusableInputException(e.getMessage(), e);
    }
  }

  private void tellDevice(ProductDevice device) {
    if (layout.reduction().device().isPresent()) {
      input.workspace().note("neighbours: compared with the whole sample, by " + device);
    } else {
      input
          .workspace()
          .warn(
              "setNeighborsDevice has no effect: only UMAP searches neighbours, and not by the"
                  + " metric manhattan; the CPU computes the layout");
    }
  }

  /** What the least size of a topic came to, in the log and in the run's record. */
  private void tellLeastSize(MinTopicSize size) {
    if (!(layout.clustering() instanceof HdbscanModel clusters)) {
      return;
    }
    Workspace workspace = input.workspace();
    int sampled = layout.sampleSize();
    long corpus = input.plan().sampledFrom(sampled, input.summary().documents());
    int least = clusters.parameters().minClusterSize();
    workspace.count(MinTopicSize.DOCUMENTS, size.inCorpus(corpus));
    workspace.count(MinTopicSize.IN_SAMPLE, least);
    workspace.note(
        String.format(
            Locale.ROOT,
            "setMinTopicSize %s: at least %,d of %,d documents, so %,d of the %,d of the sample",
            size,
            size.inCorpus(corpus),
            corpus,
            least,
            sampled));
    if (size.isBelow(sampled, corpus)) {
      workspace.warn(
          String.format(
              Locale.ROOT,
              "topics of %,d documents cannot be found in a sample of %,d of %,d: the smallest"
                  + " cluster of %d stands for %,d documents; raise setSampleSize to find smaller"
                  + " ones",
              size.inCorpus(corpus),
              sampled,
              corpus,
              least,
              Math.round((double) least * corpus / sampled)));
    }
  }

  private static LayoutRules rules(EmbeddedDocuments input) {
    LayoutRules rules = LayoutRules.NONE;
    Optional<GuidedTopics> guided = input.plan().guided();
    if (guided.isPresent()) {
      rules = rules.withGuidance(GuidedMode.guidance(guided.get(), input));
    }
    Optional<ZeroShotRule> named =
        input.plan().zeroShot().flatMap(topics -> ZeroShotMode.rule(topics, input));
    return named.isPresent() ? rules.withZeroShot(named.get()) : rules;
  }

  @Override
  public Dataset<Row> assignments() {
    return clusters
        .filter(col(CLUSTER).isNotNull())
        .select(
            col(ID),
            TopicNumbering.topicColumn(CLUSTER, numbering.topicOfCluster()).as(TOPIC),
            col(PROBABILITY));
  }

  @Override
  public Dataset<Row> withoutVector() {
    return clusters.filter(col(CLUSTER).isNull()).select(ID);
  }

  @Override
  public Optional<LayoutModel> layout() {
    return Optional.of(layout);
  }

  @Override
  public TopicNumbering numbering() {
    return numbering;
  }

  @Override
  public Map<Integer, String> names() {
    if (input.plan().clusterer() instanceof Classifier) {
      LabelClasses classes = input.classes();
      return classes.areNumbers() ? Map.of() : numbering.names(classes.names());
    }
    return layout.rules().zeroShot().map(rule -> numbering.names(rule.names())).orElse(Map.of());
  }

  @Override
  public int[] clusterTopics() {
    return numbering.topicOfCluster();
  }

  @Override
  public SavedModel model(FittedTopics topics) {
    return SavedModel.of(topics, input.plan().vectorizer())
        .with(
            changed ->
                changed
                    .layout(Optional.of(layout))
                    .laterLayouts(later)
                    .clusterTopics(clusterTopics()));
  }
}
