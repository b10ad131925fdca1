package org.sparkbertopic.embedding.tensorflow;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.spark.SparkContext;
import org.sparkbertopic.compat.SparkTask;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.embedding.EmbeddedTexts;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.hub.ModelFolder;
import org.sparkbertopic.embedding.hub.ModelShipping;

/**
 * Embeds texts with a TensorFlow SavedModel that takes a tensor of strings {@code [n]} and gives
 * floats {@code [n][dimension]}: the Universal Sentence Encoder of TF Hub (Cer et al. 2018, 512
 * numbers), NNLM, and any model exported with such a signature.
 *
 * <p>A value: the model is opened where {@link #embed} is called, once per JVM, which needs the
 * Maven profile {@code tensorflow}. Safe for concurrent use. The model runs on one text at a time,
 * and on one thread per caller, because its matrix products round differently in a batch. A text
 * whose vector is not finite gets the zero vector. This class truncates no text; the model itself
 * may ignore the end of long ones.
 *
 * @param folder with {@code saved_model.pb}, or a handle of {@link TfHub}; executors get the files
 *     that they need
 * @param signature which of the model's signatures; empty: {@code serving_default}, {@code
 *     default}, or the only one that fits
 */
@RecordBuilder
public record SavedModelEmbedder(String folder, String signature)
    implements Embedder, SavedModelEmbedderBuilder.With {

  private static final long serialVersionUID = 1L;

  /** Increment when the same model gives other vectors. */
  private static final String METHOD = "saved model v1";

  public SavedModelEmbedder {
    Objects.requireNonNull(folder, "folder");
    Objects.requireNonNull(signature, "signature");
    if (folder.isBlank()) {
      throw new IllegalArgumentException(
          "folder must not be blank; give the folder of a SavedModel of TensorFlow");
    }
  }

  /** The model in a folder, with its main signature. */
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
    if (TfHub.isHandle(folder)) {
      return folder;
    }
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
    return TfHub.isHandle(folder)
        ? TfHub.ofEnvironment().folder(folder)
        : ModelFolder.resolve(folder);
  }

  /** Ships the model's files, so that the executors need not have its folder. */
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
   * @throws IllegalArgumentException if the folder is not a SavedModel with such a signature, or
   *     TensorFlow cannot run it or is missing; the message lists the model's signatures
   */
  @Override
  public EmbeddedTexts embed(List<String> texts) {
    OpenSavedModels.Open model = OpenSavedModels.shared(here(), signature);
    float[][] vectors = new float[texts.size()][];
    for (int i = 0; i < vectors.length; i++) {
      SparkTask.stopIfKilled();
      float[] vector = model.session().embed(texts.get(i));
      if (vector.length != model.dimension()) {
        throw Checks.invalid(
            "model must give vectors of one length, got %s and %s numbers from %s; export one"
                + " vector for each text",
            vector.length, model.dimension(), folder);
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
