package org.sparkbertopic;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.params.StageMetadata;
import org.sparkbertopic.persistence.ModelDirectory;
import org.sparkbertopic.persistence.StoredModel;
import org.sparkbertopic.persistence.hub.HubModelPlace;
import org.sparkbertopic.persistence.hub.ModelPush;
import org.sparkbertopic.persistence.hub.PushOptions;
import org.sparkbertopic.persistence.hub.PushedModel;

/** A model as Spark ML saves and loads: a model directory that holds Spark ML's metadata too. */
final class ModelStorage {

  private ModelStorage() {}

  /** Digest of what a model holds. */
  static String digest(BERTopicModel model) {
    try {
      return ModelDirectory.digest(model.savedModel());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a model to the hub. */
  static PushedModel push(BERTopicModel model, String address, PushOptions options) {
    ModelPush push = ModelPush.to(address);
    SparkContext spark = SparkSession.active().sparkContext();
    // Equal models give equal files, which are not sent again.
    String stage = StageMetadata.of(model, spark, model.provenance().time());
    return push.push(new StoredModel(model.savedModel(), Optional.of(stage)), options);
  }

  static final class Writer extends MLWriter {

    private final BERTopicModel model;

    Writer(BERTopicModel model) {
      this.model = model;
    }

    /** Not by deleting what is there first: a reader finds the old model or the new. */
    @Override
    public void save(String path) {
      write(path, shouldOverwrite());
    }

    @Override
    public void saveImpl(String path) {
      write(path, false);
    }

    private void write(String path, boolean overwrite) {
      Configuration hadoop = sparkSession().sparkContext().hadoopConfiguration();
      try {
        ModelDirectory.at(path, hadoop)
            .write(model.savedModel(), Optional.of(StageMetadata.of(model, sc())), overwrite);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  static final class Reader extends MLReader<BERTopicModel> {

    @Override
    public BERTopicModel load(String path) {
      Configuration hadoop = sparkSession().sparkContext().hadoopConfiguration();
      StoredModel stored;
      try {
        stored = ModelDirectory.at(HubModelPlace.folder(path), hadoop).readStored();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      if (stored.stage().isEmpty()) {
        return BERTopicModel.of(stored.model());
      }
      DefaultParamsReader.Metadata params =
          DefaultParamsReader$.MODULE$.parseMetadata(stored.stage().get(), "");
      BERTopicModel model = new BERTopicModel(params.uid(), stored.model());
      params.getAndSetParams(model, scala.Option.empty());
      return model.loaded();
    }
  }
}
