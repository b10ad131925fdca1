package org.sparkbertopic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.sparkbertopic.clustering.Clusterer;
import org.sparkbertopic.clustering.FitOn;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.compute.ProductDevice;
import org.sparkbertopic.ctfidf.ClassTfidf;
import org.sparkbertopic.device.NeighborsDevice;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.EmbedderTrainer;
import org.sparkbertopic.embedding.EmbeddingModel;
import org.sparkbertopic.embedding.PreparedEmbedder;
import org.sparkbertopic.embedding.PreparedTrainer;
import org.sparkbertopic.embedding.onnx.OnnxEmbedder;
import org.sparkbertopic.operations.merging.NrTopics;
import org.sparkbertopic.params.AtLeast;
import org.sparkbertopic.params.OneOf;
import org.sparkbertopic.params.PartParam;
import org.sparkbertopic.pipeline.LanguageDefaults;
import org.sparkbertopic.pipeline.mode.FitModes;
import org.sparkbertopic.pipeline.mode.FitPlan;
import org.sparkbertopic.reduction.DimensionReducer;
import org.sparkbertopic.reduction.umap.Umap;
import org.sparkbertopic.representation.Aspects;
import org.sparkbertopic.representation.CtfidfRepresentation;
import org.sparkbertopic.representation.RepresentationModel;
import org.sparkbertopic.representation.Representations;
import org.sparkbertopic.representation.WordSettings;
import org.sparkbertopic.stage.LayoutStage;
import org.sparkbertopic.topics.GuidedTopics;
import org.sparkbertopic.topics.MinTopicSize;
import org.sparkbertopic.topics.ZeroShotTopics;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.language.TextPreparation;

/**
 * The parameters of {@link BERTopic}: their names, documentation, validation, defaults, setters and
 * getters. The parts are records of configuration; a {@link PartParam} saves one as JSON.
 */
