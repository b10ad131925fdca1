package org.sparkbertopic.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.sparkbertopic.persistence.ModelDirectory;
import org.sparkbertopic.persistence.SavedModel;

/** The reference model as BERTopic saved it: topics of the passages, with c-TF-IDF. */
public final class GoldenModel {

  private GoldenModel() {}

  public static SavedModel read() {
    try {
      Path folder =
          Path.of(
              GoldenModel.class.getResource("/golden/model/python_bertopic/topics.json").toURI());
      return ModelDirectory.at(folder.getParent().toString(), new Configuration()).read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
