package org.sparkbertopic.job.console;

import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sparkbertopic.BERTopic;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.clustering.mllib.BisectingKMeans;
import org.sparkbertopic.clustering.mllib.GaussianMixture;
import org.sparkbertopic.clustering.mllib.KMeans;
import org.sparkbertopic.clustering.mllib.LogisticRegression;
import org.sparkbertopic.clustering.mllib.StreamingKMeans;
import org.sparkbertopic.clustering.smile.Agglomerative;
import org.sparkbertopic.clustering.smile.Dbscan;
import org.sparkbertopic.ctfidf.ClassTfidf;
import org.sparkbertopic.embedding.corpus.CorpusWord2Vec;
import org.sparkbertopic.embedding.corpus.TfidfSvd;
import org.sparkbertopic.embedding.http.HttpEmbedder;
import org.sparkbertopic.embedding.onnx.OnnxEmbedder;
import org.sparkbertopic.embedding.sparknlp.SparkNlpEmbedder;
import org.sparkbertopic.embedding.tensorflow.SavedModelEmbedder;
import org.sparkbertopic.embedding.words.SifWordVectors;
import org.sparkbertopic.embedding.words.WordVectorEmbedder;
import org.sparkbertopic.http.Backoff;
import org.sparkbertopic.online.FirstChunks;
import org.sparkbertopic.online.OnlineSettings;
import org.sparkbertopic.operations.matching.TopicMatcher;
import org.sparkbertopic.reduction.NoReduction;
import org.sparkbertopic.reduction.linear.IncrementalPca;
import org.sparkbertopic.reduction.linear.Pca;
import org.sparkbertopic.reduction.linear.TruncatedSvd;
import org.sparkbertopic.reduction.umap.Umap;
import org.sparkbertopic.representation.KeyBertInspired;
import org.sparkbertopic.representation.MaximalMarginalRelevance;
import org.sparkbertopic.representation.PartOfSpeech;
import org.sparkbertopic.representation.ZeroShotClassification;
import org.sparkbertopic.representation.llm.ChatEndpoint;
import org.sparkbertopic.representation.llm.LabelBudget;
import org.sparkbertopic.representation.llm.LabelPrompt;
import org.sparkbertopic.representation.llm.LlmLabels;
import org.sparkbertopic.representation.nli.OnnxEntailment;
import org.sparkbertopic.topics.GuidedTopics;
import org.sparkbertopic.topics.ZeroShotTopics;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.TextAnalysis;
import org.sparkbertopic.vectorizer.language.TextPreparation;

/**
 * Maps configuration keys to settings of the library. A key is a component of a record in kebab
 * case, within the record's section. Keys with other names are listed.
 */
public final class SettingKeys {

  /** The section of the configuration for each record. */
  private static final Map<Class<?>, String> SECTIONS = new LinkedHashMap<>();

  /** Keys whose names differ from the components that they set. */
  private static final Map<String, List<String>> OTHER_NAMES =
      Map.ofEntries(
          Map.entry("clustering.n-clusters", List.of("GaussianMixture.nComponents")),
          Map.entry("embedding.dimensions", List.of("CorpusWord2Vec.dimensions")),
          Map.entry(
              "embedding.model",
              List.of(
                  "SavedModelEmbedder.folder",
                  "SparkNlpEmbedder.folder",
                  "WordVectorEmbedder.files")),
          Map.entry("online.like-similarity", List.of("TopicMatcher.minSimilarity")),
          Map.entry("online.like-words", List.of("TopicMatcher.minWords")),
          Map.entry("representation.llm.prompt", List.of("LabelPrompt.template")),
          Map.entry("representation.llm.system-prompt", List.of("LabelPrompt.system")),
          Map.entry("representation.llm.document-tokens", List.of("LabelPrompt.tokenizer")),
          Map.entry("representation.llm.topics", List.of("LlmLabels.mostTopics")),
          Map.entry("vectorizer.analyzer", List.of("TextAnalysis.ownAnalyzer")),
          Map.entry("vectorizer.clean", List.of("TextAnalysis.cleaning")),
          Map.entry(
              "vectorizer.ngram-range",
              List.of(
                  "CountVectorizer.minNgram",
                  "CountVectorizer.maxNgram",
                  "CountVectorizer.ngramRange")),
          Map.entry("zero-shot.topics", List.of("ZeroShotTopics.names")));

  private static final Map<String, String> KEYS =
      OTHER_NAMES.entrySet().stream()
          .flatMap(names -> names.getValue().stream().map(name -> Map.entry(name, names.getKey())))
          .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

  /** The types of the components, by key. */
  private static final Map<String, Class<?>> TYPES = new HashMap<>();

  /** Keys of the estimator's own parameters. */
  private static final Map<String, String> ESTIMATOR = new LinkedHashMap<>();

