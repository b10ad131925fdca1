package org.sparkbertopic.embedding.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sparkbertopic.http.Download;
import org.sparkbertopic.http.DownloadProgress;
import org.sparkbertopic.http.FileServer;
import org.sparkbertopic.http.RefusedException;
import org.sparkbertopic.http.Retries;
import org.sparkbertopic.http.TransientException;

/** Asks the hub for a model's files and their properties, and downloads them. */
final class HubClient {

  private static final JsonMapper MAPPER = new JsonMapper();

  private final HubSettings settings;
  private final Retries retries;
  private final FileServer server;

  HubClient(HubSettings settings, Retries retries) {
    this.settings = settings;
    this.retries = retries;
    this.server = new FileServer(settings.endpoint(), settings.token(), "HF_ENDPOINT");
  }

  /**
   * A model at a commit, and all its files.
   *
   * @param isPublic whether everybody may read it
   */
  record Listing(String commit, List<String> paths, boolean isPublic) {}

  Listing listing(HubName name) throws IOException, InterruptedException {
    return retries.run(
        name.hashCode(),
        () -> {
          HttpResponse<byte[]> response = askForListing(name);
          requireSuccess(name, response);
          return readListing(name, response);
        });
  }

  /** The hub's response, which may be a refusal. */
  HttpResponse<byte[]> askForListing(HubName name) throws IOException, InterruptedException {
    return server.get(
        URI.create(
            settings.endpoint()
                + "/api/models/"
                + name.repository()
                + "/revision/"
                + quoted(name.revision())));
  }

  /** A revision as one part of a path. */
  static String quoted(String revision) {
    return revision.replace("/", "%2F");
  }

  Listing readListing(HubName name, HttpResponse<byte[]> response) throws IOException {
    JsonNode json;
    try {
      json = MAPPER.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new TransientException("its list of files is not JSON");
    }
    String commit = json.path("sha").asText();
    if (!commit.matches("[0-9a-f]{40}")) {
      throw new RefusedException(
          settings.endpoint() + " names no commit for " + name + "; check HF_ENDPOINT",
          response.statusCode());
    }
    List<String> paths = new ArrayList<>();
    for (JsonNode file : json.path("siblings")) {
      String path = file.path("rfilename").asText();
      if (isInside(path)) {
        paths.add(path);
      }
    }
    return new Listing(commit, paths, !json.path("private").asBoolean(false));
  }

  /** Whether a path stays in its folder, on any operating system. */
  private static boolean isInside(String path) {
    if (path.isEmpty() || path.indexOf('\\') >= 0 || path.indexOf(':') >= 0) {
      return false;
    }
    for (String part : path.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        return false;
      }
    }
    return true;
  }

  /** A file of a model at a commit. */
  HubFile describe(HubName pinned, String path) throws IOException, InterruptedException {
    URI uri = HubFile.address(settings, pinned, path);
    return retries.run(
        uri.hashCode(),
        () -> {
          HttpResponse<byte[]> response = server.head(uri);
          if (response.statusCode() / 100 != 3) {
            requireSuccess(pinned, response);
          }
          return file(pinned, path, response);
        });
  }

  private HubFile file(HubName pinned, String path, HttpResponse<?> response) {
    HttpHeaders headers = response.headers();
    String etag =
        headers
            .firstValue("X-Linked-Etag")
            .or(() -> headers.firstValue("ETag"))
            .map(text -> text.replaceFirst("^W/", "").replace("\"", ""))
            .filter(text -> text.matches("[A-Za-z0-9_-]{1,128}"))
            .orElseThrow(
                () ->
                    new RefusedException(
                        settings.endpoint()
                            + " gives no usable ETag for "
                            + path
                            + "; check HF_ENDPOINT and the proxy",
                        response.statusCode()));
    Optional<String> size =
        headers
            .firstValue("X-Linked-Size")
            .or(
                () ->
                    response.statusCode() == 200
                        ? headers.firstValue("Content-Length")
                        : Optional.empty());
    return new HubFile(settings, pinned, path, etag, size.map(HubClient::bytes).orElse(-1L));
  }

  private static long bytes(String size) {
    try {
      return Long.parseLong(size);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private void requireSuccess(HubName name, HttpResponse<?> response) throws IOException {
    FileServer.requireSuccess(response, answer -> HubErrors.message(settings, name, answer));
  }

  /** Downloads a file's bytes, and resumes an earlier attempt. */
  void download(HubFile file, Path part, DownloadProgress progress)
      throws IOException, InterruptedException {
    new Download(server, retries, progress).fetch(file, part);
  }
}
