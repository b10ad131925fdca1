package org.sparkbertopic.job.fit;

import static org.sparkbertopic.stage.table.InputColumns.PROBABILITY;
import static org.sparkbertopic.stage.table.InputColumns.TOPIC;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.PreparedEmbedder;
import org.sparkbertopic.embedding.onnx.OnnxEmbedder;
import org.sparkbertopic.embedding.onnx.folder.Device;
import org.sparkbertopic.embedding.words.GensimData;
import org.sparkbertopic.embedding.words.WordVectorEmbedder;
import org.sparkbertopic.job.config.AllowOptions;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.TopicModelConfig;
import org.sparkbertopic.job.run.ModelDigest;
import org.sparkbertopic.job.run.RunAnswers;
import org.sparkbertopic.job.run.RunDirectory;
import org.sparkbertopic.job.run.RunWorkspace;
import org.sparkbertopic.representation.Notices;
import org.sparkbertopic.stage.table.InputColumns;
import org.sparkbertopic.stage.table.UnusableInputException;

/**
 * The model that {@code model.path} names, with its digest, and what embeds documents for it.
 *
 * @param digest names the model by its contents
 * @param place the folder that it was read from: that of a version, if model.path has versions; of
 *     the hub, that in its cache
 */
public record LoadedModel(JobConfig config, BERTopicModel model, String digest, String place) {

  /**
   * Reads the model.
   *
   * @param folder where {@code model.path} leads
   */
  public static LoadedModel of(
      String folder, JobConfig config, AllowOptions allowed, Configuration hadoop) {
    ModelDigest.Digested<BERTopicModel> used =
        ModelDigest.of(
            folder,
            hadoop,
            place ->
                allowed
                    .apply(BERTopicModel.load(place))
                    .setTopicCol(TOPIC)
                    .setProbabilityCol(PROBABILITY));
    BERTopicModel model = RunAnswers.beside(used.place(), hadoop).readBy(used.model());
    config.optional("embedding.model").ifPresent(name -> embedBy(name, model));
    model.setNeighborsDevice(TopicModelConfig.neighborsDevice(config));
    return new LoadedModel(config, model, used.digest(), used.place());
  }

  /**
   * The name of the version that was read, of the hub its commit; empty if {@code model.path} has
   * no versions.
   */
  public Optional<String> version() {
    return version(config.string("model.path"), place);
  }

  /**
   * As {@link #version()}.
   *
   * @param path of the settings
   * @param place where the model was found
   */
  static Optional<String> version(String path, String place) {
    return place.equals(path) ? Optional.empty() : Optional.of(new Path(place).getName());
  }

  /** Uses the model's own embedder, with the settings of the fit, if {@code name} refers to it. */
  private static void embedBy(String name, BERTopicModel model) {
    boolean words = GensimData.recognizes(name);
    String place = words ? GensimData.ofEnvironment().file(name).toString() : name;
    if (model.embedsBy(place)) {
      model.allowPath(place);
    } else {
      model.setTextEmbedder(words ? WordVectorEmbedder.of(place) : OnnxEmbedder.of(name));
    }
  }

  /** A model that was made of this one, with the answers in the run of this one. */
  public BERTopicModel withAnswers(BERTopicModel made, RunDirectory result) {
    return RunAnswers.beside(place, result.files().getConf()).carriedTo(result, made);
  }

  /** The embedder of documents; empty if the input has embeddings. */
  public Optional<Embedder> embedder(InputColumns columns, Notices notices) {
    if (columns.embedding().isPresent()) {
      return Optional.empty();
    }
    Embedder embedder =
        onDevice(
            model
                .embedder()
                .orElseThrow(
                    () ->
                        new UnusableInputException(
                            "the model was fitted on given embeddings, or by Python, and cannot embed texts; set input.embedding-column to embeddings by the same model, or embedding.model to that model")));
    // Opens the embedder here, so that a missing file fails once instead of in many tasks.
    embedder.dimension();
    warnOfOther(embedder, notices);
    return Optional.of(embedder);
  }

  /** Applies the configured device: a model that was fitted on a GPU is not bound to one. */
  private Embedder onDevice(Embedder atFit) {
    if (atFit instanceof PreparedEmbedder prepared) {
      return new PreparedEmbedder(onDevice(prepared.embedder()), prepared.preparation());
    }
    boolean given = config.optional("embedding.device").isPresent();
    return given && atFit instanceof OnnxEmbedder onnx
        ? onnx.withDevice(config.choice("embedding.device", Device.class))
        : atFit;
  }

  private void warnOfOther(Embedder embedder, Notices notices) {
    // empty if the model was fitted on given embeddings, or by Python
    String atFit = model.savedModel().parts().embedderFingerprint();
    if (!atFit.isEmpty() && !embedder.fingerprint().equals(atFit)) {
      notices.warn(
          String.format(
              Locale.ROOT,
              "the embedder is not the one of the fit (%s, was %s): topics may differ; use the same model and runtime",
              embedder.fingerprint(),
              atFit));
    }
  }

  /** A join of the result with the input by the model's column of ids would find no row. */
  void warnOfLostIds(InputColumns columns, Dataset<Row> table, RunWorkspace workspace) {
    if (columns.id().isEmpty()
        && model.isSet(model.idCol())
        && Arrays.asList(table.columns()).contains(model.getIdCol())) {
      workspace.warn(
          String.format(
              Locale.ROOT,
              "ids are hashes of the texts, because input.id-column is not set; the input has a column '%1$s': set input.id-column = %1$s to keep its ids",
              model.getIdCol()));
    }
  }
}
