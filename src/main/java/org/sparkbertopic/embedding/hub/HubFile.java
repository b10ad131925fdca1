package org.sparkbertopic.embedding.hub;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.sparkbertopic.http.Download;

/**
 * A file of a model at a commit.
 *
 * @param model with the commit as its revision
 * @param path relative to the model's root, with slashes
 * @param etag SHA-256 of a large file, Git's SHA-1 of a small one
 * @param size in bytes; negative if unknown
 */
record HubFile(HubSettings settings, HubName model, String path, String etag, long size)
    implements Download.Source {

  private static final int BUFFER_BYTES = 1 << 16;

  @Override
  public String name() {
    return path;
  }

  @Override
  public URI address() {
    return address(settings, model, path);
  }

  static URI address(HubSettings settings, HubName model, String path) {
    StringBuilder uri =
        new StringBuilder(
            settings.endpoint() + "/" + model.repository() + "/resolve/" + model.revision());
    for (String part : path.split("/", -1)) {
      uri.append('/').append(URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"));
    }
    return URI.create(uri.toString());
  }

  @Override
  public boolean isWhole(Path file) throws IOException {
    long length = Files.size(file);
    if (size >= 0 && length != size) {
      return false;
    }
    return switch (etag.length()) {
      case 64 -> etag.equals(sha256(file));
      case 40 -> etag.equals(gitHash(file));
      default -> true;
    };
  }

  /** What the hub names a large file by. */
  static String sha256(Path file) throws IOException {
    return hash(DigestUtils.getSha256Digest(), file);
  }

  /** What Git names a small file by: it hashes a header with the content. */
  static String gitHash(Path file) throws IOException {
    MessageDigest git = DigestUtils.getSha1Digest();
    git.update(("blob " + Files.size(file) + "\0").getBytes(StandardCharsets.UTF_8));
    return hash(git, file);
  }

  private static String hash(MessageDigest digest, Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES)) {
      return Hex.encodeHexString(DigestUtils.updateDigest(digest, in).digest());
    }
  }

  @Override
  public String damaged() {
    return path
        + " of "
        + model.repository()
        + " arrived damaged twice: it does not hash to "
        + etag
        + "; check the proxy, or HF_ENDPOINT";
  }

  @Override
  public String refusal(HttpResponse<?> response) {
    return HubErrors.message(settings, model, response);
  }
}
