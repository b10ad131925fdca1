package org.sparkbertopic.embedding.hub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One model's part of the hub's cache, in the layout of Python's huggingface_hub: {@code
 * blobs/ETAG} hold the bytes, {@code snapshots/COMMIT/PATH} are links to them, {@code
 * refs/REVISION} names a commit. Every file appears under its name atomically, when it is complete.
 */
final class HubCache {

  private final Path root;
  private final Path locks;

  HubCache(Path cache, HubName name) {
    String folder = "models--" + name.repository().replace("/", "--");
    this.root = cache.resolve(folder);
    this.locks = cache.resolve(".locks").resolve(folder);
  }

  Path snapshot(String commit) {
    return root.resolve("snapshots").resolve(commit);
  }

  Path blob(String etag) {
    return root.resolve("blobs").resolve(etag);
  }

  /** Not Python's name: two processes that append to one file would corrupt it. */
  Path incomplete(String etag) {
    return root.resolve("blobs").resolve(etag + ".jvm.incomplete");
  }

  /** Turns a completely downloaded file into a blob, atomically. */
  void publish(String etag) throws IOException {
    Files.move(
        incomplete(etag),
        blob(etag),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  Path lock() {
    return locks.resolve("spark-bertopic.lock");
  }

  /** The commit of a revision at its last lookup. */
  Optional<String> commit(HubName name) {
    if (name.isPinned()) {
      return Optional.of(name.revision());
    }
    Path ref = root.resolve("refs").resolve(name.revision());
    try {
      String commit = Files.readString(ref, StandardCharsets.UTF_8).strip();
      return Optional.of(commit).filter(text -> text.matches("[0-9a-f]{40}"));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  void writeRef(HubName name, String commit) throws IOException {
    if (name.isPinned() || commit(name).equals(Optional.of(commit))) {
      return;
    }
    Path ref = root.resolve("refs").resolve(name.revision());
    Files.createDirectories(ref.getParent());
    Path temporary = ref.resolveSibling(ref.getFileName() + ".jvm.tmp");
    Files.writeString(temporary, commit, StandardCharsets.UTF_8);
    Files.move(temporary, ref, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Paths of a snapshot's files, relative to it; without those whose blob is gone. */
  List<String> files(String commit) {
    Path snapshot = snapshot(commit);
    try (Stream<Path> walk = Files.walk(snapshot)) {
      return List.copyOf(
          new TreeSet<>(
              walk.filter(Files::isRegularFile)
                  .map(file -> snapshot.relativize(file).toString().replace('\\', '/'))
                  .toList()));
    } catch (IOException e) {
      return List.of();
    }
  }

  boolean has(String commit, String path) {
    return Files.isRegularFile(snapshot(commit).resolve(path));
  }

  /** Whether a commit is known to lack a file, as Python notes it too. */
  boolean lacks(String commit, String path) {
    return Files.isRegularFile(absent(commit, path));
  }

  void noteAbsent(String commit, String path) throws IOException {
    Files.createDirectories(absent(commit, path).getParent());
    Files.write(absent(commit, path), new byte[0]);
  }

  private Path absent(String commit, String path) {
    return root.resolve(".no_exist").resolve(commit).resolve(path);
  }

  /**
   * Puts a blob under its path: as a relative link or, if the file system has none, as a hard link
   * or a copy.
   */
  void link(String commit, String path, String etag) throws IOException {
    Path link = snapshot(commit).resolve(path);
    Path blob = blob(etag);
    Files.createDirectories(link.getParent());
    Files.deleteIfExists(link);
    try {
      Files.createSymbolicLink(link, link.getParent().relativize(blob));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isRegularFile(link)) {
        throw e;
      }
    } catch (UnsupportedOperationException | IOException e) {
      Path temporary = link.resolveSibling(link.getFileName() + ".jvm.tmp");
      Files.copy(blob, temporary, StandardCopyOption.REPLACE_EXISTING);
      Files.move(temporary, link, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  void prepare() throws IOException {
    Files.createDirectories(root.resolve("blobs"));
    Files.createDirectories(locks);
  }
}
