package org.sparkbertopic.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.util.Locale;

/**
 * A model cannot be read or written as asked, and the caller can do something about it: a file is
 * missing, damaged, not permitted, of another format or of a later version, or there is something
 * already. The message names the file, what is wrong with it, and what to do. A plain {@link
 * IOException} means that the file system failed.
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
