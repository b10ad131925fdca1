package org.sparkbertopic.embedding.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The files of a shipped model, one line {@code SHA-256 SIZE PATH} each.
 *
 * @param files sorted by path
 */
record FolderManifest(List<Entry> files) {

  /**
   * A file.
   *
   * @param hash SHA-256 in hexadecimal
   * @param path relative to the folder, with slashes
   */
  record Entry(String hash, long size, String path) {

    /** The file's name in Spark: equal content has one name, whichever model it belongs to. */
    String shippedName() {
      return "spark-bertopic-" + hash;
    }
  }

  FolderManifest {
    files = List.copyOf(files);
  }

  static FolderManifest of(Path folder, List<String> paths) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (String path : paths.stream().sorted().toList()) {
      Path file = folder.resolve(path);
      entries.add(new Entry(hash(file), Files.size(file), path));
    }
    return new FolderManifest(entries);
  }

  static FolderManifest parse(String text) {
    List<Entry> entries = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      if (!line.isEmpty()) {
        String[] parts = line.split(" ", 3);
        entries.add(new Entry(parts[0], Long.parseLong(parts[1]), parts[2]));
      }
    }
    return new FolderManifest(entries);
  }

  String text() {
    StringBuilder text = new StringBuilder();
    for (Entry file : files) {
      text.append(file.hash()).append(' ').append(file.size()).append(' ').append(file.path());
      text.append('\n');
    }
    return text.toString();
  }

  String contentHash() {
    return DigestUtils.sha256Hex(text());
  }

  static String shippedName(String contentHash) {
    return "spark-bertopic-" + contentHash + ".files";
  }

  /** Whether a folder has these files, with this content. */
  boolean matches(Path folder) throws IOException {
    for (Entry entry : files) {
      Path file = folder.resolve(entry.path());
      if (!Files.isRegularFile(file) || Files.size(file) != entry.size()) {
        return false;
      }
    }
    for (Entry entry : files) {
      if (!hash(folder.resolve(entry.path())).equals(entry.hash())) {
        return false;
      }
    }
    return true;
  }

  static String hash(Path file) throws IOException {
    return HubFile.sha256(file);
  }
}
