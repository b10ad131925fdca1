package org.sparkbertopic;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.ml.param.Param;
import org.sparkbertopic.embedding.EmbeddingModel;
import org.sparkbertopic.embedding.onnx.OnnxEmbedder;
import org.sparkbertopic.embedding.tensorflow.SavedModelEmbedder;
import org.sparkbertopic.embedding.tensorflow.TfHub;
import org.sparkbertopic.embedding.words.WordVectorEmbedder;
import org.sparkbertopic.operations.merging.NrTopics;
import org.sparkbertopic.params.PartParam;
import org.sparkbertopic.topics.GuidedTopics;
import org.sparkbertopic.topics.ZeroShotTopics;

/**
 * BERTopic's own names for settings that belong to a part here: {@code setNGramRange} is the
 * vectorizer's, {@code setSeedTopicList} the guided topics'. Each changes the part as it is when
 * the method is called, so call them after the setter of that part.
 */
abstract class BERTopicShorthands extends BERTopicParams {

  private static final long serialVersionUID = 1L;

  BERTopicShorthands(String uid) {
    super(uid);
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
