package org.sparkbertopic.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.MessageDigestAlgorithms;

/**
 * The identity of a file: a cheap key of path, size and time, and the hash of its content.
 *
 * <p>The time of a file moves in steps of milliseconds, on some file systems of two seconds. A file
 * that was written just now may be written again within the same step, so the key of such a file
 * has the hash of its content, too.
 */
public final class FileIdentity {

  /** Longer than the step of any file system's time. */
  private static final Duration SETTLED = Duration.ofSeconds(3);

  private static final Map<String, String> KNOWN = new ConcurrentHashMap<>();

  private FileIdentity() {}

  /** Stays the same as long as nobody writes to the file. */
  public static String key(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      FileTime modified = attributes.lastModifiedTime();
      return file.toRealPath()
          + "?"
          + attributes.size()
          + "@"
          + modified.to(TimeUnit.NANOSECONDS)
          + (settled(modified) ? "" : "#" + hash(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look at " + file + "; copy it again", e);
    }
  }

  /** Stays the same as long as nobody writes to the files. */
  public static String key(List<Path> files) {
    return files.stream().map(FileIdentity::key).collect(Collectors.joining("\n"));
  }

  /** Whether the file's time will be another one if somebody writes to it from now on. */
  public static boolean settled(Path file) throws IOException {
    return settled(Files.getLastModifiedTime(file));
  }

  private static boolean settled(FileTime modified) {
    return modified.toInstant().isBefore(Instant.now().minus(SETTLED));
  }

  /** SHA-256 of the files' names and contents. */
  public static String contentHash(List<Path> files) {
    return hash(
        files.stream()
            .map(file -> file.getFileName() + " " + contentHash(file) + "\n")
            .collect(Collectors.joining()));
  }

  /** SHA-256 of the content, in hexadecimal; computed once per JVM and file. */
  public static String contentHash(Path file) {
    return KNOWN.computeIfAbsent(key(file), key -> hash(file));
  }

  /** Records a hash that another JVM computed. */
  public static void remember(String key, String hash) {
    KNOWN.put(key, hash);
  }

  /** Paths of the files within a folder, with slashes on every system. */
  public static List<String> relative(Path folder, List<Path> files) {
    return files.stream()
        .map(file -> folder.relativize(file).toString().replace('\\', '/'))
        .toList();
  }

  /** Whether {@link #contentHash(Path)} of the file with this key is known. */
  public static boolean knows(String key) {
    return KNOWN.containsKey(key);
  }

  private static String hash(Path file) {
    try {
      return new DigestUtils(MessageDigestAlgorithms.SHA_256).digestAsHex(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + "; copy it again", e);
    }
  }

  /** SHA-256 of a text, in hexadecimal. */
  public static String hash(String text) {
    return DigestUtils.sha256Hex(text);
  }
}
