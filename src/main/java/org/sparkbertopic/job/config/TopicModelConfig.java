package org.sparkbertopic.job.config;

import java.util.Optional;
import org.sparkbertopic.BERTopic;
import org.sparkbertopic.clustering.FitOn;
import org.sparkbertopic.ctfidf.ClassTfidf;
import org.sparkbertopic.device.NeighborsDevice;
import org.sparkbertopic.job.console.ConfigurationException;
import org.sparkbertopic.job.console.SettingNames;
import org.sparkbertopic.operations.merging.NrTopics;
import org.sparkbertopic.pipeline.mode.FitModes;
import org.sparkbertopic.representation.Representations;
import org.sparkbertopic.topics.MinTopicSize;
import org.sparkbertopic.vectorizer.language.TextPreparation;

/** Creates the estimator that a configuration of {@code fit} describes. */
public final class TopicModelConfig {

  private TopicModelConfig() {}

  /**
   * The estimator, with validated parameters.
   *
   * @throws ConfigurationException if a part rejects its parameters
   */
  public static BERTopic estimator(JobConfig config) {
    BERTopic estimator =
        new BERTopic("bertopic")
            .setTextCol(config.string("input.text-column"))
            .setSeed(config.longInteger("seed"))
            .setReducer(LayoutConfig.reducer(config))
            .setClusterer(LayoutConfig.clusterer(config))
            .setVectorizer(config.part("vectorizer", VectorizerConfig::vectorizer))
            .setCtfidf(config.bound(ClassTfidf.create()))
            .setRepresentation(config.part("representation", RepresentationConfig::main))
            .setAspects(config.part("representation", RepresentationConfig::aspects));
    TextPreparation preprocess = config.part("preprocess", c -> c.bound(TextPreparation.NONE));
    if (!preprocess.changesNothing()) {
      estimator.setPreprocess(preprocess);
    }
    config.part("sample", c -> estimator.setSampleSize(c.integer("sample.size")));
    if (config.integer("sample.rounds") != 1) {
      config.part("sample", c -> estimator.setSampleRounds(c.integer("sample.rounds")));
    }
    FitOn fitOn = config.choice("clustering.fit-on", FitOn.class);
    if (fitOn != FitOn.SAMPLE) {
      estimator.setClusteringFitOn(fitOn);
    }
    config.part("driver", c -> estimator.setDriverThreads(c.integer("driver.threads")));
    NeighborsDevice device = neighborsDevice(config);
    if (device != NeighborsDevice.CPU) {
      estimator.setNeighborsDevice(device);
    }
    config.part(
        "topics",
        c ->
            estimator
                .setTopNWords(c.integer("topics.top-n-words"))
                .setRepresentativeDocuments(c.integer("topics.representative-documents")));
    config.part("topics", TopicModelConfig::nrTopics).ifPresent(estimator::setNrTopics);
    config.part("topics", TopicModelConfig::minTopicSize).ifPresent(estimator::setMinTopicSize);
    config.optional("input.id-column").ifPresent(estimator::setIdCol);
    Optional<String> embeddingColumn = config.optional("input.embedding-column");
    embeddingColumn.ifPresent(estimator::setEmbeddingCol);
    if (embeddingColumn.isEmpty() || config.isGiven("embedding.model")) {
      estimator.setEmbedder(
          config.part("embedding", c -> EmbedderConfig.embedder(c, estimator.getVectorizer())));
    } else if (needsEmbedder(estimator)) {
      throw new ConfigurationException(
          "embedding.model must be given with input.embedding-column where representations embed words (keybert, mmr); name the model that made the column, or leave these representations out");
    }
    ModeConfig.apply(config, estimator);
    estimator.check();
    return estimator;
  }

  /**
   * Where a run searches neighbours.
   *
   * @throws ConfigurationException if it cannot do so there
   */
  public static NeighborsDevice neighborsDevice(JobConfig config) {
    NeighborsDevice device = config.choice("neighbors.device", NeighborsDevice.class);
    config.part("neighbors", c -> device.products());
    return device;
  }

  private static boolean needsEmbedder(BERTopic estimator) {
    return new Representations(estimator.getRepresentation(), estimator.getAspects())
        .needsEmbedder();
  }

  /** A least size of the sample that is the default's counts as given, too. */
  private static Optional<MinTopicSize> minTopicSize(JobConfig config) {
    Optional<MinTopicSize> size = config.optional("topics.min-size").map(MinTopicSize::parse);
    if (size.isPresent() && config.isGiven("hdbscan.min-cluster-size")) {
      throw new ConfigurationException(SettingNames.inKeys(FitModes.TWO_LEAST_SIZES));
    }
    return size;
  }

  private static Optional<NrTopics> nrTopics(JobConfig config) {
    return config.optional("topics.nr-topics").map(NrTopics::parse);
  }
}
