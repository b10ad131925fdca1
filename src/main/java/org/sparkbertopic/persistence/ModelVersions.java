package org.sparkbertopic.persistence;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A folder of the versions of a model: each lies in a folder such as {@code v000017}, and the file
 * {@code current} names the newest whole one. {@link ModelDirectory} follows this file.
 */
public final class ModelVersions {

  /** The pointer: a file with the name of a version. */
  public static final String CURRENT = "current";

  private static final Pattern NAME = Pattern.compile("v([0-9]{6,18})");

  /** More than a name has, less than a wrong file could cost. */
  private static final int LONGEST_POINTER = 100;

  private ModelVersions() {}

  /** The name of a version. */
  public static String name(long number) {
    return String.format(Locale.ROOT, "v%06d", number);
  }

  /** The number of a version's name; empty if it is none. */
  public static OptionalLong number(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }

  /** The name of the current version; empty if the folder has no versions. */
  static Optional<String> current(FileSystem files, Path folder) throws IOException {
    Path pointer = new Path(folder, CURRENT);
    if (!files.exists(pointer)) {
      return Optional.empty();
    }
    String name;
    try (InputStream in = files.open(pointer)) {
      name = new String(in.readNBytes(LONGEST_POINTER), StandardCharsets.UTF_8).strip();
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
    if (number(name).isEmpty()) {
      throw ModelDirectoryException.of(
          "%s is damaged: it must hold the name of a version such as %s, got '%s'; write the name of the newest folder beside it there",
          pointer, name(1), name);
    }
    return Optional.of(name);
  }
}
