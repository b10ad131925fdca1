package org.sparkbertopic.embedding.words;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** What a file is: where, how large and how old, which is quick to ask; and its content's hash. */
public final class FileIdentity {

  private static final int BUFFER_BYTES = 1 << 18;

  private static final Map<String, String> KNOWN = new ConcurrentHashMap<>();

  private FileIdentity() {}

  /** Equal for the same file as long as nobody writes to it. */
  public static String key(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return file.toRealPath()
          + "?"
          + attributes.size()
          + "@"
          + attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look at " + file + "; copy it again", e);
    }
  }

  /** SHA-256 of the content, in hexadecimal; read once per JVM and file. */
  public static String contentHash(Path file) {
    return KNOWN.computeIfAbsent(key(file), key -> hash(file));
  }

  /** Tells the hash that was found by another JVM. */
  static void remember(String key, String hash) {
    KNOWN.put(key, hash);
  }

  /** Paths of files within a folder, with slashes whatever the system. */
  public static List<String> relative(Path folder, List<Path> files) {
    return files.stream()
        .map(file -> folder.relativize(file).toString().replace('\\', '/'))
        .toList();
  }

  static boolean knows(String key) {
    return KNOWN.containsKey(key);
  }

  private static String hash(Path file) {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + "; copy it again", e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** SHA-256 of a text, in hexadecimal. */
  public static String hash(String text) {
    return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
