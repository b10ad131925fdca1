package org.sparkbertopic.io;

import java.io.IOException;

/**
 * A file does not have its format: it is damaged, truncated, or holds something that this reader
 * does not support. The message names the file, what is wrong with it, and what to do.
 */
public final class FileFormatException extends IOException {

  private static final long serialVersionUID = 1L;

  public FileFormatException(String message) {
    super(message);
  }

  public FileFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
