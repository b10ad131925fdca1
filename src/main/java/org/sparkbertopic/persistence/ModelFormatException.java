package org.sparkbertopic.persistence;

import java.io.IOException;

/**
 * A file is not what it should be: missing, damaged, of another format or of a later version. The
 * message names the file, what is wrong with it, and what to do. A plain {@link IOException} means
 * that the file system failed.
 */
public final class ModelFormatException extends IOException {

  private static final long serialVersionUID = 1L;

  ModelFormatException(String message) {
    super(message);
  }

  ModelFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
