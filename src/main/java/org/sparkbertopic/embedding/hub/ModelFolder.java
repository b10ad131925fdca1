package org.sparkbertopic.embedding.hub;

import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model's folder as described to an executor: its path on the driver and its required content.
 * {@link ModelShipping#ship} creates it, and {@link #resolve} finds the folder on a machine.
 *
 * <p>{@link #reference} is a string for records that hold their folder as a string. It is valid
 * only in the Spark application that shipped it. Do not save it: save the folder or the name on the
 * hub, and ship that again.
 *
 * @param path on the driver
 * @param contentHash SHA-256 of the list of its files and their hashes
 */
public record ModelFolder(String path, String contentHash) implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final Pattern REFERENCE = Pattern.compile("shipped:([0-9a-f]{64}):(.+)");

  public ModelFolder {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(contentHash, "contentHash");
  }

  /** Whether a model's folder is a {@link #reference}. */
  public static boolean isReference(String model) {
    return REFERENCE.matcher(model).matches();
  }

  /**
   * Reads a {@link #reference}.
   *
   * @throws IllegalArgumentException if it is not a reference
   */
  public static ModelFolder parse(String reference) {
    Matcher matcher = REFERENCE.matcher(reference);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "reference must be shipped:HASH:FOLDER, got " + reference + "; ship the model again");
    }
    return new ModelFolder(matcher.group(2), matcher.group(1));
  }

  /** Path and hash in one string, whose last part is the folder's name. */
  public String reference() {
    return "shipped:" + contentHash + ":" + path;
  }

  /**
   * The folder on this machine: the one of the same path if it has the files (a shared file system,
   * or the driver itself), else the files that Spark shipped. The first call in a JVM verifies the
   * hashes. Later calls cost nothing.
   *
   * @throws IllegalStateException if neither has them
   */
  public Path resolve() {
    return ShippedFiles.locate(this);
  }

  /** As {@link #resolve} if the string is a reference; any other string is a path. */
  public static Path resolve(String model) {
    return isReference(model) ? parse(model).resolve() : Path.of(model);
  }

  /** Whether this machine has a folder of this path, whatever it holds. */
  boolean isHere() {
    return Files.isDirectory(Path.of(path));
  }
}
