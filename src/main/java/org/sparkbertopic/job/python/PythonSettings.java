package org.sparkbertopic.job.python;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.spark.ml.param.ParamMap;
import org.sparkbertopic.BERTopic;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.assign.OutlierStep;
import org.sparkbertopic.assign.OutlierStrategy;
import org.sparkbertopic.clustering.smile.Linkage;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.TopicModelConfig;
import org.sparkbertopic.job.console.ConfigurationException;
import org.sparkbertopic.operations.assignment.TopicSplit;
import org.sparkbertopic.operations.merging.TopicReduction;
import org.sparkbertopic.operations.outliers.OutlierReduction;
import org.sparkbertopic.operations.slices.SliceSettings;
import org.sparkbertopic.operations.slices.TimeBins;
import org.sparkbertopic.operations.slices.TimestampUnit;
import org.sparkbertopic.operations.update.TopicUpdate;
import org.sparkbertopic.persistence.hub.ModelPush;
import org.sparkbertopic.persistence.hub.PushOptions;

/**
 * Estimators and settings from what Python gives: the keys of {@code spark-bertopic fit} with their
 * values as text.
 */
public final class PythonSettings {

  private static final String ANSWERS = "representation.llm.answers";
  private static final String BACKEND = "embedding.backend";

  /** Keys that belong to a run of the command line: its input, its output, its folder. */
  private static final List<String> OF_RUNS =
      List.of(
          "input.path",
          "input.format",
          "input.options",
          "input.select",
          "input.timestamp-column",
          "input.class-column",
          "output.",
          "online.",
          "tracking.",
          "embedding.cache");

  private static final List<String> OF_WORDS =
      List.of(
          "vectorizer.",
          "ctfidf.",
          "representation.",
          "topics.top-n-words",
          "topics.representative-documents");

  private PythonSettings() {}

  /**
   * An estimator with parameters by the keys of {@code fit}. Keys that are not given have their
   * defaults.
   *
   * @param uid name of the stage
   * @throws ConfigurationException if a key is unknown, belongs to a run or has a wrong value
   */
  public static BERTopic estimator(String uid, Map<String, String> settings) {
    for (String key : settings.keySet()) {
      if (OF_RUNS.stream().anyMatch(key::startsWith)) {
        throw ConfigurationException.of(
            "settings must be keys of the estimator, got '%s'; the command line has it, here read and write DataFrames",
            key);
      }
    }
    BERTopic named = new BERTopic(uid);
    configured(settings).copyValues(named, ParamMap.empty());
    return named;
  }

  private static BERTopic configured(Map<String, String> settings) {
    Map<String, String> values = new HashMap<>(settings);
    values.putIfAbsent(ANSWERS, "none");
    return TopicModelConfig.estimator(JobConfig.load("fit", null, values));
  }

  /**
   * What an update of topics changes: the parts that a key is given of. Of such a part, keys that
   * are not given have their defaults.
   *
   * @throws ConfigurationException if a key describes no words, is unknown or has a wrong value
   */
  public static TopicUpdate update(Map<String, String> settings) {
    for (String key : settings.keySet()) {
      if (OF_WORDS.stream().noneMatch(key::startsWith)) {
        throw ConfigurationException.of(
            "settings of an update must be keys of %s, got '%s'; a fit changes the others",
            String.join(", ", OF_WORDS), key);
      }
    }
    Map<String, String> values = new HashMap<>(settings);
    // The model embeds by its own embedder: none is opened here.
    values.put(BACKEND, "tfidf");
    BERTopic wanted = configured(values);
    TopicUpdate update = TopicUpdate.create();
    if (gives(settings, "vectorizer.")) {
      update = update.withVectorizer(wanted.getVectorizer());
    }
    if (gives(settings, "ctfidf.")) {
      update = update.withCtfidf(wanted.getCtfidf());
    }
    if (gives(settings, "representation.aspects") || gives(settings, "representation.labels")) {
      update = update.withAspects(wanted.getAspects());
    }
    if (gives(settings, "representation.models")) {
      update = update.withRepresentation(wanted.getRepresentation());
    }
    if (gives(settings, "topics.top-n-words")) {
      update = update.withTopNWords(wanted.getTopNWords());
    }
    return gives(settings, "topics.representative-documents")
        ? update.withRepresentativeDocuments(wanted.getRepresentativeDocuments())
        : update;
  }

  private static boolean gives(Map<String, String> settings, String keys) {
    return settings.keySet().stream().anyMatch(key -> key.startsWith(keys));
  }

  /**
   * How outliers are reduced.
   *
   * @param strategies names as BERTopic has them, in order
   * @param thresholds one for all strategies, or one for each
   * @param maxOutliers share of outliers that may stay; negative: the thresholds hold as they are
   */
  public static OutlierReduction outliers(
      List<String> strategies, List<Double> thresholds, double maxOutliers) {
    if (thresholds.size() != 1 && thresholds.size() != strategies.size()) {
      throw ConfigurationException.of(
          "threshold must be one number or one for each of the %d strategies, got %d",
          strategies.size(), thresholds.size());
    }
    List<OutlierStep> steps = new ArrayList<>();
    for (int i = 0; i < strategies.size(); i++) {
      double threshold = thresholds.get(thresholds.size() == 1 ? 0 : i);
      steps.add(OutlierStep.of(OutlierStrategy.of(strategies.get(i))).withThreshold(threshold));
    }
    return new OutlierReduction(
        steps, maxOutliers < 0 ? OptionalDouble.empty() : OptionalDouble.of(maxOutliers));
  }

  /**
   * How topics are reduced to a number.
   *
   * @param linkage by its name
   * @param maxShare most documents of a merged topic, as a share of those in topics
   */
  public static TopicReduction reduction(String linkage, double maxShare) {
    return TopicReduction.create().withLinkage(linkage(linkage)).withMaxShare(maxShare);
  }

  static Linkage linkage(String name) {
    return Arrays.stream(Linkage.values())
        .filter(linkage -> linkage.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                ConfigurationException.of(
                    "linkage must be ward, average, complete or single, got '%s'", name));
  }

  /** How a model is sent to the Hugging Face hub. */
  public static PushOptions push(
      boolean isPrivate, String message, boolean pullRequest, boolean card) {
    return new PushOptions(isPrivate, message, pullRequest, card);
  }

  /** What readers of the repository learn about the documents; null if nothing. */
  public static String disclosure(BERTopicModel model) {
    return ModelPush.disclosure(model.savedModel()).orElse(null);
  }

  /**
   * How a topic is split.
   *
   * @param minTopicSize fewest documents of a sub-topic; 0: by the topic's size
   * @param into number of sub-topics; 0: as many as there are
   */
  public static TopicSplit split(int minTopicSize, int into) {
    TopicSplit split = TopicSplit.create();
    if (into != 0) {
      return split.into(into);
    }
    return minTopicSize == 0 ? split : split.withMinTopicSize(minTopicSize);
  }

  /**
   * Settings of topics over time and per class.
   *
   * @param bins a number of bins, {@code each}, or a part of the calendar
   * @param topics ids; empty: all
   */
  public static SliceSettings slices(
      String bins,
      String datetimeFormat,
      String timestampUnit,
      boolean evolutionTuning,
      boolean globalTuning,
      int topNWords,
      List<Integer> topics) {
    return new SliceSettings(
        TimeBins.parse(bins),
        datetimeFormat,
        TimestampUnit.parse(timestampUnit),
        evolutionTuning,
        globalTuning,
        topNWords,
        topics);
  }
}
