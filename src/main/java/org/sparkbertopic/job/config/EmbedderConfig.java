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
import org.sparkbertopic.embedding.onnx.folder.Device;
import org.sparkbertopic.embedding.onnx.folder.LongDocuments;
import org.sparkbertopic.embedding.onnx.folder.Pooling;
import org.sparkbertopic.embedding.spacy.SpacyEmbedder;
import org.sparkbertopic.embedding.sparknlp.SparkNlpEmbedder;
import org.sparkbertopic.embedding.tensorflow.SavedModelEmbedder;
import org.sparkbertopic.embedding.words.StaticEmbedder;
import org.sparkbertopic.embedding.words.WordForms;
import org.sparkbertopic.embedding.words.WordSplitting;
import org.sparkbertopic.embedding.words.WordVectorEmbedder;
import org.sparkbertopic.job.console.ConfigurationException;
import org.sparkbertopic.vectorizer.CountVectorizer;

/** The registry of embedding backends: by name, or by what the model's path holds. */
final class EmbedderConfig {

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

  private EmbedderConfig() {}

  /**
   * The embedder that the configuration describes, opened once: what is missing or damaged is told
   * before any work is done.
   *
   * @throws ConfigurationException if no backend takes the model
   */
  static EmbeddingModel embedder(JobConfig config, CountVectorizer vectorizer) {
    Backend backend = config.choice("embedding.backend", Backend.class);
    Optional<String> words = config.optional("embedding.words-model");
    if (backend == Backend.TFIDF || backend == Backend.WORD2VEC) {
      words.ifPresent(EmbedderConfig::refuseWordsModel);
      return backend == Backend.TFIDF ? tfidf(config, vectorizer) : word2vec(config, vectorizer);
    }
    Embedder documents = open(config, backend, config.words("embedding.model"));
    return words.isEmpty()
        ? documents
        : new WordDocEmbedder(documents, open(config, Backend.AUTO, List.of(words.get())));
  }

  /** Words and documents get their vectors from one corpus. */
  private static void refuseWordsModel(String model) {
    throw new ConfigurationException(
        "embedding.words-model must be empty where the embedder is trained on the documents, got '"
            + model
            + "'; take another embedding.backend for two models");
  }

  private static TfidfSvd tfidf(JobConfig config, CountVectorizer vectorizer) {
    int dimensions = config.integer("embedding.dimensions");
    TfidfSvd tfidf = TfidfSvd.of(vectorizer);
    return dimensions == 0 ? tfidf : tfidf.withDimensions(dimensions);
  }

  private static CorpusWord2Vec word2vec(JobConfig config, CountVectorizer vectorizer) {
    int dimensions = config.integer("embedding.dimensions");
    CorpusWord2Vec word2vec =
        CorpusWord2Vec.of(vectorizer)
            .withIterations(config.integer("embedding.word2vec.iterations"))
            .withWindowSize(config.integer("embedding.word2vec.window-size"))
            .withMinCount(config.integer("embedding.word2vec.min-count"))
            .withSampleSize(config.integer("embedding.word2vec.sample-size"));
    return dimensions == 0 ? word2vec : word2vec.withDimensions(dimensions);
  }

  private static Embedder open(JobConfig config, Backend backend, List<String> models) {
    Embedder embedder =
        create(config, backend == Backend.AUTO ? infer(config, models) : backend, models);
    embedder.requireUsable();
    return embedder;
  }

  private static Embedder create(JobConfig config, Backend backend, List<String> models) {
    return switch (backend) {
      case WORDS -> wordVectors(config, models);
      case SPACY -> SpacyEmbedder.of(only(models, backend));
      case STATIC -> StaticEmbedder.of(only(models, backend));
      case TENSORFLOW ->
          SavedModelEmbedder.of(only(models, backend))
              .withSignature(config.string("embedding.signature"));
      case SPARK_NLP ->
          SparkNlpEmbedder.of(only(models, backend))
              .withMaxTokens(config.integer("embedding.max-tokens"));
      case OPENAI -> server(config, HttpDialect.OPENAI, only(models, backend));
      case AZURE -> server(config, HttpDialect.AZURE, only(models, backend));
      case COHERE -> server(config, HttpDialect.COHERE, only(models, backend));
      case OLLAMA -> server(config, HttpDialect.OLLAMA, only(models, backend));
      case TFIDF, WORD2VEC -> throw new IllegalStateException(backend + " is trained, not opened");
      case AUTO, ONNX -> transformer(config, only(models, backend));
    };
  }

  /**
   * What a path holds; whatever is no path is the name of a model on the server whose address is
   * given, else of a transformer.
   */
  private static Backend infer(JobConfig config, List<String> models) {
    Backend named = config.optional("embedding.url").isPresent() ? Backend.OPENAI : Backend.ONNX;
    String model = models.get(0);
    if (HttpEmbedder.recognizes(model)) {
      throw new ConfigurationException(
          "embedding.model must be the model's name, got the address "
              + model
              + "; set embedding.url to it, and embedding.backend to openai, azure, cohere or"
              + " ollama");
    }
    if (SparkNlpEmbedder.recognizesAddress(model)) {
      return Backend.SPARK_NLP;
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
      throw new ConfigurationException(
          "embedding.model must be a folder with a model, or a file of word vectors (word2vec,"
              + " GloVe, fastText), got the file "
              + model
              + "; if it is one of these, set embedding.backend to words to see what is wrong with"
              + " it");
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
      throw new ConfigurationException(
          "embedding.model must be one model, got "
              + models
              + "; only the backend words joins several, not "
              + backend.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
    return models.get(0);
  }

  private static Embedder transformer(JobConfig config, String model) {
    return new OnnxEmbedder(
            model,
            config.string("embedding.file"),
            config.flag("embedding.quantized"),
            config.choice("embedding.pooling", Pooling.class),
            config.string("embedding.prompt"),
            config.integer("embedding.max-tokens"),
            config.choice("embedding.long-documents", LongDocuments.class),
            config.integer("embedding.chunk-overlap"),
            config.choice("embedding.device", Device.class),
            OnnxEmbedder.DEFAULT_TOKENS_PER_BATCH)
        .settled();
  }

  private static Embedder wordVectors(JobConfig config, List<String> files) {
    return new WordVectorEmbedder(
        files,
        config.choice("embedding.words.splitting", WordSplitting.class),
        config.choice("embedding.words.forms", WordForms.class),
        config.choice(
            "embedding.words.pooling", org.sparkbertopic.embedding.words.WordPooling.class),
        config.flag("embedding.words.unknown-as-zeros"),
        config.string("embedding.words.cache-folder"));
  }

  private static Embedder server(JobConfig config, HttpDialect dialect, String model) {
    HttpEmbedder embedder =
        HttpEmbedder.of(
                dialect, config.optional("embedding.url").orElse(dialect.defaultUrl()), model)
            .withDimensions(config.integer("embedding.dimensions"));
    String key = config.string("embedding.key-variable");
    return switch (key) {
      case "" -> embedder.withKeyVariable(dialect.keyVariableAt(embedder.url()));
      case "none" -> embedder.withKeyVariable("");
      default -> embedder.withKeyVariable(key);
    };
  }
}
