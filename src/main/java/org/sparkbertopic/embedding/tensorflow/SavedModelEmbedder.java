package org.sparkbertopic.embedding.tensorflow;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.spark.SparkContext;
import org.sparkbertopic.embedding.EmbeddedTexts;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.hub.ModelFolder;
import org.sparkbertopic.embedding.hub.ModelShipping;
import org.sparkbertopic.embedding.words.KilledTask;

/**
 * Embeds texts by a SavedModel of TensorFlow that takes a tensor of strings {@code [n]} and gives
 * floats {@code [n][dimension]}: the Universal Sentence Encoder of TF Hub (Cer et al. 2018, 512
 * numbers), NNLM, and whatever is exported with such a signature.
 *
 * <p>A value: the model is opened where {@link #embed} is called, once per JVM, which needs the
 * Maven profile {@code tensorflow}. Safe for concurrent use. The model is run on a text at a time
 * and on one thread for each caller: its matrix products round differently in company. A text to
 * which the model gives a number that is not finite has the zero vector. No text is truncated here;
 * what the model makes of long ones is its own affair.
 *
 * @param folder with {@code saved_model.pb}; executors are sent what they need of it
 * @param signature which of the model's signatures; empty: {@code serving_default}, {@code
 *     default}, or the only one that fits
 */
@RecordBuilder
public record SavedModelEmbedder(String folder, String signature)
    implements Embedder, SavedModelEmbedderBuilder.With {

  private static final long serialVersionUID = 1L;

  /** Raised when the same model begins to give other vectors. */
  private static final String METHOD = "saved model v1";

  public SavedModelEmbedder {
    Objects.requireNonNull(folder, "folder");
    Objects.requireNonNull(signature, "signature");
    if (folder.isBlank()) {
      throw new IllegalArgumentException(
          "folder must not be blank; give the folder of a SavedModel of TensorFlow");
    }
  }

  /** The model in a folder, by its main signature. */
  public static SavedModelEmbedder of(String folder) {
    return new SavedModelEmbedder(folder, "");
  }

  /** Whether the path is the folder of a SavedModel. */
  public static boolean recognizes(Path path) {
    return OpenSavedModels.isSavedModel(path);
  }

  /** The folder's name. */
  @Override
  public String name() {
    String path = ModelFolder.isReference(folder) ? ModelFolder.parse(folder).path() : folder;
    Path last = Path.of(path).toAbsolutePath().normalize().getFileName();
    return last == null ? path : last.toString();
  }

  /** Reads the model's files on the first call in a JVM. */
  @Override
  public String fingerprint() {
    Path here = here();
    return METHOD
        + ", tensorflow "
        + SavedModelRuntime.get().version()
        + ", "
        + OpenSavedModels.signature(here, signature).name()
        + ", "
        + OpenSavedModels.contentHash(here);
  }

  private Path here() {
    return ModelFolder.resolve(folder);
  }

  /** Sends the model's files along, so that its folder need not lie on the executors. */
  @Override
  public SavedModelEmbedder forExecutors(SparkContext spark) {
    if (ModelFolder.isReference(folder)) {
      return this;
    }
    ModelFolder sent = ModelShipping.ship(spark, here(), OpenSavedModels.paths(here()));
    return new SavedModelEmbedder(sent.reference(), signature);
  }

  /** Opens the model on the first call in a JVM. */
  @Override
  public int dimension() {
    return OpenSavedModels.shared(here(), signature).dimension();
  }

  /**
   * @throws IllegalArgumentException if the folder is no SavedModel of such a signature, or
   *     TensorFlow cannot run it or is not there; the message lists the signatures it has
   */
  @Override
  public EmbeddedTexts embed(List<String> texts) {
    OpenSavedModels.Open model = OpenSavedModels.shared(here(), signature);
    float[][] vectors = new float[texts.size()][];
    for (int i = 0; i < vectors.length; i++) {
      KilledTask.stopIfSo();
      float[] vector = model.session().embed(texts.get(i));
      if (vector.length != model.dimension()) {
        throw new IllegalArgumentException(
            "model must give vectors of one length, got "
                + vector.length
                + " and "
                + model.dimension()
                + " numbers from "
                + folder
                + "; export one vector for each text");
      }
      vectors[i] = isFinite(vector) ? vector : new float[vector.length];
    }
    return new EmbeddedTexts(vectors, new boolean[vectors.length]);
  }

  private static boolean isFinite(float[] vector) {
    for (float x : vector) {
      if (!Float.isFinite(x)) {
        return false;
      }
    }
    return true;
  }
}
