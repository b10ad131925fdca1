package org.sparkbertopic.embedding.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.sparkbertopic.embedding.hub.HubClient.Listing;
import org.sparkbertopic.http.Backoff;
import org.sparkbertopic.http.FileServer;
import org.sparkbertopic.http.RefusedException;
import org.sparkbertopic.http.Retries;
import org.sparkbertopic.http.TransientException;

/** Requests of one repository that change something on the hub, and what their refusals mean. */
final class HubApi {

  private static final JsonMapper MAPPER = new JsonMapper();

  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);

  /** A commit holds all small files. */
  private static final Duration COMMIT_TIMEOUT = Duration.ofMinutes(10);

  private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");
  private static final Map<String, String> LINES = Map.of("Content-Type", "application/x-ndjson");

  private final HubSettings settings;
  private final Retries retries;
  private final HubName name;
  private final FileServer server;
  private final HubClient reading;

  HubApi(HubSettings settings, Retries retries, HubName name) {
    this.settings = settings;
    this.retries = retries;
    this.name = name;
    this.server = new FileServer(settings.endpoint(), settings.token(), "HF_ENDPOINT");
    this.reading = new HubClient(settings, retries);
  }

  Retries retries() {
    return retries;
  }

  /** The repository's page. */
  String page() {
    return settings.endpoint() + "/" + name.repository();
  }

  HttpResponse<byte[]> askForListing(HubName other) throws IOException, InterruptedException {
    return reading.askForListing(other);
  }

  Listing readListing(HubName other, HttpResponse<byte[]> response) throws IOException {
    return reading.readListing(other, response);
  }

  /** A small text of the repository. */
  String file(HubName pinned, String path) throws IOException, InterruptedException {
    URI address = HubFile.address(settings, pinned, path);
    return retries.run(
        address.hashCode(),
        () -> {
          HttpResponse<byte[]> response = server.get(address);
          requireDone(response, "read " + path);
          return new String(response.body(), StandardCharsets.UTF_8);
        });
  }

  /** Sends JSON once. */
  HttpResponse<byte[]> post(String path, JsonNode body) throws IOException, InterruptedException {
    return post(URI.create(settings.endpoint() + path), JSON, body);
  }

  private HttpResponse<byte[]> post(URI address, Map<String, String> headers, JsonNode body)
      throws IOException, InterruptedException {
    return server.post(address, headers, MAPPER.writeValueAsBytes(body), ANSWER_TIMEOUT);
  }

  /** Sends JSON, and reads the JSON of the response. */
  JsonNode postForJson(String path, JsonNode body, String what)
      throws IOException, InterruptedException {
    return postForJson(URI.create(settings.endpoint() + path), JSON, body, what);
  }

  JsonNode postForJson(URI address, Map<String, String> headers, JsonNode body, String what)
      throws IOException, InterruptedException {
    return retries.run(
        address.hashCode(),
        () -> {
          HttpResponse<byte[]> response = post(address, headers, body);
          requireDone(response, what);
          return json(response);
        });
  }

  /**
   * Sends a commit. Of a branch, a second attempt is harmless: the hub refuses it if the first one
   * arrived, as the branch has moved. A pull request is sent once, or there could be two.
   */
  JsonNode commit(HubName to, byte[] lines, boolean asPullRequest)
      throws IOException, InterruptedException {
    URI address =
        URI.create(
            settings.endpoint()
                + "/api/models/"
                + to.repository()
                + "/commit/"
                + HubClient.quoted(to.revision())
                + (asPullRequest ? "?create_pr=1" : ""));
    return (asPullRequest ? retries.once() : retries)
        .run(
            address.hashCode(),
            () -> {
              HttpResponse<byte[]> response = server.post(address, LINES, lines, COMMIT_TIMEOUT);
              requireDone(response, "commit");
              return json(response);
            });
  }

  /** An address that the hub names, on this endpoint if that is a mirror. */
  URI here(String address) throws TransientException {
    String there = HubSettings.DEFAULT_ENDPOINT + "/";
    try {
      return URI.create(
          address.startsWith(there)
              ? settings.endpoint() + "/" + address.substring(there.length())
              : address);
    } catch (IllegalArgumentException e) {
      throw new TransientException("it names an address that is not a URL");
    }
  }

  private static JsonNode json(HttpResponse<byte[]> response) throws TransientException {
    try {
      return response.body().length == 0
          ? MAPPER.createObjectNode()
          : MAPPER.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new TransientException("its answer is not JSON");
    } catch (IOException e) {
      throw new TransientException("its answer cannot be read");
    }
  }

  /** The hub's name of an error. */
  static String code(HttpResponse<?> response) {
    return response.headers().firstValue("X-Error-Code").orElse("");
  }

  static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  /**
   * @param what the hub was asked for, for messages
   */
  void requireDone(HttpResponse<byte[]> response, String what) throws TransientException {
    if (response.statusCode() / 100 != 2) {
      FileServer.requireSuccess(response, answer -> message(response, what));
    }
  }

  /** Passes everything but what a later attempt may change. */
  void requireTransient(HttpResponse<byte[]> response) throws TransientException {
    if (Backoff.isTransient(response.statusCode())) {
      requireDone(response, "");
    }
  }

  RefusedException refused(HttpResponse<byte[]> response, String what) {
    return new RefusedException(message(response, what), response.statusCode());
  }

  private String message(HttpResponse<byte[]> response, String what) {
    String open = settings.token().map(key -> key.redact(said(response))).orElse("");
    return HubErrors.refusedWrite(settings, name, what, response, open);
  }

  /** The hub's own words, in a header or in JSON. */
  private static String said(HttpResponse<byte[]> response) {
    Optional<String> header = response.headers().firstValue("X-Error-Message");
    if (header.isPresent()) {
      return header.get();
    }
    try {
      JsonNode body = MAPPER.readTree(response.body());
      return body.path("error").asText(body.path("message").asText(""));
    } catch (IOException e) {
      return "";
    }
  }

  /** An action that needs the hub. */
  @FunctionalInterface
  interface Action<T> {
    T run() throws IOException, InterruptedException;
  }

  /**
   * Reports a hub that cannot be reached.
   *
   * @throws IllegalStateException if it cannot
   */
  <T> T reaching(Action<T> action) {
    try {
      return action.run();
    } catch (IOException e) {
      throw new IllegalStateException(HubErrors.notSent(settings, name, e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the thread was interrupted while it sent " + name, e);
    }
  }
}
