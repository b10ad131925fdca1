package org.sparkbertopic;

import static org.apache.spark.sql.functions.col;
import static org.sparkbertopic.stage.table.InputColumns.CLUSTER;
import static org.sparkbertopic.stage.table.InputColumns.ID;
import static org.sparkbertopic.stage.table.InputColumns.LABEL;
import static org.sparkbertopic.stage.table.InputColumns.PROBABILITY;
import static org.sparkbertopic.stage.table.InputColumns.TOPIC;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.assign.Guidance;
import org.sparkbertopic.assign.LayoutModel;
import org.sparkbertopic.assign.LayoutRemarks;
import org.sparkbertopic.assign.LayoutRules;
import org.sparkbertopic.assign.ZeroShotRule;
import org.sparkbertopic.clustering.Classifier;
import org.sparkbertopic.clustering.Clusterer;
import org.sparkbertopic.clustering.FitOn;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.params.PartJson;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.reduction.DimensionReducer;
import org.sparkbertopic.reduction.umap.Umap;
import org.sparkbertopic.stage.AssignStage;
import org.sparkbertopic.stage.LabelClasses;
import org.sparkbertopic.stage.LayoutStage;
import org.sparkbertopic.stage.MeanEmbedding;
import org.sparkbertopic.stage.TopicNumbering;
import org.sparkbertopic.stage.ZeroShotCount;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.stage.workspace.Fingerprint;
import org.sparkbertopic.stage.workspace.Stage;
import org.sparkbertopic.stage.workspace.ValueFormats;
import org.sparkbertopic.stage.workspace.Workspace;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.GuidedTopics;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.ZeroShotTopics;

/**
 * Topics that are found: a sample of the embeddings is laid out, every document is assigned to a
 * cluster of the layout. Seed topics, zero-shot topics and labels take part in the layout, so that
 * one function assigns the documents of the fit and any other.
 */
final class ClusterAssignment implements Assignment {

  private final FitInput input;
  private final String fingerprint;
  private final LayoutModel layout;
  private final TopicNumbering numbering;
  private final Dataset<Row> clusters;

  private ClusterAssignment(FitInput input, String fingerprint) {
    Workspace workspace = input.workspace();
    this.input = input;
    this.fingerprint = fingerprint;
    this.layout =
        workspace.value(Stage.LAYOUT, fingerprint, ValueFormats.LAYOUT, () -> layOut(input));
    Dataset<Row> embeddings = input.embeddings();
    this.clusters =
        workspace.table(
            Stage.ASSIGN,
            fingerprint,
            () ->
                new AssignStage()
                    .assign(embeddings, AssignStage.broadcast(embeddings.sparkSession(), layout)));
    this.numbering =
        TopicNumbering.of(clusters, layout.clusterCount(), layout.rules().clusterCount());
  }

  /**
   * Lays out and assigns, each a stage that is kept.
   *
   * @param print fingerprint of the embeddings
   */
  static ClusterAssignment of(FitInput input, String print) {
    BERTopic estimator = input.estimator();
    boolean named = estimator.getGuided().isPresent() || estimator.getZeroShot().isPresent();
    return new ClusterAssignment(
        input,
        Fingerprint.of("clusters")
            .with("embeddings", print)
            .with("seed", estimator.getSeed())
            .with("sampleSize", estimator.getSampleSize())
            .withJson("reducer", PartJson.encode(estimator.getReducer(), DimensionReducer.class))
            .withJson("clusterer", PartJson.encode(estimator.getClusterer(), Clusterer.class))
            .withOptional(
                "fitOn",
                Optional.of(estimator.getClusteringFitOn())
                    .filter(fitOn -> fitOn != FitOn.SAMPLE)
                    .map(FitOn::name))
            .withOptional("labels", estimator.getLabelCol())
            .with("guided", FitParameters.json(estimator.getGuided()))
            .with("zeroShot", FitParameters.json(estimator.getZeroShot()))
            .withOptional(
                "names", named ? input.embedder().map(Embedder::fingerprint) : Optional.empty())
            .digest());
  }

