package org.sparkbertopic.persistence;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder of the versions of a model: each lies in a folder such as {@code v000017}, and the file
 * {@code current} names the newest whole one. {@link ModelDirectory} follows this file.
 */
public final class ModelVersions {

  /** The pointer: a file with the name of a version. */
  public static final String CURRENT = "current";

  private static final Pattern NAME = Pattern.compile("v([0-9]{6,18})");

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
}
