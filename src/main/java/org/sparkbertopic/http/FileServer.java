package org.sparkbertopic.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Requests files and their properties from a server, and follows its redirects. The token goes only
 * to the server itself, never to a host that it redirects to. Safe for concurrent use.
 */
public final class FileServer {

  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);
  private static final int MOST_REDIRECTS = 5;

  private final URI endpoint;
  private final Optional<Secret> token;
  private final String setting;

  /**
   * @param endpoint with its scheme, host and port
   * @param setting that names the endpoint, for messages
   */
  public FileServer(URI endpoint, Optional<Secret> token, String setting) {
    this.endpoint = endpoint;
    this.token = token;
    this.setting = setting;
  }

  /** A small response, after redirects. */
  public HttpResponse<byte[]> get(URI uri) throws IOException, InterruptedException {
    return get(uri, Map.of(), BodyHandlers.ofByteArray(), Connection.atMost(ANSWER_TIMEOUT));
  }

  /**
   * Sends a small body to the server itself. A redirect is followed if it leads to the same server,
   * such as that of a repository with a new name.
   *
   * @param headers further ones, such as the type of the body
   * @param timeout until the response is complete
   */
  public HttpResponse<byte[]> post(
      URI uri, Map<String, String> headers, byte[] body, Duration timeout)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        follow(
            "POST",
            uri,
            headers,
            BodyPublishers.ofByteArray(body),
            BodyHandlers.ofByteArray(),
            true,
            Connection.atMost(timeout));
    if (response.statusCode() / 100 == 3) {
      throw refused(uri.getHost() + " redirects what is sent to another host");
    }
    return response;
  }

  /** The server's own response for a file; a redirect to another host counts as the response. */
  public HttpResponse<byte[]> head(URI uri) throws IOException, InterruptedException {
    return follow(
        "HEAD",
        uri,
        Map.of(),
        BodyPublishers.noBody(),
        BodyHandlers.ofByteArray(),
        true,
        Connection.atMost(ANSWER_TIMEOUT));
  }

  <T> HttpResponse<T> get(
      URI uri, Map<String, String> headers, BodyHandler<T> body, Connection.Waiting waiting)
      throws IOException, InterruptedException {
    return follow("GET", uri, headers, BodyPublishers.noBody(), body, false, waiting);
  }

  private <T> HttpResponse<T> follow(
      String method,
      URI start,
      Map<String, String> headers,
      BodyPublisher content,
      BodyHandler<T> body,
      boolean stopAtOtherHost,
      Connection.Waiting waiting)
      throws IOException, InterruptedException {
    URI uri = start;
    for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(uri)
              .method(method, content)
              // The size and the ETag must be those of the file, not of its compressed form.
              .header("Accept-Encoding", "identity")
              .header("User-Agent", "spark-bertopic");
      headers.forEach(request::header);
      if (isEndpoint(uri)) {
        token.ifPresent(
            secret -> request.header(ApiKey.BEARER_HEADER, secret.header(ApiKey.BEARER_PREFIX)));
      }
      HttpResponse<T> response = Connection.send(request.build(), body, waiting);
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
    throw refused(endpoint + " redirects in a circle");
  }

  /** Storage addresses are signed: who sees one may read the file, so no message shows it. */
  private URI target(URI from, String location) {
    URI next;
    try {
      next = from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw refused(from.getHost() + " redirects to something that is not a URL");
    }
    boolean secure = "https".equals(next.getScheme());
    if (!secure && (!"http".equals(next.getScheme()) || "https".equals(from.getScheme()))) {
      throw refused(from.getHost() + " redirects to the insecure host " + next.getHost());
    }
    return next;
  }

  private RefusedException refused(String what) {
    return new RefusedException(what + "; check " + setting + " and the proxy", 0);
  }

  private boolean isEndpoint(URI uri) {
    return endpoint.getScheme().equalsIgnoreCase(uri.getScheme())
        && endpoint.getHost().equalsIgnoreCase(uri.getHost())
        && endpoint.getPort() == uri.getPort();
  }

  /**
   * @param refusal says what a refusing response means, and what to do
   * @throws RefusedException if no later attempt can succeed
   * @throws TransientException if one may
   */
  public static void requireSuccess(
      HttpResponse<?> response, Function<HttpResponse<?>, String> refusal)
      throws TransientException {
    int status = response.statusCode();
    if (status == 200 || status == 206) {
      return;
    }
    if (Backoff.isTransient(status)) {
      throw new TransientException(
          status == 429 ? "it asks to slow down (status 429)" : "its answer had status " + status,
          status,
          response.headers());
    }
    throw new RefusedException(refusal.apply(response), status);
  }
}
