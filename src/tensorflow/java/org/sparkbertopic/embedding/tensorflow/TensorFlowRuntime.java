package org.sparkbertopic.embedding.tensorflow;

import java.nio.file.Path;
import java.util.List;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.TensorFlow;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.framework.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TString;

/** Runs SavedModels by TensorFlow Java. Made by name, where it is on the class path. */
final class TensorFlowRuntime implements SavedModelRuntime {

  /** Operations run where they are called: tasks are the parallelism, and sums have one order. */
  private static final int IN_CALLERS_THREAD = -1;

  private final String version;

  /** Loads the native library. */
  TensorFlowRuntime() {
    version = TensorFlow.version();
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public SavedModelSession open(Path folder, SavedModelSignature signature) {
    ConfigProto config =
        ConfigProto.newBuilder()
            .setIntraOpParallelismThreads(1)
            .setInterOpParallelismThreads(IN_CALLERS_THREAD)
            .build();
    try {
      SavedModelBundle bundle =
          SavedModelBundle.loader(folder.toAbsolutePath().toString())
              .withTags(signature.tags().toArray(String[]::new))
              .withConfigProto(config)
              .load();
      return new OpenSession(bundle, signature, folder.toString());
    } catch (TensorFlowException e) {
      throw new IllegalArgumentException(
          "model must be a whole SavedModel whose operations TensorFlow "
              + version
              + " has (those of TensorFlow Text it has not), got "
              + folder
              + " ("
              + firstLine(e)
              + "); copy its files again, or take a model without other operations",
          e);
    }
  }

  private static String firstLine(Throwable e) {
    return e.getMessage() == null
        ? e.getClass().getSimpleName()
        : e.getMessage().lines().findFirst().orElse("");
  }

  /**
   * A model that stays open.
   *
   * @param bundle owns the session
   */
  private record OpenSession(SavedModelBundle bundle, SavedModelSignature signature, String model)
      implements SavedModelSession {

    @Override
    public float[] embed(String text) {
      Session session = bundle.session();
      try (TString input = TString.vectorOf(text)) {
        List<Tensor> results =
            session.runner().feed(signature.input(), input).fetch(signature.output()).run();
        try (Tensor result = results.get(0)) {
          return vector(result);
        }
      } catch (TensorFlowException e) {
        throw new IllegalArgumentException(
            "model must take any text, got an error from "
                + model
                + " ("
                + firstLine(e)
                + "); export it so that it takes one text of any length",
            e);
      }
    }

    @Override
    public void close() {
      bundle.close();
    }

    private float[] vector(Tensor result) {
      if (!(result instanceof TFloat32 floats)
          || floats.rank() != 2
          || floats.shape().size(0) != 1) {
        throw new IllegalArgumentException(
            "model must give one row of floats for one text, got "
                + result.shape()
                + " from "
                + model
                + "; export one vector for each text");
      }
      float[] vector = new float[(int) floats.shape().size(1)];
      floats.asRawTensor().data().asFloats().read(vector);
      return vector;
    }
  }
}
