package org.sparkbertopic;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.embedding.EmbeddingModel;
import org.sparkbertopic.embedding.onnx.OnnxEmbedder;
import org.sparkbertopic.embedding.tensorflow.SavedModelEmbedder;
import org.sparkbertopic.embedding.tensorflow.TfHub;
import org.sparkbertopic.embedding.words.WordVectorEmbedder;
import org.sparkbertopic.operations.matching.LikeModel;
import org.sparkbertopic.operations.merging.NrTopics;
import org.sparkbertopic.params.PartParam;
import org.sparkbertopic.pipeline.FitPipeline;
import org.sparkbertopic.pipeline.mode.FitModes;
import org.sparkbertopic.pipeline.mode.FitPlan;
import org.sparkbertopic.pipeline.permission.Permissions;
import org.sparkbertopic.stage.table.ColumnTypes;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.stage.workspace.MemoryWorkspace;
import org.sparkbertopic.stage.workspace.Workspace;
import org.sparkbertopic.topics.GuidedTopics;
import org.sparkbertopic.topics.ZeroShotTopics;

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
public final class BERTopic extends BERTopicParams implements DefaultParamsWritable {

  private static final long serialVersionUID = 1L;

  /** Ours: BERTopic has no seed, so its result changes from run to run. */
  public static final long DEFAULT_SEED = 42;

  /** Parts that were loaded and not named by the program, and what it allowed them. */
  private transient Set<Object> loadedParts = Set.of();

  private transient Permissions permissions = Permissions.ALL;

  /** With BERTopic's defaults. */
  public BERTopic() {
    this(Identifiable$.MODULE$.randomUID("bertopic"));
  }

  /** With BERTopic's defaults, under a given name. */
  public BERTopic(String uid) {
    super(uid);
  }

  /**
   * Checks that the parameters agree with each other, as {@code fit} does before anything else.
   *
   * @throws UnusableInputException if they do not
   */
  public void check() {
    FitModes.check(plan());
  }

