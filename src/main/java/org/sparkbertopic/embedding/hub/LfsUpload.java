package org.sparkbertopic.embedding.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.sparkbertopic.http.DownloadProgress;
import org.sparkbertopic.http.FileUpload;
import org.sparkbertopic.http.RefusedException;
import org.sparkbertopic.http.TransientException;

/**
 * Sends large files to the hub's storage by the batch protocol of Git LFS, in one piece or, as the
 * hub asks, in parts. The storage gets no token: its addresses are signed.
 */
final class LfsUpload {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final Map<String, String> LFS =
      Map.of(
          "Accept", "application/vnd.git-lfs+json", "Content-Type", "application/vnd.git-lfs+json");

  /** Names the size of a part among the headers of an upload. */
  private static final String PART_BYTES = "chunk_size";

  /** Headers that Java's client sets, and lets nobody else set. */
  private static final Set<String> OF_THE_CLIENT =
      Set.of("host", "content-length", "connection", "expect", "upgrade");

  private static final Duration LEAST_TIMEOUT = Duration.ofMinutes(5);

  /** A slower connection is as good as none. */
  private static final long LEAST_BYTES_PER_SECOND = 50_000;

  private final HubApi api;
  private final HubName name;
  private final DownloadProgress progress;

  LfsUpload(HubApi api, HubName name, DownloadProgress progress) {
    this.api = api;
    this.name = name;
    this.progress = progress;
  }

  /**
   * Sends the files that the storage does not have.
   *
   * @param files by their SHA-256
   */
  void send(Map<String, UploadFile> files) throws IOException, InterruptedException {
    if (files.isEmpty()) {
      return;
    }
    Map<String, UploadFile> ordered = new TreeMap<>(files);
    ObjectNode body = NODES.objectNode().put("operation", "upload").put("hash_algo", "sha256");
    body.putArray("transfers").add("basic").add("multipart");
    body.putObject("ref").put("name", name.revision());
    ArrayNode objects = body.putArray("objects");
    for (Map.Entry<String, UploadFile> file : ordered.entrySet()) {
      objects.addObject().put("oid", file.getKey()).put("size", file.getValue().size());
    }
    JsonNode answer =
        api.postForJson(
            api.here(api.page() + ".git/info/lfs/objects/batch"), LFS, body, "take large files");
    Set<String> answered = new HashSet<>();
    for (JsonNode object : answer.path("objects")) {
      String hash = object.path("oid").asText();
      UploadFile file = ordered.get(hash);
      if (file != null && answered.add(hash)) {
        send(object, hash, file);
      }
    }
    for (Map.Entry<String, UploadFile> file : ordered.entrySet()) {
      if (!answered.contains(file.getKey())) {
        throw new TransientException("the hub's answer says nothing of " + file.getValue().path());
      }
    }
  }

  private void send(JsonNode object, String hash, UploadFile file)
      throws IOException, InterruptedException {
    if (object.has("error")) {
      throw new RefusedException(
          String.format(
              Locale.ROOT,
              "the hub does not take %s of %s (%d: %s); see the limits of the account at %s",
              file.path(),
              name,
              object.path("error").path("code").asInt(),
              object.path("error").path("message").asText(),
              api.page()),
          object.path("error").path("code").asInt());
    }
    JsonNode upload = object.path("actions").path("upload");
    if (upload.isMissingNode()) {
      progress.note(file.path() + " is in the hub's storage already");
      return;
    }
    try {
      JsonNode partBytes = upload.path("header").path(PART_BYTES);
      if (partBytes.isMissingNode()) {
        upload(file.size())
            .put(address(upload), headers(upload), file.size(), () -> file.open(0, Long.MAX_VALUE));
      } else {
        sendParts(upload, partBytes.asLong(), hash, file);
      }
    } catch (RefusedException e) {
      throw new RefusedException(
          "the hub's storage did not take "
              + file.path()
              + " of "
              + name
              + ": "
              + e.getMessage()
              + "; start again: what was sent is not sent again",
          0);
    }
    JsonNode verify = object.path("actions").path("verify");
    if (!verify.isMissingNode()) {
      JsonNode size = NODES.objectNode().put("oid", hash).put("size", file.size());
      api.postForJson(
          address(verify),
          Map.of("Content-Type", "application/json"),
          size,
          "verify " + file.path());
    }
    progress.note(file.path() + ", " + DownloadProgress.bytes(file.size()) + ", sent");
  }

  private void sendParts(JsonNode upload, long partBytes, String hash, UploadFile file)
      throws IOException, InterruptedException {
    TreeMap<Integer, String> addresses = new TreeMap<>();
    upload
        .path("header")
        .fields()
        .forEachRemaining(
            header -> {
              if (header.getKey().matches("[0-9]{1,9}")) {
                addresses.put(Integer.valueOf(header.getKey()), header.getValue().asText());
              }
            });
    long size = file.size();
    if (partBytes < 1 || addresses.size() != (size + partBytes - 1) / partBytes) {
      throw new TransientException(
          "the hub names "
              + addresses.size()
              + " parts of "
              + DownloadProgress.bytes(partBytes)
              + " for "
              + file.path());
    }
    ObjectNode complete = NODES.objectNode().put("oid", hash);
    ArrayNode parts = complete.putArray("parts");
    for (String address : addresses.values()) {
      long from = parts.size() * partBytes;
      long length = Math.min(partBytes, size - from);
      Optional<String> etag =
          upload(length)
              .put(api.here(address), Map.of(), length, () -> file.open(from, length))
              .firstValue("ETag");
      parts
          .addObject()
          .put("partNumber", parts.size())
          .put(
              "etag",
              etag.orElseThrow(
                  () ->
                      new TransientException(
                          "the storage gave no ETag for a part of " + file.path())));
    }
    api.postForJson(address(upload), LFS, complete, "put " + file.path() + " together");
  }

  private FileUpload upload(long bytes) {
    Duration timeout = Duration.ofSeconds(bytes / LEAST_BYTES_PER_SECOND);
    return new FileUpload(
        Optional.empty(),
        "",
        timeout.compareTo(LEAST_TIMEOUT) < 0 ? LEAST_TIMEOUT : timeout,
        api.retries());
  }

  private URI address(JsonNode action) throws TransientException {
    return api.here(action.path("href").asText());
  }

  private static Map<String, String> headers(JsonNode action) {
    Map<String, String> headers = new HashMap<>();
    action
        .path("header")
        .fields()
        .forEachRemaining(
            header -> {
              if (!OF_THE_CLIENT.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                headers.put(header.getKey(), header.getValue().asText());
              }
            });
    return headers;
  }
}
