package org.sparkbertopic.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Sends files to a server, each by one PUT request. The content is streamed and read again for
 * another attempt. Safe for concurrent use.
 */
public final class FileUpload {

  private static final int ATTEMPTS = 3;
  private static final int MOST_ERROR_CHARACTERS = 200;

  private final Optional<Secret> secret;
  private final String prefix;
  private final Duration timeout;
  private final Retries retries;

  /** Opens the content of a file. */
  @FunctionalInterface
  public interface Content {
    InputStream open() throws IOException;
  }

  /**
   * With three attempts for a file.
   *
   * @param prefix of the header's value before the secret, such as {@link ApiKey#BEARER_PREFIX}
   * @param timeout for one attempt
   */
  public FileUpload(Optional<Secret> secret, String prefix, Duration timeout) {
    this(secret, prefix, timeout, new Retries(Backoff.create().withAttempts(ATTEMPTS), Pause.REAL));
  }

  /** As {@link #FileUpload(Optional, String, Duration)}, with other attempts and waits. */
  public FileUpload(Optional<Secret> secret, String prefix, Duration timeout, Retries retries) {
    this.secret = secret;
    this.prefix = prefix;
    this.timeout = timeout;
    this.retries = retries;
  }

  /**
   * Sends a file.
   *
   * @param length of the content in bytes
   * @throws RefusedException if the server refuses it
   * @throws IOException if it cannot be sent, after all attempts
   */
  public void put(URI address, long length, Content content)
      throws IOException, InterruptedException {
    put(address, Map.of(), length, content);
  }

  /**
   * As {@link #put(URI, long, Content)}.
   *
   * @param headers further ones, which the server asks for
   * @return the headers of the response
   */
  public HttpHeaders put(URI address, Map<String, String> headers, long length, Content content)
      throws IOException, InterruptedException {
    return retries
        .run(
            address.hashCode(),
            () -> {
              HttpResponse<byte[]> response =
                  Connection.send(
                      request(address, headers, length, content),
                      BodyHandlers.ofByteArray(),
                      Connection.atMost(timeout));
              requireTaken(address, response);
              return response;
            })
        .headers();
  }

  private HttpRequest request(
      URI address, Map<String, String> headers, long length, Content content) {
    HttpRequest.BodyPublisher body =
        length == 0
            ? BodyPublishers.noBody()
            : BodyPublishers.fromPublisher(
                BodyPublishers.ofInputStream(() -> open(content)), length);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/octet-stream")
            .header("User-Agent", "spark-bertopic")
            .PUT(body);
    headers.forEach(request::setHeader);
    secret.ifPresent(key -> request.header(ApiKey.BEARER_HEADER, key.header(prefix)));
    return request.build();
  }

  private static InputStream open(Content content) {
    try {
      return content.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void requireTaken(URI address, HttpResponse<byte[]> response) throws TransientException {
    int status = response.statusCode();
    if (status / 100 == 2) {
      return;
    }
    if (Backoff.isTransient(status)) {
      throw new TransientException("its answer had status " + status, status, response.headers());
    }
    String line = new String(response.body(), StandardCharsets.UTF_8).replaceAll("\\s+", " ");
    String open = secret.map(key -> key.redact(line)).orElse(line).strip();
    String shown = open.substring(0, Math.min(MOST_ERROR_CHARACTERS, open.length()));
    throw new RefusedException(
        address.getHost() + " refused a file (status " + status + ": " + shown + ")", status);
  }
}
