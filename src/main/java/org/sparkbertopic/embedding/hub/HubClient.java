package org.sparkbertopic.embedding.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.sparkbertopic.http.Backoff;
import org.sparkbertopic.http.Pause;

/**
 * Speaks to the hub: which files a model has, what each one is, and where its bytes are. The token
 * goes to the endpoint and to no other host, wherever that sends us.
 */
final class HubClient {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);
  private static final int MOST_REDIRECTS = 5;
  private static final JsonMapper MAPPER = new JsonMapper();

  private final HubSettings settings;
  private final Backoff backoff;
  private final Pause pause;
  private final HttpClient client;

  HubClient(HubSettings settings, Backoff backoff, Pause pause) {
    this.settings = settings;
    this.backoff = backoff;
    this.pause = pause;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /** A model at a commit, and all its files. */
  record Listing(String commit, List<String> paths) {}

  /**
   * A file's identity.
   *
   * @param etag SHA-256 of a large file, Git's SHA-1 of a small one
   */
  record Remote(String path, String etag, long size) {}

  /** Something that may be tried again. */
  @FunctionalInterface
  interface Attempt<T> {
    T run() throws IOException, InterruptedException;
  }

  /** Waits for an answer, as long as it is worth while. */
  @FunctionalInterface
  interface Waiting {
    <T> void await(CompletableFuture<HttpResponse<T>> answer)
        throws IOException, InterruptedException, ExecutionException;
  }

  Listing listing(HubName name) throws IOException, InterruptedException {
    URI uri =
        URI.create(
            settings.endpoint()
                + "/api/models/"
                + name.repository()
                + "/revision/"
                + name.revision().replace("/", "%2F"));
    return retrying(uri.hashCode(), () -> readListing(name, uri));
  }

  private Listing readListing(HubName name, URI uri) throws IOException, InterruptedException {
    HttpResponse<byte[]> response = answer("GET", uri, false);
    requireSuccess(name, response);
    JsonNode json;
    try {
      json = MAPPER.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new TransientHubException("its list of files is not JSON", Optional.empty());
    }
    String commit = json.path("sha").asText();
    if (!commit.matches("[0-9a-f]{40}")) {
      throw new HubRefusalException(
          settings.endpoint() + " names no commit for " + name + "; check HF_ENDPOINT");
    }
    List<String> paths = new ArrayList<>();
    for (JsonNode file : json.path("siblings")) {
      String path = file.path("rfilename").asText();
      if (isInside(path)) {
        paths.add(path);
      }
    }
    return new Listing(commit, paths);
  }

  /** Whether a path stays in its folder, on any system. */
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

  Remote describe(HubName pinned, String path) throws IOException, InterruptedException {
    URI uri = address(pinned, path);
    return retrying(
        uri.hashCode(),
        () -> {
          HttpResponse<byte[]> response = answer("HEAD", uri, true);
          if (response.statusCode() / 100 != 3) {
            requireSuccess(pinned, response);
          }
          return remote(path, response);
        });
  }

  private Remote remote(String path, HttpResponse<?> response) throws IOException {
    HttpHeaders headers = response.headers();
    String etag =
        headers
            .firstValue("X-Linked-Etag")
            .or(() -> headers.firstValue("ETag"))
            .map(text -> text.replaceFirst("^W/", "").replace("\"", ""))
            .filter(text -> text.matches("[A-Za-z0-9_-]{1,128}"))
            .orElseThrow(
                () ->
                    new HubRefusalException(
                        settings.endpoint()
                            + " gives no usable ETag for "
                            + path
                            + "; check HF_ENDPOINT and the proxy"));
    Optional<String> size =
        headers
            .firstValue("X-Linked-Size")
            .or(
                () ->
                    response.statusCode() == 200
                        ? headers.firstValue("Content-Length")
                        : Optional.empty());
    try {
      return new Remote(path, etag, Long.parseLong(size.orElse("-1")));
    } catch (NumberFormatException e) {
      return new Remote(path, etag, -1);
    }
  }

  URI address(HubName pinned, String path) {
    StringBuilder uri =
        new StringBuilder(
            settings.endpoint() + "/" + pinned.repository() + "/resolve/" + pinned.revision());
    for (String part : path.split("/", -1)) {
      uri.append('/').append(URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"));
    }
    return URI.create(uri.toString());
  }

  private HttpResponse<byte[]> answer(String method, URI uri, boolean stopAtOtherHost)
      throws IOException, InterruptedException {
    return follow(
        method,
        uri,
        Map.of(),
        BodyHandlers.ofByteArray(),
        stopAtOtherHost,
        new Waiting() {
          @Override
          public <T> void await(CompletableFuture<HttpResponse<T>> future)
              throws IOException, InterruptedException, ExecutionException {
            try {
              future.get(ANSWER_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            } catch (TimeoutException e) {
              throw new IOException(
                  "it did not answer within " + ANSWER_TIMEOUT.toSeconds() + " s");
            }
          }
        });
  }

  /**
   * Sends a request and follows redirects.
   *
   * @param stopAtOtherHost whether a redirect to another host is the answer that is looked for
   */
  <T> HttpResponse<T> follow(
      String method,
      URI start,
      Map<String, String> headers,
      BodyHandler<T> body,
      boolean stopAtOtherHost,
      Waiting waiting)
      throws IOException, InterruptedException {
    URI uri = start;
    for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(uri)
              .method(method, BodyPublishers.noBody())
              // The size and the ETag are to be those of the file, not of its compressed form.
              .header("Accept-Encoding", "identity")
              .header("User-Agent", "spark-bertopic");
      headers.forEach(request::header);
      if (isEndpoint(uri)) {
        settings.token().ifPresent(t -> request.header("Authorization", t.header("Bearer ")));
      }
      HttpResponse<T> response = send(request.build(), body, waiting);
      Optional<String> location = response.headers().firstValue("Location");
      if (response.statusCode() / 100 != 3 || location.isEmpty()) {
        return response;
      }
      URI next = target(uri, location.get());
      if (stopAtOtherHost && !isEndpoint(next)) {
        return response;
      }
      uri = next;
    }
    throw new HubRefusalException(
        settings.endpoint() + " redirects in a circle; check HF_ENDPOINT and the proxy");
  }

  private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> body, Waiting waiting)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<T>> future = client.sendAsync(request, body);
    try {
      waiting.await(future);
      return future.join();
    } catch (ExecutionException e) {
      Throwable cause =
          e.getCause() instanceof UncheckedIOException wrapped ? wrapped.getCause() : e.getCause();
      if (cause instanceof ConnectException) {
        throw new IOException(request.uri().getHost() + " could not be connected to", cause);
      }
      throw cause instanceof IOException io ? io : new IOException(cause);
    } finally {
      future.cancel(true);
    }
  }

  /** Storage addresses are signed: whoever sees one may read the file, so no message shows it. */
  private static URI target(URI from, String location) throws HubRefusalException {
    URI next;
    try {
      next = from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new HubRefusalException(from.getHost() + " redirects to something that is no URL");
    }
    boolean secure = "https".equals(next.getScheme());
    if (!secure && (!"http".equals(next.getScheme()) || "https".equals(from.getScheme()))) {
      throw new HubRefusalException(
          from.getHost() + " redirects to the insecure host " + next.getHost());
    }
    return next;
  }

  private boolean isEndpoint(URI uri) {
    URI endpoint = settings.endpoint();
    return endpoint.getScheme().equalsIgnoreCase(uri.getScheme())
        && endpoint.getHost().equalsIgnoreCase(uri.getHost())
        && endpoint.getPort() == uri.getPort();
  }

  /**
   * @throws HubRefusalException if no later attempt can succeed
   * @throws TransientHubException if one may
   */
  void requireSuccess(HubName name, HttpResponse<?> response) throws IOException {
    int status = response.statusCode();
    if (status == 200 || status == 206) {
      return;
    }
    if (Backoff.isTransient(status)) {
      throw new TransientHubException(
          status == 429 ? "it asks to slow down (status 429)" : "its answer had status " + status,
          Backoff.retryAfter(response.headers(), Instant.now()));
    }
    throw new HubRefusalException(HubErrors.message(settings, name, response));
  }

  <T> T retrying(long key, Attempt<T> attempt) throws IOException, InterruptedException {
    for (int failed = 1; ; failed++) {
      try {
        return attempt.run();
      } catch (HubRefusalException e) {
        throw e;
      } catch (IOException e) {
        waitOrGiveUp(failed, key, e);
      }
    }
  }

  /** Waits before the next attempt; after the last one it throws the failure. */
  void waitOrGiveUp(int failed, long key, IOException failure)
      throws IOException, InterruptedException {
    Optional<Duration> asked =
        failure instanceof TransientHubException passing ? passing.retryAfter() : Optional.empty();
    Optional<Duration> wait = backoff.waitAfter(failed, key, asked);
    if (wait.isEmpty()) {
      throw failure;
    }
    pause.await(wait.get());
  }
}