  static {
    section("umap", Umap.class);
    section("pca", Pca.class);
    section("incremental-pca", IncrementalPca.class);
    section("svd", TruncatedSvd.class);
    section("reduction", NoReduction.class);
    section(
        "clustering",
        KMeans.class,
        BisectingKMeans.class,
        StreamingKMeans.class,
        GaussianMixture.class,
        Agglomerative.class,
        Dbscan.class,
        LogisticRegression.class);
    section("hdbscan", Hdbscan.class);
    section("online", OnlineSettings.class, TopicMatcher.class, FirstChunks.class);
    section("guided", GuidedTopics.class);
    section("zero-shot", ZeroShotTopics.class);
    section("vectorizer", CountVectorizer.class, TextAnalysis.class);
    section("preprocess", TextPreparation.class);
    section("ctfidf", ClassTfidf.class);
    section("representation.keybert", KeyBertInspired.class);
    section("representation.mmr", MaximalMarginalRelevance.class);
    section("representation.pos", PartOfSpeech.class);
    section("representation.zero-shot", ZeroShotClassification.class, OnnxEntailment.class);
    section(
        "representation.llm",
        ChatEndpoint.class,
        LabelPrompt.class,
        LabelBudget.class,
        LlmLabels.class,
        Backoff.class);
    section(
        "embedding",
        OnnxEmbedder.class,
        HttpEmbedder.class,
        TfidfSvd.class,
        SparkNlpEmbedder.class,
        SavedModelEmbedder.class);
    section("embedding.words", WordVectorEmbedder.class, SifWordVectors.class);
    section("embedding.word2vec", CorpusWord2Vec.class);
    ESTIMATOR.put("seed", "seed");
    ESTIMATOR.put("sample.size", "sampleSize");
    ESTIMATOR.put("sample.rounds", "sampleRounds");
    ESTIMATOR.put("driver.threads", "driverThreads");
    ESTIMATOR.put("neighbors.device", "neighborsDevice");
    ESTIMATOR.put("topics.top-n-words", "topNWords");
    ESTIMATOR.put("topics.representative-documents", "representativeDocuments");
    ESTIMATOR.put("topics.nr-topics", "nrTopics");
    ESTIMATOR.put("topics.min-size", "minTopicSize");
    ESTIMATOR.put("input.text-column", "textCol");
    ESTIMATOR.put("input.id-column", "idCol");
    ESTIMATOR.put("input.embedding-column", "embeddingCol");
    ESTIMATOR.put("input.label-column", "labelCol");
    ESTIMATOR.put("input.topic-column", "givenTopicCol");
    ESTIMATOR.put("embedding.model", "embedder");
    ESTIMATOR.put("reduction.method", "reducer");
    ESTIMATOR.put("clustering.method", "clusterer");
    ESTIMATOR.put("clustering.fit-on", "clusteringFitOn");
    ESTIMATOR.put("guided.seed-topics", "guided");
    ESTIMATOR.put("zero-shot.topics", "zeroShot");
    ESTIMATOR.put("representation.models", "representation");
    ESTIMATOR.put("representation.aspects", "aspects");
  }

  private SettingKeys() {}

  private static void section(String name, Class<?>... records) {
    for (Class<?> record : records) {
      SECTIONS.put(record, name);
      for (RecordComponent component : record.getRecordComponents()) {
        TYPES.putIfAbsent(keyOf(record, component.getName()), component.getType());
      }
    }
  }

  /** The section for a record; empty if the record is not part of the configuration. */
  public static Optional<String> sectionOf(Class<?> record) {
    return Optional.ofNullable(SECTIONS.get(record));
  }

  /** The key for a component of a record that {@link #sectionOf} knows. */
  public static String keyOf(Class<?> record, String component) {
    String name = record.getSimpleName() + "." + component;
    String usual = SECTIONS.get(record) + "." + kebab(component);
    return KEYS.getOrDefault(name, usual);
  }

  /** The type of the setting for a key; empty if no record and no parameter has this name. */
  public static Optional<Class<?>> typeOf(String key) {
    String parameter = ESTIMATOR.get(key);
    if (parameter != null) {
      return Optional.of(getterType(parameter));
    }
    return Optional.ofNullable(TYPES.get(key));
  }

  private static Class<?> getterType(String parameter) {
    String getter =
        "get" + parameter.substring(0, 1).toUpperCase(Locale.ROOT) + parameter.substring(1);
    try {
      return BERTopic.class.getMethod(getter).getReturnType();
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("BERTopic has no parameter " + parameter, e);
    }
  }

  /** The key for a parameter of the estimator; null if there is none. */
  static String keyOfParameter(String parameter) {
    return ESTIMATOR.entrySet().stream()
        .filter(entry -> entry.getValue().equals(parameter))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(null);
  }

  /**
   * The key for a component; null if there is none, or more than one.
   *
   * @param record simple name of the record, or null if unknown
   */
  static String keyOfComponent(String record, String component) {
    Set<String> keys = new LinkedHashSet<>();
    for (Class<?> type : SECTIONS.keySet()) {
      if (has(type, component) && (record == null || type.getSimpleName().equals(record))) {
        keys.add(keyOf(type, component));
      }
    }
    return keys.size() == 1 ? keys.iterator().next() : null;
  }

  /**
   * The key for a component of the section's records; otherwise the only match among its
   * subsections.
   */
  static String keyInSection(String section, String component) {
    Set<String> below = new LinkedHashSet<>();
    for (Map.Entry<Class<?>, String> entry : SECTIONS.entrySet()) {
      if (has(entry.getKey(), component)) {
        String key = keyOf(entry.getKey(), component);
        if (entry.getValue().equals(section)) {
          return key;
        }
        if (entry.getValue().startsWith(section + ".")) {
          below.add(key);
        }
      }
    }
    if (below.isEmpty()) {
      String key = keyOfParameter(component);
      return key != null && key.startsWith(section + ".") ? key : null;
    }
    return below.size() == 1 ? below.iterator().next() : null;
  }

  private static boolean has(Class<?> record, String component) {
    for (RecordComponent part : record.getRecordComponents()) {
      if (part.getName().equals(component)) {
        return true;
      }
    }
    return KEYS.containsKey(record.getSimpleName() + "." + component);
  }

  /** {@code nNeighbors} as {@code n-neighbors}. */
  static String kebab(String camelCase) {
    return camelCase
        .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-")
        .replaceAll("(?<=[A-Z])(?=[A-Z][a-z])", "-")
        .toLowerCase(Locale.ROOT);
  }
}
