package org.sparkbertopic.embedding.hub;

import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model's folder, as an executor is told of it: where it lies on the driver, and what must be in
 * it. Made by {@link ModelShipping#ship}; found again by {@link #resolve}.
 *
 * <p>Its {@link #reference} is a string for records that know their folder as a string. It holds
 * for the Spark application that shipped it and is not to be saved: save the folder or the name on
 * the hub, and ship it again.
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

  /** Whether a model's folder is given by {@link #reference}. */
  public static boolean isReference(String model) {
    return REFERENCE.matcher(model).matches();
  }

  /**
   * Reads a {@link #reference}.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static ModelFolder parse(String reference) {
    Matcher matcher = REFERENCE.matcher(reference);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "reference must be shipped:HASH:FOLDER, got " + reference + "; ship the model again");
    }
    return new ModelFolder(matcher.group(2), matcher.group(1));
  }

  /** One string for both; its last part is the folder's name. */
  public String reference() {
    return "shipped:" + contentHash + ":" + path;
  }

  /**
   * The folder on this machine. The first call in a JVM checks the files against their hashes: the
   * folder of the same path if it has them (a shared file system, or the driver itself), else those
   * that Spark brought. Later calls cost nothing.
   *
   * @throws IllegalStateException if neither has them
   */
  public Path resolve() {
    return ShippedFiles.locate(this);
  }

  /** As {@link #resolve} where the string is a reference; any other string is a path. */
  public static Path resolve(String model) {
    return isReference(model) ? parse(model).resolve() : Path.of(model);
  }

  /** Whether there is a folder of this path here, whatever it holds. */
  boolean isHere() {
    return Files.isDirectory(Path.of(path));
  }
}