abstract class BERTopicParams extends Estimator<BERTopicModel>
    implements BERTopicColumns<BERTopic> {

  private static final long serialVersionUID = 1L;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String uid;
  private final Columns columns;
  private final LongParam seed;
  private final IntParam sampleSize;
  private final IntParam sampleRounds;
  private final IntParam topNWords;
  private final IntParam representativeDocuments;
  private final IntParam driverThreads;
  private final Param<String> neighborsDevice;
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
  private final PartParam<MinTopicSize> minTopicSize;
  private final PartParam<TextPreparation> preprocess;
  private final Param<String> language;

  BERTopicParams(String uid) {
    this.uid = uid;
    this.columns =
        new Columns(
            this,
            "column of the documents' keys; not set: documents are named by a hash of their text");
    this.seed = new LongParam(this, "seed", "the only source of randomness");
    this.sampleSize =
        new IntParam(
            this,
            "sampleSize",
            "most documents that the driver lays out; the others are assigned",
            new AtLeast("sampleSize", 1));
    this.sampleRounds =
        new IntParam(
            this,
            "sampleRounds",
            "most samples that are laid out: each after the first is drawn from the documents that"
                + " are outliers by then, and finds rarer topics; not set: one",
            new AtLeast("sampleRounds", 1));
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
    this.neighborsDevice =
        new Param<>(
            this,
            BERTopicModelParams.NEIGHBORS_DEVICE,
            BERTopicModelParams.NEIGHBORS_DEVICE_DOC,
            new OneOf(BERTopicModelParams.NEIGHBORS_DEVICE, NeighborsDevice.values()));
    this.embedder = new PartParam<>(this, "embedder", "text to vector", EmbeddingModel.class);
    this.reducer =
        new PartParam<>(this, "reducer", "vector to low dimension", DimensionReducer.class);
    this.clusterer =
        new PartParam<>(this, "clusterer", "low dimension to cluster", Clusterer.class);
    this.clusteringFitOn =
        new Param<>(
            this,
            "clusteringFitOn",
            "documents that the clusterer is trained on: SAMPLE or ALL; not set: those of the"
                + " sample",
            new OneOf("clusteringFitOn", FitOn.values()));
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
            "column of known classes, a string or a whole number; null, empty and -1: none. They"
                + " draw the layout, or train a classifier in place of the clusterer");
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
            "to how many the topics found are reduced: a number, or as many as HDBSCAN finds among"
                + " them",
            NrTopics.class);
    this.language =
        new Param<>(
            this,
            "language",
            "chooses embedder, tokenizer and stop words where they are not set; not set: English"
                + " embeddings, no stop words");
    this.preprocess =
        new PartParam<>(
            this,
            "preprocess",
            "what to change in texts before they are embedded and counted; not set: nothing",
            TextPreparation.class);
    this.minTopicSize =
        new PartParam<>(
            this,
            "minTopicSize",
            "fewest documents of the corpus in a topic, a number or a share: sets the least cluster"
                + " of HDBSCAN by the share of the sample; not set: HDBSCAN's own",
            MinTopicSize.class);
    setDefault(seed, BERTopic.DEFAULT_SEED);
    setDefault(sampleSize, LayoutStage.DEFAULT_SAMPLE_SIZE);
    setDefault(topNWords, WordSettings.DEFAULT_TOP_N_WORDS);
    setDefault(representativeDocuments, WordSettings.DEFAULT_REPRESENTATIVE_DOCUMENTS);
    setDefault(driverThreads, 0);
    setDefault(embedder, OnnxEmbedder.allMiniLmL6V2());
    setDefault(reducer, Umap.create());
    setDefault(clusterer, Hdbscan.create());
    setDefault(vectorizer, CountVectorizer.create());
    setDefault(ctfidf, ClassTfidf.create());
    setDefault(representation, CtfidfRepresentation.create());
    setDefault(aspects, Aspects.NONE);
  }

  private <T> BERTopic with(Param<T> param, T value) {
    set(param, value);
    return (BERTopic) this;
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public Columns columnParams() {
    return columns;
  }

  public LongParam seed() {
    return seed;
  }

  public IntParam sampleSize() {
    return sampleSize;
  }

  public IntParam sampleRounds() {
    return sampleRounds;
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

  /** Where UMAP's neighbours are searched. */
  public Param<String> neighborsDevice() {
    return neighborsDevice;
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

  public PartParam<MinTopicSize> minTopicSize() {
    return minTopicSize;
  }

  public Param<String> language() {
    return language;
  }

  public PartParam<TextPreparation> preprocess() {
    return preprocess;
  }

  public BERTopic setSeed(long value) {
    return with(seed, value);
  }

  public BERTopic setSampleSize(int value) {
    return with(sampleSize, value);
  }

  /**
   * The most samples that are laid out. Each after the first is drawn from the documents that are
   * outliers by then. Its clusters become topics, until a sample has none.
   */
  public BERTopic setSampleRounds(int value) {
    return with(sampleRounds, value);
  }

  public BERTopic setTopNWords(int value) {
    return with(topNWords, value);
  }

  public BERTopic setRepresentativeDocuments(int value) {
    return with(representativeDocuments, value);
  }

  public BERTopic setDriverThreads(int value) {
    return with(driverThreads, value);
  }

  /**
   * Where UMAP's neighbours are searched, in this fit and by its model. All but {@code CPU} compare
   * with the whole sample: neighbours are exact, and the same on every device.
   */
  public BERTopic setNeighborsDevice(NeighborsDevice value) {
    return with(neighborsDevice, value.name());
  }

  /** A model that embeds texts, or what trains one on the documents of the fit. */
  public BERTopic setEmbedder(EmbeddingModel value) {
    return with(embedder, value);
  }

  public BERTopic setReducer(DimensionReducer value) {
    return with(reducer, value);
  }

  public BERTopic setClusterer(Clusterer value) {
    return with(clusterer, value);
  }

  /** Which documents the clusterer is trained on; by default those of the sample. */
  public BERTopic setClusteringFitOn(FitOn value) {
    return with(clusteringFitOn, value.name());
  }

  public BERTopic setVectorizer(CountVectorizer value) {
    return with(vectorizer, value);
  }

  public BERTopic setCtfidf(ClassTfidf value) {
    return with(ctfidf, value);
  }

  public BERTopic setRepresentation(RepresentationModel value) {
    return with(representation, value);
  }

  public BERTopic setAspects(Aspects value) {
    return with(aspects, value);
  }

  public BERTopic setLabelCol(String value) {
    return with(labelCol, value);
  }

  public BERTopic setGivenTopicCol(String value) {
    return with(givenTopicCol, value);
  }

  public BERTopic setGuided(GuidedTopics value) {
    return with(guided, value);
  }

  public BERTopic setZeroShot(ZeroShotTopics value) {
    return with(zeroShot, value);
  }

  /** To how many the topics found are reduced. */
  public BERTopic setNrTopics(NrTopics value) {
    return with(nrTopics, value);
  }

  /** As {@link #setNrTopics(NrTopics)}, to a number without the outliers. */
  public BERTopic setNrTopics(int value) {
    return setNrTopics(NrTopics.of(value));
  }

  /**
   * The language of the texts, by BERTopic's names ("english", "german", "multilingual"): chooses
   * the embedder where none is set, and the tokenizer and stop words where no vectorizer is set.
   * See {@link LanguageDefaults}.
   *
   * @throws IllegalArgumentException if there is no such language
   */
  public BERTopic setLanguage(String value) {
    LanguageDefaults.named(value);
    return with(language, value);
  }

  /**
   * What to change in texts before they are embedded and before their words are counted, at the fit
   * and for later documents. Embeddings that are given are not changed.
   */
  public BERTopic setPreprocess(TextPreparation value) {
    return with(preprocess, value);
  }

  /**
   * The fewest documents of the corpus in a topic. It sets {@code Hdbscan.minClusterSize}, which
   * counts documents of the sample, so that one must not be given too.
   */
  public BERTopic setMinTopicSize(MinTopicSize value) {
    return with(minTopicSize, value);
  }

  /** As {@link #setMinTopicSize(MinTopicSize)}, by a number of documents, at least 2. */
  public BERTopic setMinTopicSize(long documents) {
    return setMinTopicSize(MinTopicSize.of(documents));
  }

  /** Empty where it is not set. */
  public Optional<String> getIdCol() {
    return isDefined(idCol()) ? Optional.of(getOrDefault(idCol())) : Optional.empty();
  }

  public long getSeed() {
    return (long) getOrDefault(seed);
  }

  public int getSampleSize() {
    return (int) getOrDefault(sampleSize);
  }

  /** 1 where it is not set. */
  public int getSampleRounds() {
    return isDefined(sampleRounds) ? (int) getOrDefault(sampleRounds) : 1;
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

  /** {@code CPU} where it is not set. */
  public NeighborsDevice getNeighborsDevice() {
    return isDefined(neighborsDevice)
        ? NeighborsDevice.valueOf(getOrDefault(neighborsDevice))
        : NeighborsDevice.CPU;
  }

  /** What was set, or what the language chooses. */
  public EmbeddingModel getEmbedder() {
    return isSet(embedder) || !isDefined(language)
        ? getOrDefault(embedder)
        : OnnxEmbedder.of(LanguageDefaults.named(getOrDefault(language)).embeddingModel());
  }

  public DimensionReducer getReducer() {
    return getOrDefault(reducer);
  }

  public Clusterer getClusterer() {
    return getOrDefault(clusterer);
  }

  public FitOn getClusteringFitOn() {
    return isDefined(clusteringFitOn) ? FitOn.valueOf(getOrDefault(clusteringFitOn)) : FitOn.SAMPLE;
  }

  /** What was set, or what the language chooses. */
  public CountVectorizer getVectorizer() {
    if (isSet(vectorizer) || !isDefined(language)) {
      return getOrDefault(vectorizer);
    }
    LanguageDefaults chosen = LanguageDefaults.named(getOrDefault(language));
    return CountVectorizer.create()
        .withTokenizer(chosen.tokenizer())
        .withStopWords(chosen.stopWords());
  }

  /** Empty where it is not set. */
  public Optional<String> getLanguage() {
    return isDefined(language) ? Optional.of(getOrDefault(language)) : Optional.empty();
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

  /** Empty where it is not set: HDBSCAN's least size counts documents of the sample. */
  public Optional<MinTopicSize> getMinTopicSize() {
    return isDefined(minTopicSize) ? Optional.of(getOrDefault(minTopicSize)) : Optional.empty();
  }

  /** {@link TextPreparation#NONE} where it is not set. */
  public TextPreparation getPreprocess() {
    return isDefined(preprocess) ? getOrDefault(preprocess) : TextPreparation.NONE;
  }

  private EmbeddingModel preparedEmbedder() {
    return getEmbedder() instanceof EmbedderTrainer trainer
        ? PreparedTrainer.of(trainer, getPreprocess())
        : PreparedEmbedder.of((Embedder) getEmbedder(), getPreprocess());
  }

  private CountVectorizer prepared(CountVectorizer words) {
    return getPreprocess().changesNothing()
        ? words
        : words.withText(words.text().withPreparation(getPreprocess()));
  }

  /** The parameters as one value, checked by {@link FitModes}. */
  FitPlan plan() {
    Optional<Embedder> modelOfGiven = modelOfGiven();
    Optional<ProductDevice> device = getNeighborsDevice().products();
    return new FitPlan(
        inputColumns(getIdCol()).withLabel(getLabelCol()).withTopic(getGivenTopicCol()),
        preparedEmbedder(),
        modelOfGiven,
        getReducer(),
        getClusterer(),
        getClusteringFitOn(),
        prepared(getVectorizer()),
        getCtfidf(),
        new WordSettings(
            new Representations(getRepresentation(), getAspects()),
            getTopNWords(),
            getRepresentativeDocuments()),
        getGuided(),
        getZeroShot(),
        getNrTopics(),
        getMinTopicSize(),
        Optional.empty(),
        getSeed(),
        getSampleSize(),
        getSampleRounds(),
        getDriverThreads(),
        device,
        json(modelOfGiven.isPresent(), device.isPresent()));
  }

  /**
   * The model that made given embeddings, on the user's word: an embedder that was set together
   * with their column. One that is to be trained made none.
   */
  private Optional<Embedder> modelOfGiven() {
    return getEmbeddingCol().isPresent()
            && isSet(embedder)
            && getEmbedder() instanceof Embedder model
        ? Optional.of(PreparedEmbedder.of(model, getPreprocess()))
        : Optional.empty();
  }

  /**
   * All parameters that have a value, by name. Without those that change no result, and, where
   * embeddings are given, without an embedder that did not make them.
   */
  private ObjectNode json(boolean namesModelOfGiven, boolean exactNeighbors) {
    ObjectNode json = JSON.createObjectNode();
    if (exactNeighbors) {
      json.put("neighborSearch", "exact"); // the same on every device
    }
    for (Param<?> param : params()) {
      boolean unused =
          param.equals(driverThreads)
              || param.equals(neighborsDevice)
              || (param.equals(embedder) && getEmbeddingCol().isPresent() && !namesModelOfGiven);
      if (!unused && isDefined(param)) {
        json.set(param.name(), encode(param));
      }
    }
    return json;
  }

  /** What a language chooses is recorded as the part that it is. */
  private JsonNode encode(Param<?> param) {
    if (param.equals(vectorizer)) {
      return encode(vectorizer, getVectorizer());
    }
    return param.equals(embedder) ? encode(embedder, getEmbedder()) : encodeSet(param);
  }

  private <T> JsonNode encodeSet(Param<T> param) {
    return encode(param, getOrDefault(param));
  }

  private static <T> JsonNode encode(Param<T> param, T value) {
    String encoded = param.jsonEncode(value);
    try {
      return JSON.readTree(encoded);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(param.name() + " is not JSON: " + encoded, e);
    }
  }
}
