package org.sparkbertopic.job.console;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sparkbertopic.BERTopic;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.clustering.mllib.BisectingKMeans;
import org.sparkbertopic.clustering.mllib.GaussianMixture;
import org.sparkbertopic.clustering.mllib.KMeans;
import org.sparkbertopic.clustering.mllib.LogisticRegression;
import org.sparkbertopic.clustering.smile.Agglomerative;
import org.sparkbertopic.ctfidf.ClassTfidf;
import org.sparkbertopic.embedding.corpus.CorpusWord2Vec;
import org.sparkbertopic.embedding.corpus.TfidfSvd;
import org.sparkbertopic.embedding.http.HttpEmbedder;
import org.sparkbertopic.embedding.onnx.OnnxEmbedder;
import org.sparkbertopic.embedding.sparknlp.SparkNlpEmbedder;
import org.sparkbertopic.embedding.tensorflow.SavedModelEmbedder;
import org.sparkbertopic.embedding.words.WordVectorEmbedder;
import org.sparkbertopic.http.Backoff;
import org.sparkbertopic.reduction.linear.Pca;
import org.sparkbertopic.reduction.linear.TruncatedSvd;
import org.sparkbertopic.reduction.umap.Umap;
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

/**
 * Which key of the configuration is which setting of the library. The records that hold settings
 * say what type a key has; and what the library says of its setters and parameters is said here of
 * keys.
 */
public final class SettingNames {

  /** Sections of the configuration and the records whose components their keys are. */
  private static final Map<String, List<Class<? extends Record>>> RECORDS = new LinkedHashMap<>();

  /** Keys that are named otherwise than the component. */
  private static final Map<String, String> COMPONENTS =
      Map.of(
          "representation.llm.topics", "mostTopics",
          "representation.llm.system-prompt", "system",
          "representation.llm.prompt", "template",
          "representation.pos.models", "folder",
          "zero-shot.topics", "names",
          "vectorizer.clean", "cleaning",
          "embedding.words.cache-folder", "cacheFolder");

  /** Keys of the estimator's own parameters. */
  private static final Map<String, String> ESTIMATOR = new LinkedHashMap<>();

  private static final Pattern SETTER =
      Pattern.compile(
          "\\b(?:([A-Z]\\w+)\\.)?(set|with)([A-Z]\\w*)\\b(?:\\((true|false|\\d+|auto|[A-Z_]+)?\\))?");
  private static final Pattern SELECTION = Pattern.compile("\\bselectExpr\\((.*?), \\.\\.\\.\\)");

  /** Representations by their classes and as the configuration names them. */
  private static final Map<String, String> REPRESENTATIONS =
      Map.of(
          "KeyBertInspired", "keybert",
          "MaximalMarginalRelevance", "mmr",
          "PartOfSpeech", "pos",
          "ZeroShotClassification", "zero-shot",
          "LlmLabels", "llm");

  private static final Pattern REPRESENTATION =
      Pattern.compile("\\brepresentation (" + String.join("|", REPRESENTATIONS.keySet()) + ")\\b");
  private static final Pattern OTHER_COLUMN =
      Pattern.compile("\\bname another (timestamp|class) column\\b");
  private static final Pattern COMPONENT =
      Pattern.compile("\\b([A-Z]\\w+)\\.([a-z]\\w*)\\b(?!\\()");
  private static final Pattern FIRST_WORD = Pattern.compile("^([a-z]\\w*)\\b(?!\\.)");
  private static final Pattern CAMEL_CASE = Pattern.compile("\\b[a-z][a-z0-9]*[A-Z]\\w*\\b");

