package org.sparkbertopic.embedding.tensorflow;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;

/** Runs SavedModels: TensorFlow, in builds and on class paths that have it. */
interface SavedModelRuntime {

  /** The version of the native library. */
  String version();

  /**
   * Opens a model.
   *
   * @throws IllegalArgumentException if TensorFlow cannot read or run it
   */
  SavedModelSession open(Path folder, SavedModelSignature signature);

  /**
   * The runtime; its native library is loaded on the first call.
   *
   * @throws IllegalArgumentException if it is missing; the message says how to get it
   */
  static SavedModelRuntime get() {
    if (Holder.ATTEMPT.runtime() == null) {
      throw new IllegalArgumentException(
          "backend must be tensorflow only if TensorFlow is on the class path, got "
              + Holder.ATTEMPT.failure()
              + "; build with the Maven profile tensorflow (./mvnw -B -Ptensorflow package), with"
              + " -Dtensorflow.classifier=... for another system than Linux on x86_64",
          Holder.ATTEMPT.failure());
    }
    return Holder.ATTEMPT.runtime();
  }

  /**
   * A class that failed to load is not tried again, so the reason is kept.
   *
   * @param runtime null if it failed
   * @param failure null if it did not fail
   */
  record Attempt(SavedModelRuntime runtime, Throwable failure) {}

  /** One attempt per JVM. */
  final class Holder {

    private static final String RUNTIME_CLASS =
        "org.sparkbertopic.embedding.tensorflow.TensorFlowRuntime";

    private static final Attempt ATTEMPT = load();

    private Holder() {}

    private static Attempt load() {
      try {
        return new Attempt(
            Class.forName(RUNTIME_CLASS)
                .asSubclass(SavedModelRuntime.class)
                .getDeclaredConstructor()
                .newInstance(),
            null);
      } catch (InvocationTargetException e) {
        return new Attempt(null, e.getCause());
      } catch (ReflectiveOperationException | LinkageError e) {
        return new Attempt(null, e);
      }
    }
  }
}
