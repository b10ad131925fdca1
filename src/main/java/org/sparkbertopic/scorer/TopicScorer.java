package org.sparkbertopic.scorer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sparkbertopic.assign.OutlierRule;
import org.sparkbertopic.assign.documents.DocumentAssigner;
import org.sparkbertopic.assign.documents.SharedRule;
import org.sparkbertopic.assign.documents.TopicAssignment;
import org.sparkbertopic.assign.documents.UsableDocument;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.sparknlp.SparkNlpEmbedder;
import org.sparkbertopic.persistence.ModelDirectoryException;
import org.sparkbertopic.persistence.ModelLoading;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.pipeline.ModelLayout;
import org.sparkbertopic.pipeline.permission.Permissions;
import org.sparkbertopic.topics.Topic;

/**
 * Scores documents by a saved model in a plain JVM: a service, a function of another engine, a
 * test. Spark, Scala and Hadoop need not be on the class path. A document gets the topic and the
 * probability that {@code BERTopicModel.transform} gives it, bit for bit.
 *
 * <p>Immutable and thread-safe: make one per model and let all threads share it. A call computes on
 * the caller's thread. The layout, the topics' words and the embedder's model are in memory; term
 * counts and the other files of the model are not read.
 *
 * <p>As a loaded {@code BERTopicModel}, a scorer does not reach outside of the model directory
 * before {@link #allowPath} or {@link #allowRemote}: the folder of an embedder's model and the host
 * of an embedding API must be named.
 */
public final class TopicScorer {

  private final SavedModel model;
  private final DocumentAssigner assigner;
  private final boolean needsTexts;
  private final Permissions permissions;

  /** Empty for the model's own. */
  private final Optional<Embedder> given;

  /** Null until the first text. */
  private volatile Embedder ready;

  private TopicScorer(
      SavedModel model,
      DocumentAssigner assigner,
      Permissions permissions,
      Optional<Embedder> given) {
    this.model = model;
    this.assigner = assigner;
    this.needsTexts = model.outlierRules().stream().anyMatch(OutlierRule::needsText);
    this.permissions = permissions;
    this.given = given;
  }

