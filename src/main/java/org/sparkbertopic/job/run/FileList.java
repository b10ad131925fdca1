package org.sparkbertopic.job.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * The files of a result as they were written, to detect later changes.
 *
 * <p>Sizes cost one listing per folder. Checksums cost a read of the files, so for tables of any
 * size they are only kept if the files have at most {@link #MOST_HASHED_BYTES} in total and are at
 * most {@link #MOST_HASHED_FILES}.
 */
final class FileList {

  /** Reading this many bytes takes a fraction of a second. */
  static final long MOST_HASHED_BYTES = 64L << 20;

  /** Each file is a request to an object store, of some 20 ms. */
  static final int MOST_HASHED_FILES = 256;

  private static final int BUFFER_BYTES = 1 << 16;

  private FileList() {}

  /**
   * One file.
   *
   * @param sha256 digest of the content, in hexadecimal; null if only the size is known
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Listed(long bytes, String sha256) {}

  /** Lists sizes only. */
  static SortedMap<String, Listed> sizes(FileSystem files, Path path) throws IOException {
    return list(files, path, found -> false);
  }

  /** Lists sizes and checksums of all files. */
  static SortedMap<String, Listed> sums(FileSystem files, Path path) throws IOException {
    return list(files, path, found -> true);
  }

  /** Lists sizes, and checksums if the files are few and small. */
  static SortedMap<String, Listed> ofTable(FileSystem files, Path path) throws IOException {
    return list(files, path, FileList::areFewAndSmall);
  }

  private static boolean areFewAndSmall(Collection<FileStatus> files) {
    return files.size() <= MOST_HASHED_FILES
        && files.stream().mapToLong(FileStatus::getLen).sum() <= MOST_HASHED_BYTES;
  }

  /**
   * @param path a file, listed under its own name, or a folder, whose files are listed by relative
   *     path
   * @param hashed whether files get checksums
   */
  private static SortedMap<String, Listed> list(
      FileSystem files, Path path, Predicate<Collection<FileStatus>> hashed) throws IOException {
    SortedMap<String, FileStatus> found = statuses(files, path);
    boolean sums = hashed.test(found.values());
    SortedMap<String, Listed> entries = new TreeMap<>();
    for (Map.Entry<String, FileStatus> file : found.entrySet()) {
      String sum = sums ? sha256(files, file.getValue().getPath()) : null;
      entries.put(file.getKey(), new Listed(file.getValue().getLen(), sum));
    }
    return entries;
  }

  /** Skips names that begin with a dot or an underscore, which are never results. */
  private static SortedMap<String, FileStatus> statuses(FileSystem files, Path path)
      throws IOException {
    SortedMap<String, FileStatus> found = new TreeMap<>();
    FileStatus root = files.getFileStatus(path);
    if (root.isFile()) {
      found.put(path.getName(), root);
    } else {
      collect(files, path, "", found);
    }
    return found;
  }

  private static void collect(
      FileSystem files, Path folder, String prefix, SortedMap<String, FileStatus> found)
      throws IOException {
    for (FileStatus status : files.listStatus(folder)) {
      String name = status.getPath().getName();
      if (name.startsWith("_") || name.startsWith(".")) {
        continue;
      }
      if (status.isDirectory()) {
        collect(files, status.getPath(), prefix + name + "/", found);
      } else {
        found.put(prefix + name, status);
      }
    }
  }

  /**
   * Compares a result with this list, by size and by the known checksums.
   *
   * @return the first difference, in a few words; empty if there is none
   */
  static Optional<String> damage(FileSystem files, Path path, Map<String, Listed> known)
      throws IOException {
    return damage(files, path, known, true);
  }

  /** As {@link #damage}, by size only, at the cost of one listing. */
  static Optional<String> loss(FileSystem files, Path path, Map<String, Listed> known)
      throws IOException {
    return damage(files, path, known, false);
  }

  private static Optional<String> damage(
      FileSystem files, Path path, Map<String, Listed> known, boolean sums) throws IOException {
    SortedMap<String, FileStatus> present;
    try {
      present = statuses(files, path);
    } catch (FileNotFoundException e) {
      return Optional.of("'" + path + "' is missing");
    }
    for (Map.Entry<String, Listed> file : new TreeMap<>(known).entrySet()) {
      FileStatus status = present.remove(file.getKey());
      if (status == null) {
        return Optional.of("the file " + file.getKey() + " is missing");
      }
      if (status.getLen() != file.getValue().bytes()) {
        return Optional.of(
            String.format(
                Locale.ROOT,
                "the file %s has %,d bytes, it had %,d",
                file.getKey(),
                status.getLen(),
                file.getValue().bytes()));
      }
      if (sums && file.getValue().sha256() != null) {
        try {
          if (!file.getValue().sha256().equals(sha256(files, status.getPath()))) {
            return Optional.of("the file " + file.getKey() + " has another checksum");
          }
        } catch (ChecksumException e) {
          return Optional.of("the file " + file.getKey() + " does not agree with its .crc file");
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Verifies Hadoop's checksum files, as Spark does; on a local disk they lie next to the files of
   * tables.
   */
  private static String sha256(FileSystem files, Path file) throws IOException {
    FileSystem checked = files instanceof RawLocalFileSystem raw ? new LocalFileSystem(raw) : files;
    try (InputStream in = checked.open(file)) {
      return DigestUtils.sha256Hex(new BufferedInputStream(in, BUFFER_BYTES));
    }
  }
}
