package org.sparkbertopic.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.util.Locale;

/**
 * A model cannot be read or written, and the caller can fix the reason: a file is missing, damaged,
 * forbidden, in another format or of a later version, or the target has content. The message names
 * the file, the problem and the remedy. A plain {@link IOException} means that the file system
 * failed.
 */
public final class ModelDirectoryException extends IOException {

  private static final long serialVersionUID = 1L;

  public ModelDirectoryException(String message) {
    super(message);
  }

  public ModelDirectoryException(String message, Throwable cause) {
    super(message, cause);
  }

  static ModelDirectoryException notJson(Object file, JsonProcessingException cause) {
    return new ModelDirectoryException(
        String.format(
            Locale.ROOT,
            "%s is damaged: it is not the JSON it should be (%s); copy the file again or save the"
                + " model again",
            file,
            cause.getOriginalMessage()),
        cause);
  }
}
