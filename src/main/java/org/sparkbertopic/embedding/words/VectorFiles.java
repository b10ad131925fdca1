package org.sparkbertopic.embedding.words;

import java.nio.file.Path;

/** Errors about the content of files, in one form. */
public final class VectorFiles {

  public static final String COPY_AGAIN = "copy the file again";

  private VectorFiles() {}

  /**
   * @param what what the file should be, such as "word vectors"
   * @param problem continues "got FILE, ": "whose row 3 ..." or "which ends ..."
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
