package org.sparkbertopic.persistence.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.Set;
import org.sparkbertopic.io.FileFormatException;

/**
 * The folder that a model lies in: of any file system of Hadoop, or of this machine's disk, which
 * needs no Hadoop. Names of files may hold slashes.
 */
public interface ModelStore {

  /** The full name of the folder, for messages. */
  String name();

  /** The full name of a file in it, for messages. */
  String nameOf(String file);

  /** A folder in it that belongs to the same model. */
  ModelStore in(String folder);

  /** A folder in it that has a model of its own. */
  ModelStore other(String folder);

  /** Whether a file or folder is there. */
  boolean has(String file) throws IOException;

  /** Whether it is there itself. */
  boolean exists() throws IOException;

  boolean isFolder() throws IOException;

  /** The full name of the folder beside it that has its name behind a prefix, if there is one. */
  Optional<String> beside(String prefix) throws IOException;

  /** The names in the folder. */
  Set<String> names() throws IOException;

  /**
   * The length of a file.
   *
   * @throws FileNotFoundException if it is missing
   * @throws FileFormatException if it is a link to a file outside of the model, or a device
   */
  long length(String file) throws IOException;

  InputStream open(String file) throws IOException;

  /** Replaces the file if it is there. */
  OutputStream create(String file) throws IOException;

  /** Whether a failure means that permission is denied, in the words of this file system. */
  boolean isRefusal(IOException failure);
}
