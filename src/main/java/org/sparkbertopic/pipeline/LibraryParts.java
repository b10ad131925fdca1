package org.sparkbertopic.pipeline;

import java.util.HashMap;
import java.util.Map;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.clustering.mllib.BisectingKMeans;
import org.sparkbertopic.clustering.mllib.GaussianMixture;
import org.sparkbertopic.clustering.mllib.KMeans;
import org.sparkbertopic.clustering.mllib.LogisticRegression;
import org.sparkbertopic.clustering.mllib.StreamingKMeans;
import org.sparkbertopic.clustering.smile.Agglomerative;
import org.sparkbertopic.clustering.smile.Dbscan;
import org.sparkbertopic.ctfidf.ClassTfidf;
import org.sparkbertopic.embedding.PreparedEmbedder;
import org.sparkbertopic.embedding.PreparedTrainer;
import org.sparkbertopic.embedding.WordDocEmbedder;
import org.sparkbertopic.embedding.corpus.CorpusWord2Vec;
import org.sparkbertopic.embedding.corpus.TfidfSvd;
import org.sparkbertopic.embedding.http.HttpEmbedder;
import org.sparkbertopic.embedding.onnx.OnnxEmbedder;
import org.sparkbertopic.embedding.spacy.SpacyEmbedder;
import org.sparkbertopic.embedding.sparknlp.SparkNlpEmbedder;
import org.sparkbertopic.embedding.tensorflow.SavedModelEmbedder;
import org.sparkbertopic.embedding.words.SifWordVectors;
import org.sparkbertopic.embedding.words.StaticEmbedder;
import org.sparkbertopic.embedding.words.WordVectorEmbedder;
import org.sparkbertopic.operations.merging.NrTopics;
import org.sparkbertopic.params.PartProvider;
import org.sparkbertopic.reduction.NoReduction;
import org.sparkbertopic.reduction.linear.IncrementalPca;
import org.sparkbertopic.reduction.linear.Pca;
import org.sparkbertopic.reduction.linear.TruncatedSvd;
import org.sparkbertopic.reduction.umap.Umap;
import org.sparkbertopic.representation.Aspects;
import org.sparkbertopic.representation.CtfidfRepresentation;
import org.sparkbertopic.representation.KeyBertInspired;
import org.sparkbertopic.representation.MaximalMarginalRelevance;
import org.sparkbertopic.representation.PartOfSpeech;
import org.sparkbertopic.representation.RepresentationChain;
import org.sparkbertopic.representation.ZeroShotClassification;
import org.sparkbertopic.representation.llm.LlmLabels;
import org.sparkbertopic.representation.nli.OnnxEntailment;
import org.sparkbertopic.representation.opennlp.OpenNlpTagger;
import org.sparkbertopic.representation.sparknlp.SparkNlpTagger;
import org.sparkbertopic.topics.GuidedTopics;
import org.sparkbertopic.topics.MinTopicSize;
import org.sparkbertopic.topics.ZeroShotTopics;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.language.TextPreparation;

/** The names of the library's own parts in saved files. A part that is new is named here. */
public final class LibraryParts implements PartProvider {

  private record Named(String name, Class<? extends Record> type, String classOfFormatTwo) {}

  /** Classes of format version 2 as text: classes may move, and files are read for ever. */
  private static final Named[] ALL = {
    named("onnx", OnnxEmbedder.class, "embedding.OnnxEmbedder"),
    named("http", HttpEmbedder.class, "embedding.http.HttpEmbedder"),
    named("spark-nlp", SparkNlpEmbedder.class, "embedding.sparknlp.SparkNlpEmbedder"),
    named("saved-model", SavedModelEmbedder.class, "embedding.tensorflow.SavedModelEmbedder"),
    named("spacy", SpacyEmbedder.class, "embedding.words.SpacyEmbedder"),
    named("static", StaticEmbedder.class, "embedding.words.StaticEmbedder"),
    named("word-vectors", WordVectorEmbedder.class, "embedding.words.WordVectorEmbedder"),
    named("sif-word-vectors", SifWordVectors.class),
    named("word-doc", WordDocEmbedder.class, "embedding.WordDocEmbedder"),
    named("prepared", PreparedEmbedder.class),
    named("prepared-trainer", PreparedTrainer.class),
    named("text-preparation", TextPreparation.class),
    named("tfidf", TfidfSvd.class, "embedding.corpus.TfidfSvd"),
    named("word2vec", CorpusWord2Vec.class, "embedding.corpus.CorpusWord2Vec"),
    named("umap", Umap.class, "reduction.Umap"),
    named("pca", Pca.class, "reduction.Pca"),
    named("incremental-pca", IncrementalPca.class),
    named("truncated-svd", TruncatedSvd.class, "reduction.TruncatedSvd"),
    named("no-reduction", NoReduction.class, "reduction.NoReduction"),
    named("hdbscan", Hdbscan.class, "clustering.Hdbscan"),
    named("kmeans", KMeans.class, "clustering.KMeans"),
    named("streaming-kmeans", StreamingKMeans.class),
    named("gaussian-mixture", GaussianMixture.class, "clustering.GaussianMixture"),
    named("bisecting-kmeans", BisectingKMeans.class, "clustering.BisectingKMeans"),
    named("agglomerative", Agglomerative.class, "clustering.Agglomerative"),
    named("dbscan", Dbscan.class),
    named("logistic-regression", LogisticRegression.class, "clustering.LogisticRegression"),
    named("count-vectorizer", CountVectorizer.class, "vectorizer.CountVectorizer"),
    named("class-tfidf", ClassTfidf.class, "ctfidf.ClassTfidf"),
    named("ctfidf", CtfidfRepresentation.class, "representation.CtfidfRepresentation"),
    named("keybert", KeyBertInspired.class, "representation.KeyBertInspired"),
    named("mmr", MaximalMarginalRelevance.class, "representation.MaximalMarginalRelevance"),
    named("pos", PartOfSpeech.class, "representation.PartOfSpeech"),
    named("opennlp", OpenNlpTagger.class, "representation.opennlp.OpenNlpTagger"),
    named("spark-nlp-pos", SparkNlpTagger.class),
    named("zero-shot", ZeroShotClassification.class, "representation.ZeroShotClassification"),
    named("onnx-entailment", OnnxEntailment.class, "inference.OnnxEntailment"),
    named("llm", LlmLabels.class, "llm.LlmLabels"),
    named("chain", RepresentationChain.class, "representation.RepresentationChain"),
    named("aspects", Aspects.class, "representation.Aspects"),
    named("guided-topics", GuidedTopics.class, "GuidedTopics"),
    named("zero-shot-topics", ZeroShotTopics.class, "ZeroShotTopics"),
    named("nr-topics", NrTopics.class, "NrTopics"),
    named("min-topic-size", MinTopicSize.class),
  };

  /** A part that there was not in format version 2. */
  private static Named named(String name, Class<? extends Record> type) {
    return new Named(name, type, null);
  }

  private static Named named(String name, Class<? extends Record> type, String classOfFormatTwo) {
    return new Named(name, type, "org.sparkbertopic." + classOfFormatTwo);
  }

  @Override
  public Map<String, Class<? extends Record>> parts() {
    Map<String, Class<? extends Record>> parts = new HashMap<>();
    for (Named part : ALL) {
      parts.put(part.name(), part.type());
    }
    return parts;
  }

  @Override
  public Map<String, String> formerNames() {
    Map<String, String> names = new HashMap<>();
    for (Named part : ALL) {
      if (part.classOfFormatTwo() != null) {
        names.put(part.classOfFormatTwo(), part.name());
      }
    }
    return names;
  }
}
