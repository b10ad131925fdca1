package org.sparkbertopic.embedding.words;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.io.CacheLock;
import org.sparkbertopic.io.FileIdentity;

/**
 * The open {@link WordStore} for each file of word vectors: one per file and JVM. A file is
 * converted once per machine and content.
 *
 * <p>The converted file is named by the hash of the source's content. It is written under a
 * temporary name and renamed when complete, so every JVM finds it either correct or absent. A lock
 * keeps several JVMs from converting the same file at once. A small note with the hash for a path,
 * size and time saves later JVMs the hashing.
 */
final class WordStores {

  private static final Map<String, WordStore> OPEN = new ConcurrentHashMap<>();

  private WordStores() {}

  /**
   * @param cacheFolder folder for the converted file; blank for the default of {@link CacheFolder}
   * @throws IllegalArgumentException if the file is missing, in another format, or damaged
   * @throws UncheckedIOException if a file cannot be read or written
   */
  static WordStore shared(Path source, String cacheFolder) {
    requireFile(source);
    return OPEN.computeIfAbsent(
        FileIdentity.key(source),
        key -> {
          try {
            return open(source, key, CacheFolder.resolve(cacheFolder));
          } catch (IOException e) {
            throw new UncheckedIOException(
                "cannot convert "
                    + source
                    + " ("
                    + e.getMessage()
                    + "); see that the cache folder has room for the vectors as 32-bit numbers, or"
                    + " give another",
                e);
          }
        });
  }

  /** The hash of the content; for the errors see {@link #shared}. */
  static String contentHash(Path source, String cacheFolder) {
    requireFile(source);
    String key = FileIdentity.key(source);
    if (!FileIdentity.knows(key)) {
      return contentHash(source, key, CacheFolder.resolve(cacheFolder));
    }
    return FileIdentity.contentHash(source);
  }

  static void requireFile(Path source) {
    if (!Files.isRegularFile(source)) {
      throw Checks.invalid(
          "files must be word vectors on this machine, got %s%s; files of more than 2 GiB are"
              + " not sent to executors: put them there on each, or on a shared disk",
          source, Files.exists(source) ? ", which is no file" : ", which is not there");
    }
  }

  private static WordStore open(Path source, String key, Path cache) throws IOException {
    String hash = contentHash(source, key, cache);
    Path target = cache.resolve(hash + "-v" + WordStore.VERSION + ".words");
    WordStore store = WordStore.openIfWhole(target);
    if (store != null) {
      return store;
    }
    return CacheLock.whileHeld(
        target.resolveSibling(target.getFileName() + ".lock"),
        () -> {},
        alone -> convertIfMissing(source, cache, hash, target, alone));
  }

  private static WordStore convertIfMissing(
      Path source, Path cache, String hash, Path target, boolean alone) throws IOException {
    WordStore store = WordStore.openIfWhole(target);
    if (store == null) {
      if (alone) {
        deleteLeftovers(cache, hash);
      }
      convert(source, cache, hash, target);
      store = WordStore.openIfWhole(target);
    }
    if (store == null) {
      throw new IOException("the file written to " + target + " is not what was read back");
    }
    return store;
  }

  private static void convert(Path source, Path cache, String hash, Path target)
      throws IOException {
    Path temporary = Files.createTempFile(cache, hash + "-", ".tmp");
    try {
      WordFile.copy(source, dimension -> new WordStoreWriter(temporary, dimension));
      try {
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Deletes files of a killed JVM. While the lock is held, nobody else works on this content. */
  private static void deleteLeftovers(Path cache, String hash) throws IOException {
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(cache, hash + "-*.tmp*")) {
      for (Path leftover : leftovers) {
        Files.deleteIfExists(leftover);
      }
    }
  }

  private static String contentHash(Path source, String key, Path cache) {
    Path note = cache.resolve(FileIdentity.hash(key) + ".source");
    String noted = read(note);
    if (noted != null) {
      FileIdentity.remember(key, noted);
      return noted;
    }
    String hash = FileIdentity.contentHash(source);
    writeNote(source, note, hash);
    return hash;
  }

  private static String read(Path note) {
    try {
      String text = Files.readString(note);
      return text.matches("[0-9a-f]{64}") ? text : null;
    } catch (IOException e) {
      return null;
    }
  }

  /** Only saves work: if the note cannot be written, the next JVM computes the hash again. */
  private static void writeNote(Path source, Path note, String hash) {
    try {
      if (!FileIdentity.settled(source)) {
        return;
      }
      Path temporary = Files.createTempFile(note.getParent(), "note-", ".tmp");
      try {
        Files.writeString(temporary, hash);
        Files.move(
            temporary, note, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      // As above.
    }
  }
}
