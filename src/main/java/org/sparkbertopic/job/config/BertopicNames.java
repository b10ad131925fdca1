package org.sparkbertopic.job.config;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What BERTopic and its parts call their parameters and methods, and where it is here. */
public final class BertopicNames {

  /** Advice by the name of a parameter, in kebab case. */
  private static final Map<String, String> PARAMETERS = new HashMap<>();

  /** Advice by the name of a method, in kebab case. */
  private static final Map<String, String> METHODS = new HashMap<>();

  static {
    key("min-topic-size", "hdbscan.min-cluster-size");
    key("nr-topics", "topics.nr-topics");
    key("n-gram-range", "vectorizer.ngram-range");
    key("ngram-range", "vectorizer.ngram-range");
    key("top-n-words", "topics.top-n-words");
    key("embedding-model", "embedding.model");
    key("seed-topic-list", "guided.seed-topics");
    key("zeroshot-topic-list", "zero-shot.topics");
    key("zeroshot-min-similarity", "zero-shot.min-similarity");
    key("representation-model", "representation.models");
    key("random-state", "seed");
    key("n-jobs", "driver.threads");
    key("core-dist-n-jobs", "driver.threads");
    key("n-clusters", "clustering.n-clusters");
    key("nr-repr-docs", "topics.representative-documents");
    key("nr-representative-docs", "topics.representative-documents");
    key("candidate-topics", "representation.zero-shot.candidate-topics");
    key("pos-patterns", "representation.pos.patterns");
    key("docs", "input.path");
    key("documents", "input.path");
    key("embeddings", "input.embedding-column");
    key("y", "input.label-column");
    key("labels", "input.label-column");
    say("diversity", "representation.mmr.diversity with representation.models = [keybert, mmr]");
    say("umap-model", "reduction.method and the section umap { n-neighbors = ... }");
    say("hdbscan-model", "clustering.method and the section hdbscan { min-cluster-size = ... }");
    say(
        "vectorizer-model",
        "the section vectorizer { ngram-range = [1, 2], stop-words = english }");
    say("ctfidf-model", "the section ctfidf { bm25-weighting = true }");
    say(
        "language",
        "embedding.model (a multilingual one), vectorizer.tokenizer and vectorizer.stop-words");
    tell(
        "calculate-probabilities",
        "every document's probability is in the assignments; of all topics they come from: topics distribution --run OUTPUT --by probabilities");
    tell("prediction-data", "every model can transform new documents; leave it out");
    tell("low-memory", "memory is bounded by sample.size; leave it out");
    tell("verbose", "give the option --verbose to the command");
    tell(
        "online",
        "incremental fits (partial_fit) are not there; fit again, or give new documents topics by the command transform");
    METHODS.put(
        "merge-models",
        "merging several models is not there; fit on all documents at once, or use topics merge within one run");
    METHODS.put("partial-fit", PARAMETERS.get("online"));
    METHODS.put("partial", PARAMETERS.get("online"));
    PARAMETERS.put("partial", PARAMETERS.get("online"));
    PARAMETERS.put("partial-fit", PARAMETERS.get("online"));
    METHODS.put(
        "visualize",
        "charts are BERTopic's own: every run has a report.html, and Python's BERTopic.load opens OUTPUT/model for its charts");
    METHODS.put("fit-transform", "the command is fit: it writes the documents' topics too");
    METHODS.put("topics-over-time", "the command is topics over-time");
    METHODS.put("topics-per-class", "the command is topics per-class");
    METHODS.put("hierarchical-topics", "the command is topics hierarchy");
    METHODS.put("get-topic-tree", "the command is topics tree");
    METHODS.put("get-topic-info", "the command is topics info");
    METHODS.put("get-topics", "the command is topics info");
    METHODS.put("get-topic", "the command is topics info");
    METHODS.put(
        "get-document-info", "OUTPUT/assignments has every document's topic and probability");
    METHODS.put("find-topics", "the command is topics find");
    METHODS.put("merge-topics", "the command is topics merge");
    METHODS.put("reduce-topics", "the command is topics reduce");
    METHODS.put("delete-topics", "the command is topics delete");
    METHODS.put("update-topics", "the command is topics update");
    METHODS.put("set-topic-labels", "the command is topics label");
    METHODS.put("reduce-outliers", "the command is topics outliers");
    METHODS.put("approximate-distribution", "the command is topics distribution");
  }

  private BertopicNames() {}

  private static void key(String name, String key) {
    PARAMETERS.put(name, "did you mean '" + key + "'?");
  }

  private static void say(String name, String place) {
    PARAMETERS.put(name, "here it is " + place);
  }

  private static void tell(String name, String advice) {
    PARAMETERS.put(name, advice);
  }

  /** What to say to someone who gave a parameter of BERTopic's as a key. */
  static Optional<String> adviceForKey(String key) {
    String name = kebab(key.substring(key.lastIndexOf('.') + 1));
    return Optional.ofNullable(PARAMETERS.get(name));
  }

  /** What to say to someone who gave a method of BERTopic's as a command or an option. */
  public static Optional<String> adviceForCommand(String argument) {
    String name = kebab(argument.replaceAll("^-+", "").replaceAll("=.*", ""));
    return Optional.ofNullable(
        METHODS.getOrDefault(
            name,
            name.startsWith("visualize")
                ? METHODS.get("visualize")
                : argument.startsWith("-") ? PARAMETERS.get(name) : null));
  }

  private static String kebab(String name) {
    return name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
