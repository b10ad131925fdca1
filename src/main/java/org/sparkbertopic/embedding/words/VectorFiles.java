package org.sparkbertopic.embedding.words;

import java.nio.file.Path;

/** Errors about the content of files, in a common form. */
public final class VectorFiles {

  public static final String COPY_AGAIN = "copy the file again";

  private VectorFiles() {}

  /**
   * @param what expected content, such as "word vectors"
   * @param problem completes the sentence "FILE must hold WHAT, but ...", such as "it is empty"
   * @param remedy what to do
   */
  public static IllegalArgumentException unusable(
      Path file, String what, String problem, String remedy) {
    return unusable(file, what, problem, remedy, null);
  }

  public static IllegalArgumentException unusable(
      Path file, String what, String problem, String remedy, Exception cause) {
    return new IllegalArgumentException(
        file + " must hold " + what + ", but " + problem + "; " + remedy, cause);
  }
}
