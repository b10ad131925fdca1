package org.sparkbertopic.job.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.EmbeddingModel;
import org.sparkbertopic.embedding.WordDocEmbedder;
import org.sparkbertopic.embedding.corpus.CorpusWord2Vec;
import org.sparkbertopic.embedding.corpus.TfidfSvd;
import org.sparkbertopic.embedding.http.HttpDialect;
import org.sparkbertopic.embedding.http.HttpEmbedder;
import org.sparkbertopic.embedding.onnx.OnnxEmbedder;
import org.sparkbertopic.embedding.spacy.SpacyEmbedder;
import org.sparkbertopic.embedding.sparknlp.SparkNlpEmbedder;
import org.sparkbertopic.embedding.tensorflow.SavedModelEmbedder;
import org.sparkbertopic.embedding.tensorflow.TfHub;
import org.sparkbertopic.embedding.words.GensimData;
import org.sparkbertopic.embedding.words.SifWordVectors;
import org.sparkbertopic.embedding.words.StaticEmbedder;
import org.sparkbertopic.embedding.words.WordVectorEmbedder;
import org.sparkbertopic.job.console.ConfigurationException;
import org.sparkbertopic.vectorizer.CountVectorizer;

/**
 * The registry of embedding backends. Chooses one by name, or by the content of the model's path.
 */
final class EmbedderConfig {

  private static final String WEIGHTING = "embedding.words.weighting";

  private enum Backend {
    AUTO,
    ONNX,
    WORDS,
    SPACY,
    STATIC,
    TENSORFLOW,
    SPARK_NLP,
    OPENAI,
    AZURE,
    COHERE,
    OLLAMA,
    TFIDF,
    WORD2VEC
  }

  /** How the vectors of words make the vector of a text. */
  private enum Weighting {
    MEAN,
    SIF
  }

  private EmbedderConfig() {}

  /**
   * Creates the embedder that the configuration describes and opens it once, so that missing or
   * damaged files are reported before any work is done.
   *
   * @throws ConfigurationException if no backend takes the model
   */
  static EmbeddingModel embedder(JobConfig config, CountVectorizer vectorizer) {
    Backend backend = config.choice("embedding.backend", Backend.class);
    Optional<String> words = config.optional("embedding.words-model");
    if (backend == Backend.TFIDF || backend == Backend.WORD2VEC) {
      words.ifPresent(EmbedderConfig::refuseWordsModel);
      return backend == Backend.TFIDF
          ? config.bound(TfidfSvd.of(vectorizer))
          : config.bound(CorpusWord2Vec.of(vectorizer));
    }
    Embedder documents = open(config, backend);
    if (config.choice(WEIGHTING, Weighting.class) == Weighting.SIF) {
      words.ifPresent(EmbedderConfig::refuseWordsModel);
      return weighted(config, documents);
    }
    return words.isEmpty()
        ? documents
        : new WordDocEmbedder(
            documents, open(config.with("embedding.model", words.get()), Backend.AUTO));
  }

  private static SifWordVectors weighted(JobConfig config, Embedder documents) {
    if (documents instanceof WordVectorEmbedder vectors) {
      return config.bound(SifWordVectors.of(vectors));
    }
    throw ConfigurationException.of(
        "%s must be mean where documents are not embedded by word vectors, got sif with %s; set"
            + " embedding.model to a file of word vectors (word2vec, GloVe, fastText)",
        WEIGHTING, documents.name());
  }

  /**
   * Rejects a second model: these backends learn the vectors of words and documents from one
   * corpus.
   */
  private static void refuseWordsModel(String model) {
    throw ConfigurationException.of(
        "embedding.words-model must be empty where the embedder is trained on the documents,"
            + " got '%s'; take another embedding.backend for two models",
        model);
  }

  private static Embedder open(JobConfig config, Backend configured) {
    List<String> models = config.words("embedding.model");
    Backend backend = configured == Backend.AUTO ? infer(config, models) : configured;
    Embedder embedder =
        backend == Backend.WORDS
            ? config.bound(WordVectorEmbedder.of(models.toArray(String[]::new))).settled()
            : create(config, backend, only(models, backend));
    embedder.requireUsable();
    return embedder;
  }

  private static Embedder create(JobConfig config, Backend backend, String model) {
    JobConfig one = config.with("embedding.model", model);
    return switch (backend) {
      case SPACY -> SpacyEmbedder.of(model);
      case STATIC -> StaticEmbedder.of(model);
      case TENSORFLOW -> one.bound(SavedModelEmbedder.of(model));
      case SPARK_NLP -> one.bound(SparkNlpEmbedder.of(model));
      case OPENAI -> server(one, HttpDialect.OPENAI, model);
      case AZURE -> server(one, HttpDialect.AZURE, model);
      case COHERE -> server(one, HttpDialect.COHERE, model);
      case OLLAMA -> server(one, HttpDialect.OLLAMA, model);
      case AUTO, ONNX -> one.bound(OnnxEmbedder.of(model)).settled();
      case WORDS, TFIDF, WORD2VEC -> throw new IllegalStateException(backend + " is made above");
    };
  }

  /**
   * Infers the backend from the content of a path. A string that is not a path names a model: on
   * the server if {@code embedding.url} is set, else a transformer.
   */
  private static Backend infer(JobConfig config, List<String> models) {
    Backend named = config.optional("embedding.url").isPresent() ? Backend.OPENAI : Backend.ONNX;
    String model = models.get(0);
    if (TfHub.recognizes(model)) {
      return Backend.TENSORFLOW;
    }
    if (HttpEmbedder.recognizes(model)) {
      throw ConfigurationException.of(
          "embedding.model must be the model's name, got the address %s; set embedding.url to"
              + " it, and embedding.backend to openai, azure, cohere or ollama",
          model);
    }
    if (SparkNlpEmbedder.recognizesAddress(model)) {
      return Backend.SPARK_NLP;
    }
    if (GensimData.recognizes(model) && named == Backend.ONNX) {
      return Backend.WORDS;
    }
    Path path;
    try {
      path = Path.of(model);
    } catch (InvalidPathException e) {
      return named;
    }
    if (!Files.exists(path)) {
      return named;
    }
    if (Files.isRegularFile(path)) {
      if (WordVectorEmbedder.recognizes(path)) {
        return Backend.WORDS;
      }
      throw ConfigurationException.of(
          "embedding.model must be a folder with a model, or a file of word vectors (word2vec,"
              + " GloVe, fastText), got the file %s; if it is one of these, set embedding.backend to"
              + " words to see what is wrong with it",
          model);
    }
    if (StaticEmbedder.recognizes(path)) {
      return Backend.STATIC;
    }
    if (SavedModelEmbedder.recognizes(path)) {
      return Backend.TENSORFLOW;
    }
    if (SparkNlpEmbedder.recognizes(path)) {
      return Backend.SPARK_NLP;
    }
    return SpacyEmbedder.recognizes(path) ? Backend.SPACY : Backend.ONNX;
  }

  private static String only(List<String> models, Backend backend) {
    if (models.size() != 1) {
      throw ConfigurationException.of(
          "embedding.model must be one model, got %s; only the backend words joins several, not %s",
          models, backend.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
    return models.get(0);
  }

  private static Embedder server(JobConfig config, HttpDialect dialect, String model) {
    String url = config.optional("embedding.url").orElse(dialect.defaultUrl());
    HttpEmbedder embedder = HttpEmbedder.of(dialect, url, model);
    return config
        .withKeyVariable("embedding.key-variable", () -> dialect.keyVariableAt(url))
        .bound(embedder);
  }
}
