package org.sparkbertopic.embedding.sparknlp;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * A folder that Spark ML wrote, on the driver's disk or on any Hadoop file system.
 *
 * @param path with its file system, unless only the session knows it
 * @param given as the user gave it, for messages
 */
record SavedFolder(Path path, String given) {

  /** More than one letter: a Windows drive is not a scheme. */
  private static final Pattern ADDRESS = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/.*");

  private static final Pattern WEB = Pattern.compile("(?i)https?:.*");
  private static final int BUFFER_BYTES = 1 << 18;

  private static final Map<String, String> KNOWN = new ConcurrentHashMap<>();

  static boolean isAddress(String model) {
    return ADDRESS.matcher(model).matches() && !WEB.matcher(model).matches();
  }

  /**
   * A path without a scheme is a folder of the driver, as with all other models; if there is no
   * such folder, it is on the default file system.
   *
   * @throws IllegalArgumentException if it cannot be a path
   */
  static SavedFolder of(String folder) {
    try {
      if (!isAddress(folder)) {
        java.nio.file.Path local = java.nio.file.Path.of(folder).toAbsolutePath();
        if (Files.exists(local)) {
          return new SavedFolder(new Path(new Path(local.toUri()), "."), folder);
        }
      }
      return new SavedFolder(new Path(folder), folder);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "folder must be a path, got " + folder + " (" + e.getMessage() + "); correct it", e);
    }
  }

  String name() {
    String name = path.getName();
    return name.isEmpty() ? given : name;
  }

  /** The session's settings may say how to reach file systems other than the local one. */
  boolean isReadableNow() {
    return isLocal() || SparkSession.getDefaultSession().isDefined();
  }

  private boolean isLocal() {
    return "file".equals(path.toUri().getScheme());
  }

  FileSystem files() throws IOException {
    Configuration settings =
        SparkSession.getDefaultSession().isDefined()
            ? SparkSession.getDefaultSession().get().sparkContext().hadoopConfiguration()
            : new Configuration();
    return path.getFileSystem(settings);
  }

  /**
   * SHA-256 of the paths and contents of its files, without those that only mark it as complete.
   */
  String contentHash() {
    return contentHash(path -> true);
  }

  /**
   * The same hash for some of its files.
   *
   * @param wanted selects files by their paths in the folder, with slashes
   */
  String contentHash(Predicate<String> wanted) {
    MessageDigest digest = DigestUtils.getSha256Digest();
    try {
      FileSystem files = files();
      for (Map.Entry<String, FileStatus> file : listing(files).entrySet()) {
        if (!wanted.test(file.getKey())) {
          continue;
        }
        String hash =
            KNOWN.computeIfAbsent(
                key(file.getValue()), k -> hash(files, file.getValue().getPath()));
        digest.update((file.getKey() + " " + hash + "\n").getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Stays equal until a file of the folder is written; costs a listing. */
  String key() {
    StringBuilder keys = new StringBuilder();
    try {
      listing(files()).values().forEach(file -> keys.append(key(file)).append('\n'));
    } catch (IOException e) {
      throw unreadable(e);
    }
    return keys.toString();
  }

  private static String key(FileStatus file) {
    return file.getPath() + "?" + file.getLen() + "@" + file.getModificationTime();
  }

  private TreeMap<String, FileStatus> listing(FileSystem files) throws IOException {
    TreeMap<String, FileStatus> found = new TreeMap<>();
    Path root = files.makeQualified(path);
    List<Path> folders = new ArrayList<>(List.of(root));
    while (!folders.isEmpty()) {
      for (FileStatus status : files.listStatus(folders.remove(folders.size() - 1))) {
        String name = status.getPath().getName();
        if (status.isDirectory()) {
          folders.add(status.getPath());
        } else if (!name.startsWith("_") && !name.startsWith(".")) {
          found.put(root.toUri().relativize(status.getPath().toUri()).getPath(), status);
        }
      }
    }
    return found;
  }

  private String hash(FileSystem files, Path file) {
    try (InputStream in = files.open(file)) {
      return DigestUtils.sha256Hex(new BufferedInputStream(in, BUFFER_BYTES));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  IllegalArgumentException unreadable(IOException e) {
    return new IllegalArgumentException(
        "model must be a folder that can be read, got "
            + given
            + " ("
            + e.getMessage()
            + "); copy it again, or correct the path",
        e);
  }
}