  private static LayoutModel layOut(FitInput input) {
    BERTopic estimator = input.estimator();
    LayoutStage stage =
        new LayoutStage(
            estimator.getSampleSize(),
            estimator.getReducer(),
            estimator.getClusterer(),
            estimator.getClusteringFitOn());
    Optional<LayoutStage.Labels> labels =
        estimator
            .getLabelCol()
            .map(
                column ->
                    new LayoutStage.Labels(input.documents().select(ID, LABEL), input.classes()));
    warnOfIdleLabels(input);
    LayoutRules rules = rules(input);
    int threads = estimator.getDriverThreads();
    try (Workers workers = threads == 0 ? Workers.ofAllCores() : Workers.of(threads)) {
      LayoutModel model =
          stage.fit(
              input.embeddings(),
              input.summary().documents(),
              labels,
              rules,
              new FitContext(estimator.getSeed(), workers, input.workspace().progress()));
      LayoutRemarks.of(
              estimator.getReducer(),
              estimator.getClusterer(),
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

  /** Labels that neither draw the layout nor are learnt. */
  private static void warnOfIdleLabels(FitInput input) {
    BERTopic estimator = input.estimator();
    if (estimator.getLabelCol().isPresent()
        && !(estimator.getClusterer() instanceof Classifier)
        && !(estimator.getReducer() instanceof Umap)) {
      input
          .workspace()
          .warn("setLabelCol changes nothing here: only UMAP and a classifier use labels");
    }
  }

  private static LayoutRules rules(FitInput input) {
    LayoutRules rules = LayoutRules.NONE;
    Optional<GuidedTopics> guided = input.estimator().getGuided();
    if (guided.isPresent()) {
      float[][] seeds = embed(input, guided.get().texts());
      rules = rules.withGuidance(Guidance.of(seeds, MeanEmbedding.of(input.embeddings())));
    }
    Optional<ZeroShotTopics> zeroShot = input.estimator().getZeroShot();
    if (zeroShot.isPresent()) {
      List<String> names = zeroShot.get().names();
      float[][] embeddings = embed(input, names);
      Optional<ZeroShotRule> withDocuments =
          ZeroShotCount.withDocuments(
              input.embeddings(),
              ZeroShotRule.of(names, embeddings, zeroShot.get().minSimilarity()),
              embeddings[0].length);
      if (withDocuments.isPresent()) {
        rules = rules.withZeroShot(withDocuments.get());
      }
      List<String> found = withDocuments.map(ZeroShotRule::names).orElse(List.of());
      warnOfTopicsGivenUp(input, names.stream().filter(name -> !found.contains(name)).toList());
    }
    return rules;
  }

  private static void warnOfTopicsGivenUp(FitInput input, List<String> names) {
    if (!names.isEmpty()) {
      input
          .workspace()
          .warn(
              String.format(
                  Locale.ROOT,
                  "no document is similar enough to the zero-shot topics %s; lower ZeroShotTopics.withMinSimilarity, or name them otherwise",
                  names));
    }
  }

  private static float[][] embed(FitInput input, List<String> texts) {
    Embedder embedder = input.embedder().orElseThrow();
    int dimension = input.summary().dimension();
    if (dimension > 0 && embedder.dimension() != dimension) {
      throw new UnusableInputException(
          String.format(
              Locale.ROOT,
              "setEmbedder must be the model that made the given embeddings, of %d numbers each, got %s, which makes %d; name that model",
              dimension,
              embedder.name(),
              embedder.dimension()));
    }
    return embedder.embed(texts).vectors();
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
  public TopicNumbering numbering() {
    return numbering;
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }

  @Override
  public Map<Integer, String> names() {
    if (input.estimator().getClusterer() instanceof Classifier) {
      LabelClasses classes = input.classes();
      return classes.areNumbers() ? Map.of() : names(classes.names(), numbering);
    }
    return layout.rules().zeroShot().map(rule -> names(rule.names(), numbering)).orElse(Map.of());
  }

  /** Names of the topics that clusters became, given the first clusters' names. */
  static Map<Integer, String> names(List<String> ofClusters, TopicNumbering numbering) {
    int[] topics = numbering.topicOfCluster();
    Map<Integer, String> names = new TreeMap<>();
    for (int cluster = 0; cluster < Math.min(topics.length, ofClusters.size()); cluster++) {
      if (topics[cluster] != Topic.OUTLIERS) {
        names.put(topics[cluster], ofClusters.get(cluster));
      }
    }
    return names;
  }

  @Override
  public int[] clusterTopics() {
    return numbering.topicOfCluster();
  }

  @Override
  public SavedModel model(FittedTopics topics) {
    return SavedModel.of(topics, input.estimator().getVectorizer())
        .withLayout(layout, clusterTopics());
  }
}