  /**
   * Loads a model from this machine's disk.
   *
   * @param directory what {@code BERTopicModel.save} or Python's {@code BERTopic.save}
   *     (safetensors) wrote, or the {@code model} folder of a run
   * @throws UncheckedIOException if it is not a model, a file is missing, damaged, forbidden or in
   *     an unknown format, or a part of the layout needs a jar that is not on the class path; the
   *     message names the file and the remedy
   */
  public static TopicScorer load(Path directory) {
    try {
      SavedModel model = ModelLoading.readForAssigning(directory);
      ModelLayout layout = ModelLayout.of(model);
      List<SharedRule> rules = model.outlierRules().stream().map(SharedRule::of).toList();
      return new TopicScorer(
          model,
          new DocumentAssigner(layout.layout(), rules, layout.clusterTopics()),
          Permissions.NONE,
          Optional.empty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (LinkageError e) {
      throw new UncheckedIOException(
          ModelDirectoryException.of(
              e,
              "%s needs a class that is not on the class path, %s; add its jar (docs/scorer.md lists them)",
              directory,
              e.getMessage()));
    }
  }

  /** As {@link #load(Path)}. */
  public static TopicScorer load(String directory) {
    return load(Path.of(directory));
  }

  /** The scorer that may read a file or folder outside of the model, such as an embedder's. */
  public TopicScorer allowPath(String path) {
    return new TopicScorer(model, assigner, permissions.withPath(path), given);
  }

  /**
   * The scorer that may send texts to a host: for a model whose embedder is an API.
   *
   * @param host with its port or for all ports, such as {@code localhost:11434}
   */
  public TopicScorer allowRemote(String host) {
    return new TopicScorer(model, assigner, permissions.withHost(host, Set.of()), given);
  }

  /**
   * As {@link #allowRemote(String)}, with a key.
   *
   * @param keyVariable the environment variable whose value may go to the host
   */
  public TopicScorer allowRemote(String host, String keyVariable) {
    return new TopicScorer(model, assigner, permissions.withHost(host, Set.of(keyVariable)), given);
  }

  /**
   * The scorer with another embedder of the same vectors: the fit's model from another folder, or
   * one for a model that was fitted on given embeddings.
   */
  public TopicScorer withEmbedder(Embedder embedder) {
    return new TopicScorer(model, assigner, permissions, Optional.of(embedder));
  }

  /** The fitted topics, ascending by id, -1 first where there are outliers. */
  public List<Topic> topics() {
    return model.topics().topics();
  }

  /**
   * What a topic is called: its label, or its name of words.
   *
   * @throws IllegalArgumentException if there is no such topic
   */
  public String label(int topic) {
    return topics().stream()
        .filter(known -> known.id() == topic)
        .findFirst()
        .map(Topic::label)
        .orElseThrow(
            () ->
                Checks.invalid(
                    "topic must be one of the model's, from %s to %s, got %s",
                    topics().get(0).id(), topics().get(topics().size() - 1).id(), topic));
  }

  /** Length of the embeddings. */
  public int dimension() {
    return assigner.dimension();
  }

  /** Whether a document's topic may depend on its text even if its embedding is given. */
  public boolean needsTexts() {
    return needsTexts;
  }

  /**
   * Does what the first document would wait for, so that a service is ready: opens the embedder's
   * model, and places an embedding. Never throws.
   *
   * @return why texts cannot be embedded here, with what to do, such as for a model that was fitted
   *     on given embeddings; empty if they can
   */
  public Optional<String> warmUp() {
    Optional<String> ofTexts = failure(() -> embed(List.of("topic")));
    // Also after a text, which may have no words that the embedder knows.
    float[] embedding = new float[dimension()];
    Arrays.fill(embedding, 1);
    Optional<String> ofEmbeddings = failure(() -> score("topic", embedding));
    return ofTexts.or(() -> ofEmbeddings);
  }

  private static Optional<String> failure(Runnable work) {
    try {
      work.run();
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** As {@link #score(List)}, of one text. */
  public TopicAssignment score(String text) {
    return score(Collections.singletonList(text)).get(0);
  }

  /**
   * Embeds texts and assigns them.
   *
   * @param texts a null, or a text without content, is in topic -1 and has no probability
   * @return one for each text, in order
   * @throws IllegalArgumentException if the model cannot embed texts here; the message names the
   *     embedder and says what to do
   */
  public List<TopicAssignment> score(List<String> texts) {
    float[][] vectors = new float[texts.size()][];
    int[] rows = new int[vectors.length];
    String[] embedded = new String[vectors.length];
    int count = 0;
    for (int row = 0; row < vectors.length; row++) {
      String text = texts.get(row);
      if (text != null && UsableDocument.isEmbedded(text)) {
        rows[count] = row;
        embedded[count++] = text;
      }
    }
    if (count > 0) {
      float[][] found = embed(Arrays.asList(embedded).subList(0, count));
      for (int i = 0; i < count; i++) {
        vectors[rows[i]] = found[i];
      }
    }
    return List.of(assigner.assign(texts.toArray(String[]::new), vectors));
  }

  /**
   * Assigns a document by its embedding.
   *
   * @param embedding {@code [dimension()]}, by the embedder of the fit
   * @throws IllegalArgumentException if it has another length, or the model looks at texts
   */
  public TopicAssignment score(float[] embedding) {
    if (needsTexts) {
      throw Checks.invalid(
          "the model gives outliers topics by their words, so score must be given a text, got an embedding; call score(text, embedding)");
    }
    return assigner.assign(new String[1], new float[][] {embedding})[0];
  }

  /**
   * Assigns a document by its embedding, and its text where the model looks at texts.
   *
   * @param text without content, the document is in topic -1 and has no probability
   * @param embedding as {@link #score(float[])} takes it
   */
  public TopicAssignment score(String text, float[] embedding) {
    Objects.requireNonNull(text, "text");
    float[][] vectors = {UsableDocument.hasContent(text) ? embedding : null};
    return assigner.assign(new String[] {text}, vectors)[0];
  }

  private float[][] embed(List<String> texts) {
    Embedder embedder = embedder();
    try {
      return embedder.embed(texts).vectors();
    } catch (LinkageError e) {
      throw lacks(nameOf(embedder), e);
    }
  }

  private Embedder embedder() {
    Embedder known = ready;
    if (known == null) {
      synchronized (this) {
        known = ready;
        if (known == null) {
          known = opened();
          ready = known;
        }
      }
    }
    return known;
  }

  private Embedder opened() {
    Embedder embedder = given.orElseGet(this::own);
    if (embedder instanceof SparkNlpEmbedder nlp) {
      throw onlyInSpark(nlp.folder(), null);
    }
    try {
      if (embedder.asTableStep().isPresent()) {
        throw onlyInSpark(nameOf(embedder), null);
      }
      return embedder.settled();
    } catch (LinkageError e) {
      throw lacks(nameOf(embedder), e);
    }
  }

  private Embedder own() {
    Embedder own =
        model
            .embedder()
            .orElseThrow(
                () ->
                    Checks.invalid(
                        "the model was fitted on given embeddings and cannot embed texts; score embeddings by the same model, or name that model by withEmbedder"));
    permissions.require(own);
    return own;
  }

  /** Some embedders need a library to tell their name. */
  private static String nameOf(Embedder embedder) {
    try {
      return embedder.name();
    } catch (LinkageError e) {
      return embedder.toString();
    }
  }

  /** A class is missing: one of Spark's, or of a library that the user left out. */
  private static IllegalArgumentException lacks(String embedder, LinkageError e) {
    String missing = String.valueOf(e.getMessage()).replace('/', '.');
    if (Stream.of("org.apache.spark.", "org.apache.hadoop.", "scala.")
        .anyMatch(missing::contains)) {
      return onlyInSpark(embedder, e);
    }
    return new IllegalArgumentException(
        "embedder "
            + embedder
            + " needs a class that is not on the class path, "
            + missing
            + "; add its jar (docs/scorer.md lists them)",
        e);
  }

  private static IllegalArgumentException onlyInSpark(String embedder, LinkageError e) {
    return new IllegalArgumentException(
        "embedder "
            + embedder
            + " embeds by stages of Spark and cannot embed texts here; score embeddings that it made in Spark, or fit with another embedder",
        e);
  }
}