  /**
   * As {@link #check}, and that the embedder and the representations can be used in this Spark
   * session: all that {@code fit} checks before it reads documents.
   *
   * @param earlier the model whose topic ids are to be carried over; empty without
   * @throws UnusableInputException if something cannot be used; the message says what to do
   */
  public void checkReady(Optional<LikeModel> earlier) {
    requireAllowed();
    FitPlan plan = plan();
    new FitPipeline(earlier.map(plan::withLike).orElse(plan), new MemoryWorkspace()).check();
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

  /**
   * Fits batch after batch, as BERTopic's {@code partial_fit}: the first batch is fitted, and each
   * further one continues the model of those before it. Neither this estimator nor the given model
   * changes, so many threads may use both. Needs {@code IncrementalPca} or {@code NoReduction} as
   * reducer and {@code StreamingKMeans} as clusterer from the second batch on.
   *
   * @param model of the batches before; empty for the first one
   * @see BERTopicModel#partialFit(Dataset, String)
   */
  public BERTopicModel partialFit(Dataset<?> batch, Optional<BERTopicModel> model) {
    return model.isEmpty() ? fit(batch) : model.get().partialFit(batch).model();
  }

  /** Fits, keeping the stages' results in {@code workspace}. */
  public BERTopicModel fit(Dataset<?> documents, Workspace workspace) {
    return fitted(plan(), documents, workspace);
  }

  private BERTopicModel fitted(FitPlan plan, Dataset<?> documents, Workspace workspace) {
    try {
      requireAllowed();
      return new BERTopicModel(this, new FitPipeline(plan, workspace).run(documents));
    } finally {
      workspace.release();
    }
  }

  /**
   * Fits, and carries the topic ids of an earlier model over: a topic that is one of its topics, by
   * embedding and words, has the id that it had there. Other topics have ids behind the last
   * earlier one. An earlier topic that is not found again stays as a retired topic, without
   * documents, and its id is not given to another.
   *
   * @param earlier a model of documents that were embedded by the same model
   * @throws UnusableInputException also if the embedder differs, learns from the documents, or
   *     topics are given
   */
  public BERTopicModel fitLike(Dataset<?> documents, BERTopicModel earlier) {
    return fitLike(documents, LikeModel.of(earlier.savedModel()), new MemoryWorkspace());
  }

  /** As {@link #fitLike(Dataset, BERTopicModel)}, with another threshold and workspace. */
  public BERTopicModel fitLike(Dataset<?> documents, LikeModel earlier, Workspace workspace) {
    return fitted(plan().withLike(earlier), documents, workspace);
  }

  /**
   * The schema of {@link BERTopicModel#transform}'s result.
   *
   * @throws UnusableInputException if a column is missing or of the wrong type
   * @throws IllegalArgumentException if a column to write exists already
   */
  @Override
  public StructType transformSchema(StructType schema) {
    new ColumnTypes(schema).select(plan().columns());
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
    if (getEmbeddingCol().isEmpty() || isSet(embedder())) {
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

  /**
   * BERTopic's {@code embedding_model} as a string.
   *
   * @param model a folder, a model of the hub ({@code all-mpnet-base-v2}, {@code org/model}), a
   *     name of Gensim's downloader ({@code glove-wiki-gigaword-100}), a handle of TF Hub, or a
   *     file of word vectors; other embedders have classes of their own for {@code setEmbedder}
   */
  public BERTopic setEmbeddingModel(String model) {
    return setEmbedder(embedderOf(model));
  }

  private static EmbeddingModel embedderOf(String model) {
    if (TfHub.recognizes(model)) {
      return SavedModelEmbedder.of(model);
    }
    return WordVectorEmbedder.isNamedBy(model)
        ? WordVectorEmbedder.of(model)
        : OnnxEmbedder.of(model);
  }

  /**
   * BERTopic's {@code n_gram_range}: the fewest and most words of a term. As {@code
   * setVectorizer(getVectorizer().withNgramRange(min, max))}.
   */
  public BERTopic setNGramRange(int min, int max) {
    return setVectorizer(getVectorizer().withNgramRange(min, max));
  }

  /**
   * Words that are not counted, by the names of lists: {@code "english"}, {@code "english,
   * german"}. As {@code setVectorizer(getVectorizer().withStopWords(names))}.
   */
  public BERTopic setStopWords(String names) {
    return setVectorizer(getVectorizer().withStopWords(names));
  }

  /** Words that are not counted. As {@code setVectorizer(getVectorizer().withStopWords(words))}. */
  public BERTopic setStopWords(List<String> words) {
    return setVectorizer(getVectorizer().withStopWords(words));
  }

  /**
   * BERTopic's {@code nr_topics}: a number without the outliers, or {@code "auto"} for as many as
   * HDBSCAN finds among the topics.
   */
  public BERTopic setNrTopics(String value) {
    return setNrTopics(NrTopics.parse(value));
  }

  /** BERTopic's {@code seed_topic_list}: some words of each topic that is expected. */
  public BERTopic setSeedTopicList(List<List<String>> words) {
    return setGuided(new GuidedTopics(words));
  }

  /**
   * BERTopic's {@code zeroshot_topic_list}: topics named beforehand. A least similarity given
   * before stays.
   */
  public BERTopic setZeroShotTopicList(List<String> names) {
    double least =
        getZeroShot()
            .map(ZeroShotTopics::minSimilarity)
            .orElse(ZeroShotTopics.DEFAULT_MIN_SIMILARITY);
    return setZeroShot(new ZeroShotTopics(names, least));
  }

  /**
   * BERTopic's {@code zeroshot_min_similarity}: how near a document must be to a topic named
   * beforehand.
   *
   * @throws IllegalStateException if there is no list of topics yet
   */
  public BERTopic setZeroShotMinSimilarity(double least) {
    ZeroShotTopics topics =
        getZeroShot()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "setZeroShotMinSimilarity needs topics, got none; call setZeroShotTopicList"
                            + " before"));
    return setZeroShot(new ZeroShotTopics(topics.names(), least));
  }

  /** The parameter's documentation, default and value, with long lists (stop words) cut short. */
  @Override
  public String explainParam(Param<?> param) {
    return param instanceof PartParam<?> part ? explained(part) : super.explainParam(param);
  }

  private <T> String explained(PartParam<T> part) {
    String state =
        Stream.of(
                hasDefault(part) ? "default: " + part.brief(getDefault(part).get()) : "",
                isSet(part) ? "current: " + part.brief(getOrDefault(part)) : "")
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(", "));
    return part.name() + ": " + part.doc() + " (" + (state.isEmpty() ? "undefined" : state) + ")";
  }
}
