package org.sparkbertopic;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.clustering.Clusterer;
import org.sparkbertopic.clustering.FitOn;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.ctfidf.ClassTfidf;
import org.sparkbertopic.embedding.EmbeddingModel;
import org.sparkbertopic.embedding.onnx.OnnxEmbedder;
import org.sparkbertopic.operations.merging.NrTopics;
import org.sparkbertopic.params.AtLeast;
import org.sparkbertopic.params.PartParam;
import org.sparkbertopic.pipeline.permission.Permissions;
import org.sparkbertopic.reduction.DimensionReducer;
import org.sparkbertopic.reduction.umap.Umap;
import org.sparkbertopic.representation.Aspects;
import org.sparkbertopic.representation.CtfidfRepresentation;
import org.sparkbertopic.representation.RepresentationModel;
import org.sparkbertopic.representation.Representations;
import org.sparkbertopic.stage.LayoutStage;
import org.sparkbertopic.stage.RepresentStage;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.stage.workspace.MemoryWorkspace;
import org.sparkbertopic.stage.workspace.Workspace;
import org.sparkbertopic.topics.GuidedTopics;
import org.sparkbertopic.topics.ZeroShotTopics;
import org.sparkbertopic.vectorizer.CountVectorizer;

/**
 * Finds the topics of a corpus of any size: embeds the documents, lays a sample of the embeddings
 * out, assigns every document to a cluster of the layout, and describes the clusters by their words
 * (Grootendorst 2022, BERTopic: Neural topic modeling with a class-based TF-IDF procedure).
 *
 * <p>Its parts are swapped by their setters; each is a record of parameters with BERTopic's
 * defaults. Documents and embeddings stay on executors; the driver holds the sample ({@code
 * sampleSize x dimension} floats), the layout and the topic x term weights.
 *
 * <p>The same seed and embeddings give the same topics on any number of threads and partitions and
 * in any order of the rows.
 */
