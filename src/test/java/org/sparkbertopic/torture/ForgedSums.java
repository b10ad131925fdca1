package org.sparkbertopic.torture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * Makes the checksums in a folder fit a file that was damaged, as somebody would who means harm:
 * wherever a JSON file of the folder holds a sum of the old content, it gets that of the new one,
 * and then its own sums change likewise. So does the sum that a file gives of the rest of itself.
 */
final class ForgedSums {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_FILES_DEEP = 4;

  /** First in a file that gives the sum of what follows. */
  private static final String OWN_SUM = "sha256";

  private final Path folder;

  ForgedSums(Path folder) {
    this.folder = folder;
  }

  void fit(Damage.Done done) throws IOException {
    fit(done.file(), done.before(), 0);
  }

  private void fit(Path changed, byte[] before, int depth) throws IOException {
    Map<String, String> sums = new LinkedHashMap<>();
    boolean there = Files.isRegularFile(changed, LinkOption.NOFOLLOW_LINKS);
    if (there && guardsItself(parsed(before))) {
      byte[] content = Files.readAllBytes(changed);
      Files.write(changed, sealed(parsed(content), content));
    }
    Sums old = Sums.of(before);
    Sums now = there ? Sums.of(changed) : old;
    for (int i = 0; i < old.digests().size(); i++) {
      sums.put(old.digests().get(i), now.digests().get(i));
    }
    for (Path file : jsonFiles()) {
      if (file.equals(changed)) {
        continue;
      }
      byte[] content = Files.readAllBytes(file);
      JsonNode root = parsed(content);
      if (root == null) {
        continue;
      }
      boolean edited =
          there
              ? replace(root, sums, old.bytes(), now.bytes())
              : forget(root, changed.getFileName().toString());
      if (edited) {
        Files.write(file, sealed(root, JSON.writeValueAsBytes(root)));
        if (depth < MOST_FILES_DEEP) {
          fit(file, content, depth + 1);
        }
      }
    }
  }

  private static boolean guardsItself(JsonNode root) {
    return root != null && root.path(OWN_SUM).isTextual();
  }

  /**
   * A file that gives the sum of the rest of itself, with the sum that it has now.
   *
   * @param content of any other file, which stays
   */
  private static byte[] sealed(JsonNode root, byte[] content) throws IOException {
    if (!guardsItself(root) || root.size() < 2) {
      return content;
    }
    ObjectNode rest = root.deepCopy();
    rest.remove(OWN_SUM);
    String body = JSON.writeValueAsString(rest).substring(1);
    MessageDigest digest = Sums.digest("SHA-256");
    String sum = HexFormat.of().formatHex(digest.digest(body.getBytes(StandardCharsets.UTF_8)));
    return ("{\"" + OWN_SUM + "\": \"" + sum + "\"," + body).getBytes(StandardCharsets.UTF_8);
  }

  private static JsonNode parsed(byte[] content) {
    try {
      return JSON.readTree(content);
    } catch (IOException | StackOverflowError e) {
      return null;
    }
  }

  private List<Path> jsonFiles() throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(file -> file.getFileName().toString().endsWith(".json"))
          .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .toList();
    }
  }

  private static boolean replace(
      JsonNode node, Map<String, String> sums, long oldBytes, long newBytes) {
    boolean edited = false;
    if (node instanceof ObjectNode object) {
      List<String> keys = new ArrayList<>();
      object.fieldNames().forEachRemaining(keys::add);
      boolean here = false;
      for (String key : keys) {
        String sum = sums.get(object.get(key).asText("").toLowerCase(Locale.ROOT));
        if (sum != null) {
          object.put(key, sum);
          here = true;
        }
      }
      for (String key : keys) {
        if (here && object.get(key).canConvertToLong() && object.get(key).asLong() == oldBytes) {
          object.put(key, newBytes);
        }
      }
      edited = here;
    }
    if (node instanceof ContainerNode<?>) {
      for (JsonNode child : node) {
        edited |= replace(child, sums, oldBytes, newBytes);
      }
    }
    return edited;
  }

  /** Takes a file that is gone out of every list. */
  private static boolean forget(JsonNode node, String name) {
    boolean edited = node instanceof ObjectNode object && object.remove(name) != null;
    if (node instanceof ContainerNode<?>) {
      for (JsonNode child : node) {
        edited |= forget(child, name);
      }
    }
    return edited;
  }

  /** Of every kind that a list of files may hold. */
  private record Sums(long bytes, List<String> digests) {

    static Sums of(byte[] content) {
      try {
        return of(new java.io.ByteArrayInputStream(content));
      } catch (IOException e) {
        throw new IllegalStateException("memory is read", e);
      }
    }

    static Sums of(Path file) throws IOException {
      try (InputStream in = Files.newInputStream(file)) {
        return of(in);
      }
    }

    private static Sums of(InputStream in) throws IOException {
      List<Checksum> checksums = List.of(new CRC32C(), new CRC32());
      List<MessageDigest> digests = List.of(digest("SHA-256"), digest("SHA-1"), digest("MD5"));
      byte[] buffer = new byte[1 << 16];
      long bytes = 0;
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        bytes += read;
        for (Checksum checksum : checksums) {
          checksum.update(buffer, 0, read);
        }
        for (MessageDigest digest : digests) {
          digest.update(buffer, 0, read);
        }
      }
      List<String> texts = new ArrayList<>();
      checksums.forEach(sum -> texts.add(String.format(Locale.ROOT, "%08x", sum.getValue())));
      digests.forEach(digest -> texts.add(HexFormat.of().formatHex(digest.digest())));
      return new Sums(bytes, texts);
    }

    private static MessageDigest digest(String name) {
      try {
        return MessageDigest.getInstance(name);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every JVM has " + name, e);
      }
    }
  }
}