  static {
    RECORDS.put("umap", List.of(Umap.class));
    RECORDS.put("pca", List.of(Pca.class));
    RECORDS.put("svd", List.of(TruncatedSvd.class));
    RECORDS.put(
        "clustering",
        List.of(
            KMeans.class,
            BisectingKMeans.class,
            GaussianMixture.class,
            Agglomerative.class,
            LogisticRegression.class));
    RECORDS.put("hdbscan", List.of(Hdbscan.class));
    RECORDS.put("guided", List.of(GuidedTopics.class));
    RECORDS.put("zero-shot", List.of(ZeroShotTopics.class));
    RECORDS.put("vectorizer", List.of(CountVectorizer.class, TextAnalysis.class));
    RECORDS.put("ctfidf", List.of(ClassTfidf.class));
    RECORDS.put("representation.mmr", List.of(MaximalMarginalRelevance.class));
    RECORDS.put("representation.pos", List.of(PartOfSpeech.class));
    RECORDS.put(
        "representation.zero-shot", List.of(ZeroShotClassification.class, OnnxEntailment.class));
    RECORDS.put(
        "representation.llm",
        List.of(
            ChatEndpoint.class,
            LabelPrompt.class,
            LabelBudget.class,
            LlmLabels.class,
            Backoff.class));
    RECORDS.put(
        "embedding",
        List.of(
            OnnxEmbedder.class,
            HttpEmbedder.class,
            TfidfSvd.class,
            SparkNlpEmbedder.class,
            SavedModelEmbedder.class));
    RECORDS.put("embedding.words", List.of(WordVectorEmbedder.class));
    RECORDS.put("embedding.word2vec", List.of(CorpusWord2Vec.class));
    ESTIMATOR.put("seed", "seed");
    ESTIMATOR.put("sample.size", "sampleSize");
    ESTIMATOR.put("driver.threads", "driverThreads");
    ESTIMATOR.put("topics.top-n-words", "topNWords");
    ESTIMATOR.put("topics.representative-documents", "representativeDocuments");
    ESTIMATOR.put("topics.nr-topics", "nrTopics");
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

  private SettingNames() {}

  /**
   * The type of the setting that a key sets; empty where no record and no parameter is named so.
   */
  public static Optional<Class<?>> typeOf(String key) {
    String parameter = ESTIMATOR.get(key);
    if (parameter != null) {
      return getterType(parameter);
    }
    int dot = key.lastIndexOf('.');
    String section = key.substring(0, Math.max(0, dot));
    String component = COMPONENTS.getOrDefault(key, camelCase(key.substring(dot + 1)));
    for (Class<? extends Record> record : RECORDS.getOrDefault(section, List.of())) {
      for (RecordComponent part : record.getRecordComponents()) {
        if (part.getName().equals(component)) {
          return Optional.of(part.getType());
        }
      }
    }
    return section.equals("clustering") && component.equals("nClusters")
        ? Optional.of(int.class)
        : Optional.empty();
  }

  private static Optional<Class<?>> getterType(String parameter) {
    try {
      return Optional.of(BERTopic.class.getMethod("get" + capital(parameter)).getReturnType());
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("BERTopic has no parameter " + parameter, e);
    }
  }

  /** What the library says of setters and parts ({@code setSampleSize}), said of keys. */
  public static String inKeys(String message) {
    Matcher matcher = SETTER.matcher(message);
    StringBuilder translated = new StringBuilder();
    while (matcher.find()) {
      String key =
          matcher.group(2).equals("set")
              ? keyOfParameter(decapital(matcher.group(3)))
              : keyOfComponent(matcher.group(1), decapital(matcher.group(3)));
      matcher.appendReplacement(
          translated,
          Matcher.quoteReplacement(
              key == null ? matcher.group() : withValue(key, matcher.group(4))));
    }
    String said =
        COMPONENT
            .matcher(matcher.appendTail(translated).toString())
            .replaceAll(
                part -> {
                  String key = keyOfComponent(part.group(1), part.group(2));
                  return Matcher.quoteReplacement(key == null ? part.group() : key);
                });
    said =
        REPRESENTATION
            .matcher(said)
            .replaceAll(name -> "representation " + REPRESENTATIONS.get(name.group(1)));
    said = SELECTION.matcher(said).replaceAll("input.select = [$1, ...]");
    return OTHER_COLUMN.matcher(said).replaceAll("name another with input.$1-column");
  }

  /** {@code withLongDocuments(CHUNK)} is {@code embedding.long-documents = chunk}. */
  private static String withValue(String key, String value) {
    return value == null ? key : key + " = " + value.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What a part of a section says of its own parameters ({@code nNeighbors}), said of keys. */
  public static String inKeys(String section, String message) {
    Matcher first = FIRST_WORD.matcher(message);
    String key = first.find() ? keyInSection(section, first.group(1)) : null;
    String rest = key == null ? message : message.substring(first.end());
    Matcher matcher = CAMEL_CASE.matcher(rest);
    StringBuilder translated = new StringBuilder();
    while (matcher.find()) {
      String other = keyInSection(section, matcher.group());
      matcher.appendReplacement(
          translated, Matcher.quoteReplacement(other == null ? matcher.group() : other));
    }
    String tail = inKeys(matcher.appendTail(translated).toString());
    return key == null ? tail.startsWith(section) ? tail : section + ": " + tail : key + tail;
  }

  private static String keyOfParameter(String parameter) {
    return ESTIMATOR.entrySet().stream()
        .filter(entry -> entry.getValue().equals(parameter))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(null);
  }

  private static String keyOfComponent(String type, String component) {
    Set<String> keys = new LinkedHashSet<>();
    RECORDS.forEach(
        (section, records) -> {
          for (Class<? extends Record> record : records) {
            if (type == null || record.getSimpleName().equals(type)) {
              keyOf(section, record, component).ifPresent(keys::add);
            }
          }
        });
    return keys.size() == 1 || (type != null && !keys.isEmpty()) ? keys.iterator().next() : null;
  }

  /** A component of the section's records, else the only one of its subsections. */
  private static String keyInSection(String section, String component) {
    List<String> below = new ArrayList<>();
    for (Map.Entry<String, List<Class<? extends Record>>> entry : RECORDS.entrySet()) {
      for (Class<? extends Record> record : entry.getValue()) {
        Optional<String> key = keyOf(entry.getKey(), record, component);
        if (key.isPresent() && entry.getKey().equals(section)) {
          return key.get();
        }
        if (key.isPresent() && entry.getKey().startsWith(section + ".")) {
          below.add(key.get());
        }
      }
    }
    if (below.isEmpty()) {
      String key = keyOfParameter(component);
      return key != null && key.startsWith(section + ".") ? key : null;
    }
    return below.stream().distinct().count() == 1 ? below.get(0) : null;
  }

  private static Optional<String> keyOf(
      String section, Class<? extends Record> record, String component) {
    for (Map.Entry<String, String> renamed : COMPONENTS.entrySet()) {
      if (renamed.getValue().equals(component)
          && renamed.getKey().startsWith(section + ".")
          && renamed.getKey().lastIndexOf('.') == section.length()
          && has(record, component)) {
        return Optional.of(renamed.getKey());
      }
    }
    if (record == GaussianMixture.class && component.equals("nComponents")) {
      return Optional.of("clustering.n-clusters");
    }
    if (record == CountVectorizer.class
        && List.of("minNgram", "maxNgram", "ngramRange").contains(component)) {
      return Optional.of("vectorizer.ngram-range");
    }
    return has(record, component)
        ? Optional.of(section + "." + kebab(component))
        : Optional.empty();
  }

  private static boolean has(Class<? extends Record> record, String component) {
    for (RecordComponent part : record.getRecordComponents()) {
      if (part.getName().equals(component)) {
        return true;
      }
    }
    return false;
  }

  /** {@code n-neighbors} as {@code nNeighbors}. */
  static String camelCase(String kebab) {
    StringBuilder name = new StringBuilder();
    for (String word : kebab.split("-", -1)) {
      name.append(name.isEmpty() ? word : capital(word));
    }
    return name.toString();
  }

  /** {@code nNeighbors} as {@code n-neighbors}. */
  static String kebab(String camelCase) {
    return camelCase
        .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-")
        .replaceAll("(?<=[A-Z])(?=[A-Z][a-z])", "-")
        .toLowerCase(Locale.ROOT);
  }

  private static String capital(String word) {
    return word.isEmpty()
        ? word
        : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  private static String decapital(String word) {
    return word.substring(0, 1).toLowerCase(Locale.ROOT) + word.substring(1);
  }
}