public final class BERTopic extends Estimator<BERTopicModel>
    implements BERTopicColumns, DefaultParamsWritable {

  private static final long serialVersionUID = 1L;

  /** Ours: BERTopic has none, and gives another result each time. */
  public static final long DEFAULT_SEED = 42;

  private final String uid;
  private final Param<String> textCol;
  private final Param<String> idCol;
  private final Param<String> embeddingCol;
  private final Param<String> topicCol;
  private final Param<String> probabilityCol;
  private final LongParam seed;
  private final IntParam sampleSize;
  private final IntParam topNWords;
  private final IntParam representativeDocuments;
  private final IntParam driverThreads;
  private final PartParam<EmbeddingModel> embedder;
  private final PartParam<DimensionReducer> reducer;
  private final PartParam<Clusterer> clusterer;
  private final Param<String> clusteringFitOn;
  private final PartParam<CountVectorizer> vectorizer;
  private final PartParam<ClassTfidf> ctfidf;
  private final PartParam<RepresentationModel> representation;
  private final PartParam<Aspects> aspects;
  private final Param<String> labelCol;
  private final Param<String> givenTopicCol;
  private final PartParam<GuidedTopics> guided;
  private final PartParam<ZeroShotTopics> zeroShot;
  private final PartParam<NrTopics> nrTopics;

  /** Parts that were loaded and not named by the program, and what it allowed them. */
  private transient Set<Object> loadedParts = Set.of();

  private transient Permissions permissions = Permissions.ALL;

  /** With BERTopic's defaults. */
  public BERTopic() {
    this(Identifiable$.MODULE$.randomUID("bertopic"));
  }

  /** With BERTopic's defaults, under a given name. */
  public BERTopic(String uid) {
    this.uid = uid;
    this.textCol = new Param<>(this, "textCol", "column of the documents, a string");
    this.idCol =
        new Param<>(
            this,
            "idCol",
            "column of the documents' keys; not set: documents are named by a hash of their text");
    this.embeddingCol =
        new Param<>(
            this,
            "embeddingCol",
            "column of embeddings computed beforehand: array<float>, array<double> or a vector");
    this.topicCol = new Param<>(this, "topicCol", "column for the topic");
    this.probabilityCol =
        new Param<>(this, "probabilityCol", "column for the strength of the membership");
    this.seed = new LongParam(this, "seed", "the only source of randomness");
    this.sampleSize =
        new IntParam(
            this,
            "sampleSize",
            "most documents that the driver lays out; the others are assigned",
            new AtLeast("sampleSize", 1));
    this.topNWords =
        new IntParam(this, "topNWords", "words of a topic", new AtLeast("topNWords", 1));
    this.representativeDocuments =
        new IntParam(
            this,
            "representativeDocuments",
            "representative documents of a topic",
            new AtLeast("representativeDocuments", 0));
    this.driverThreads =
        new IntParam(
            this,
            "driverThreads",
            "threads that lay out; 0: all cores",
            new AtLeast("driverThreads", 0));
    this.embedder = new PartParam<>(this, "embedder", "text to vector", EmbeddingModel.class);
    this.reducer =
        new PartParam<>(this, "reducer", "vector to low dimension", DimensionReducer.class);
    this.clusterer =
        new PartParam<>(this, "clusterer", "low dimension to cluster", Clusterer.class);
    this.clusteringFitOn =
        new Param<>(
            this,
            "clusteringFitOn",
            "documents that the clusterer is trained on: those of the sample, or all; not set: the sample");
    this.vectorizer = new PartParam<>(this, "vectorizer", "text to terms", CountVectorizer.class);
    this.ctfidf = new PartParam<>(this, "ctfidf", "counts to weights", ClassTfidf.class);
    this.representation =
        new PartParam<>(this, "representation", "weights to words", RepresentationModel.class);
    this.aspects =
        new PartParam<>(this, "aspects", "further words and labels by name", Aspects.class);
    this.labelCol =
        new Param<>(
            this,
            "labelCol",
            "column of known classes, a string or a whole number; null, empty and -1: none. They draw the layout, or train a classifier in place of the clusterer");
    this.givenTopicCol =
        new Param<>(
            this,
            "givenTopicCol",
            "column of topics that are given and not to be found, as labelCol; none: an outlier");
    this.guided =
        new PartParam<>(this, "guided", "topics expected, by some words", GuidedTopics.class);
    this.zeroShot =
        new PartParam<>(
            this,
            "zeroShot",
            "topics named beforehand; the documents near none are clustered",
            ZeroShotTopics.class);
    this.nrTopics =
        new PartParam<>(
            this,
            "nrTopics",
            "to how many the topics found are reduced: a number, or as many as HDBSCAN finds among them",
            NrTopics.class);
    setDefault(textCol, DEFAULT_TEXT_COL);
    setDefault(topicCol, DEFAULT_TOPIC_COL);
    setDefault(probabilityCol, DEFAULT_PROBABILITY_COL);
    setDefault(seed, DEFAULT_SEED);
    setDefault(sampleSize, LayoutStage.DEFAULT_SAMPLE_SIZE);
    setDefault(topNWords, RepresentStage.DEFAULT_TOP_N_WORDS);
    setDefault(representativeDocuments, RepresentStage.DEFAULT_REPRESENTATIVE_DOCUMENTS);
    setDefault(driverThreads, 0);
    setDefault(embedder, OnnxEmbedder.allMiniLmL6V2());
    setDefault(reducer, Umap.create());
    setDefault(clusterer, Hdbscan.create());
    setDefault(vectorizer, CountVectorizer.create());
    setDefault(ctfidf, ClassTfidf.create());
    setDefault(representation, CtfidfRepresentation.create());
    setDefault(aspects, Aspects.NONE);
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public Param<String> textCol() {
    return textCol;
  }

  @Override
  public Param<String> idCol() {
    return idCol;
  }

  @Override
  public Param<String> embeddingCol() {
    return embeddingCol;
  }

  @Override
  public Param<String> topicCol() {
    return topicCol;
  }

  @Override
  public Param<String> probabilityCol() {
    return probabilityCol;
  }

  public LongParam seed() {
    return seed;
  }

  public IntParam sampleSize() {
    return sampleSize;
  }

  public IntParam topNWords() {
    return topNWords;
  }

  public IntParam representativeDocuments() {
    return representativeDocuments;
  }

  public IntParam driverThreads() {
    return driverThreads;
  }

  public PartParam<EmbeddingModel> embedder() {
    return embedder;
  }

  public PartParam<DimensionReducer> reducer() {
    return reducer;
  }

  public PartParam<Clusterer> clusterer() {
    return clusterer;
  }

  public Param<String> clusteringFitOn() {
    return clusteringFitOn;
  }

  public PartParam<CountVectorizer> vectorizer() {
    return vectorizer;
  }

  public PartParam<ClassTfidf> ctfidf() {
    return ctfidf;
  }

  public PartParam<RepresentationModel> representation() {
    return representation;
  }

  public PartParam<Aspects> aspects() {
    return aspects;
  }

  /** Column of known classes. */
  public Param<String> labelCol() {
    return labelCol;
  }

  /** Column of given topics. */
  public Param<String> givenTopicCol() {
    return givenTopicCol;
  }

  public PartParam<GuidedTopics> guided() {
    return guided;
  }

  public PartParam<ZeroShotTopics> zeroShot() {
    return zeroShot;
  }

  public PartParam<NrTopics> nrTopics() {
    return nrTopics;
  }

  public BERTopic setTextCol(String value) {
    set(textCol, value);
    return this;
  }

  public BERTopic setIdCol(String value) {
    set(idCol, value);
    return this;
  }

  public BERTopic setEmbeddingCol(String value) {
    set(embeddingCol, value);
    return this;
  }

  public BERTopic setTopicCol(String value) {
    set(topicCol, value);
    return this;
  }

  public BERTopic setProbabilityCol(String value) {
    set(probabilityCol, value);
    return this;
  }

  public BERTopic setSeed(long value) {
    set(seed, value);
    return this;
  }

  public BERTopic setSampleSize(int value) {
    set(sampleSize, value);
    return this;
  }

  public BERTopic setTopNWords(int value) {
    set(topNWords, value);
    return this;
  }

  public BERTopic setRepresentativeDocuments(int value) {
    set(representativeDocuments, value);
    return this;
  }

  public BERTopic setDriverThreads(int value) {
    set(driverThreads, value);
    return this;
  }

  /** A model that embeds texts, or what trains one on the documents of the fit. */
  public BERTopic setEmbedder(EmbeddingModel value) {
    set(embedder, value);
    return this;
  }

  public BERTopic setReducer(DimensionReducer value) {
    set(reducer, value);
    return this;
  }

  public BERTopic setClusterer(Clusterer value) {
    set(clusterer, value);
    return this;
  }

  /** Which documents the clusterer is trained on; by default those of the sample. */
  public BERTopic setClusteringFitOn(FitOn value) {
    set(clusteringFitOn, value.name());
    return this;
  }

  public BERTopic setVectorizer(CountVectorizer value) {
    set(vectorizer, value);
    return this;
  }

  public BERTopic setCtfidf(ClassTfidf value) {
    set(ctfidf, value);
    return this;
  }

  public BERTopic setRepresentation(RepresentationModel value) {
    set(representation, value);
    return this;
  }

  public BERTopic setAspects(Aspects value) {
    set(aspects, value);
    return this;
  }

  public BERTopic setLabelCol(String value) {
    set(labelCol, value);
    return this;
  }

  public BERTopic setGivenTopicCol(String value) {
    set(givenTopicCol, value);
    return this;
  }

  public BERTopic setGuided(GuidedTopics value) {
    set(guided, value);
    return this;
  }

  public BERTopic setZeroShot(ZeroShotTopics value) {
    set(zeroShot, value);
    return this;
  }

  /** To how many the topics found are reduced. */
  public BERTopic setNrTopics(NrTopics value) {
    set(nrTopics, value);
    return this;
  }

  /** As {@link #setNrTopics(NrTopics)}, to a number without the outliers. */
  public BERTopic setNrTopics(int value) {
    return setNrTopics(NrTopics.of(value));
  }

  /** Empty where it is not set. */
  public Optional<String> getIdCol() {
    return isDefined(idCol) ? Optional.of(getOrDefault(idCol)) : Optional.empty();
  }

  public long getSeed() {
    return (long) getOrDefault(seed);
  }

  public int getSampleSize() {
    return (int) getOrDefault(sampleSize);
  }

  public int getTopNWords() {
    return (int) getOrDefault(topNWords);
  }

  public int getRepresentativeDocuments() {
    return (int) getOrDefault(representativeDocuments);
  }

  public int getDriverThreads() {
    return (int) getOrDefault(driverThreads);
  }

  public EmbeddingModel getEmbedder() {
    return getOrDefault(embedder);
  }

  public DimensionReducer getReducer() {
    return getOrDefault(reducer);
  }

  public Clusterer getClusterer() {
    return getOrDefault(clusterer);
  }

  public FitOn getClusteringFitOn() {
    return isDefined(clusteringFitOn)
        ? FitOn.valueOf(getOrDefault(clusteringFitOn))
        : FitOn.SAMPLE;
  }

  public CountVectorizer getVectorizer() {
    return getOrDefault(vectorizer);
  }

  public ClassTfidf getCtfidf() {
    return getOrDefault(ctfidf);
  }

  public RepresentationModel getRepresentation() {
    return getOrDefault(representation);
  }

  public Aspects getAspects() {
    return getOrDefault(aspects);
  }

  /** All that describes topics. */
  Representations representations() {
    return new Representations(getRepresentation(), getAspects());
  }

  /** Empty where it is not set. */
  public Optional<String> getLabelCol() {
    return isDefined(labelCol) ? Optional.of(getOrDefault(labelCol)) : Optional.empty();
  }

  /** Empty where it is not set. */
  public Optional<String> getGivenTopicCol() {
    return isDefined(givenTopicCol) ? Optional.of(getOrDefault(givenTopicCol)) : Optional.empty();
  }

  /** Empty where it is not set. */
  public Optional<GuidedTopics> getGuided() {
    return isDefined(guided) ? Optional.of(getOrDefault(guided)) : Optional.empty();
  }

  /** Empty where it is not set. */
  public Optional<ZeroShotTopics> getZeroShot() {
    return isDefined(zeroShot) ? Optional.of(getOrDefault(zeroShot)) : Optional.empty();
  }

  /** Empty where it is not set: all topics stay. */
  public Optional<NrTopics> getNrTopics() {
    return isDefined(nrTopics) ? Optional.of(getOrDefault(nrTopics)) : Optional.empty();
  }

  /**
   * Checks that the parameters agree with each other, as {@code fit} does before anything else.
   *
   * @throws UnusableInputException if they do not
   */
  public void check() {
    FitModes.check(this);
  }

  /**
   * Fits, keeping the stages' tables in Spark's cache.
   *
   * @throws UnusableInputException if a column is missing or of the wrong type, or no row can be
   *     used
   */
  @Override
  public BERTopicModel fit(Dataset<?> documents) {
    return fit(documents, new MemoryWorkspace());
  }

  /** Fits, keeping the stages' results in {@code workspace}. */
  public BERTopicModel fit(Dataset<?> documents, Workspace workspace) {
    try {
      requireAllowed();
      return new TopicModelFit(this, workspace).run(documents);
    } finally {
      workspace.release();
    }
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return withTopicColumns(schema);
  }

  @Override
  public BERTopic copy(ParamMap extra) {
    BERTopic copy = defaultCopy(extra);
    copy.loadedParts = loadedParts;
    copy.permissions = permissions;
    return copy;
  }

  /** Allows parts of a loaded estimator to send texts to a host; see {@link BERTopicModel}. */
  public BERTopic allowRemote(String host) {
    permissions = permissions.withHost(host, Set.of());
    return this;
  }

  /** As {@link #allowRemote(String)}, with the value of an environment variable as the key. */
  public BERTopic allowRemote(String host, String keyVariable) {
    permissions = permissions.withHost(host, Set.of(keyVariable));
    return this;
  }

  /** Allows parts of a loaded estimator to read a file, a folder, or a model of a hub by name. */
  public BERTopic allowPath(String path) {
    permissions = permissions.withPath(path);
    return this;
  }

  private BERTopic loaded() {
    Set<Object> parts = Collections.newSetFromMap(new IdentityHashMap<>());
    parts.addAll(List.of(getEmbedder(), getRepresentation(), getAspects()));
    loadedParts = parts;
    permissions = Permissions.NONE;
    return this;
  }

  /** Parts that the program set itself were named by it. */
  private void requireAllowed() {
    List<Object> used = new ArrayList<>(List.of(getRepresentation(), getAspects()));
    if (getEmbeddingCol().isEmpty() || isSet(embedder)) {
      used.add(getEmbedder());
    }
    used.removeIf(part -> !loadedParts.contains(part));
    permissions.require(used);
  }

  /** Reads what {@code write} wrote. */
  public static MLReader<BERTopic> read() {
    return new MLReader<>() {
      @Override
      public BERTopic load(String path) {
        return new DefaultParamsReader<BERTopic>().load(path).loaded();
      }
    };
  }

  /** Reads what {@code save} wrote. */
  public static BERTopic load(String path) {
    return read().load(path);
  }
}
