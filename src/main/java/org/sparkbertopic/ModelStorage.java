package org.sparkbertopic;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.DefaultParamsWriter$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.sparkbertopic.persistence.ModelDirectory;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.representation.Remarks;
import org.sparkbertopic.io.FilePaths;

/** A model as Spark ML saves and loads: a model directory, and Spark ML's metadata beside. */
final class ModelStorage {

  private ModelStorage() {}

  static final class Writer extends MLWriter {

    private final BERTopicModel model;

    Writer(BERTopicModel model) {
      this.model = model;
    }

    @Override
    public void saveImpl(String path) {
      try {
        ModelDirectory.at(path, sparkSession().sparkContext().hadoopConfiguration())
            .write(model.savedModel(), false);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      DefaultParamsWriter$.MODULE$.saveMetadata(
          model, path, sc(), scala.Option.empty(), scala.Option.empty());
    }
  }

  static final class Reader extends MLReader<BERTopicModel> {

    @Override
    public BERTopicModel load(String path) {
      Configuration hadoop = sparkSession().sparkContext().hadoopConfiguration();
      try {
        SavedModel saved = ModelDirectory.at(path, hadoop).read();
        Path metadata = FilePaths.child(FilePaths.of(path), "metadata");
        if (!metadata.getFileSystem(hadoop).exists(metadata)) {
          return BERTopicModel.of(saved);
        }
        DefaultParamsReader.Metadata params =
            DefaultParamsReader$.MODULE$.loadMetadata(path, sc(), BERTopicModel.class.getName());
        BERTopicModel model =
            new BERTopicModel(params.uid(), saved, Optional.empty(), Remarks.NONE);
        params.getAndSetParams(model, scala.Option.empty());
        return model;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
