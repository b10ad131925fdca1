package org.sparkbertopic.embedding.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends one request, again and again where that may help. Safe for use by many threads. */
final class ApiClient {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);

  /** How servers say that a text has too many tokens; there is no code that they share. */
  private static final List<String> TOO_LONG =
      List.of(
          "context length",
          "context_length",
          "input length",
          "too many tokens",
          "max_tokens_per_request",
          "tokens per request",
          "maximum allowed token",
          "too long");

  private final HttpEmbedder embedder;
  private final URI address;
  private final Optional<Secret> key;
  private final Pause pause;

  ApiClient(HttpEmbedder embedder, Optional<Secret> key, Pause pause) {
    this.embedder = embedder;
    this.address = ApiAddress.of(embedder.dialect(), embedder.url());
    this.key = key;
    this.pause = pause;
  }

  /** The server says that a text, or all of them together, are longer than it takes. */
  static final class TooLongException extends Exception {

    private static final long serialVersionUID = 1L;

    TooLongException(String message) {
      super(message);
    }
  }

  /** One per JVM: it keeps connections open from one request to the next. */
  private static final class Connections {

    // HTTP/1.1: the offer to upgrade makes some servers drop a request's body.
    static final HttpClient CLIENT =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /** Counts requests as they are sent. */
  interface Meter {
    void sent();
  }

  /**
   * Embeds the texts of one request.
   *
   * @throws TooLongException if they are longer than the server takes
   * @throws IllegalArgumentException if the server refuses: the key, the model, a parameter
   * @throws IllegalStateException if it cannot be reached, is overloaded or answers nonsense, after
   *     all attempts
   */
  ApiMessages.Answer embed(List<String> texts, boolean cutHere, Meter meter)
      throws TooLongException, InterruptedException {
    byte[] body = ApiMessages.request(embedder, texts, cutHere);
    long hash = Arrays.hashCode(body);
    for (int attempt = 1; ; attempt++) {
      Optional<Duration> asked = Optional.empty();
      String failure;
      meter.sent();
      try {
        HttpResponse<byte[]> response = exchange(body);
        if (response.statusCode() == 200) {
          return ApiMessages.answer(embedder.dialect(), response.body(), texts.size());
        }
        failure = failureOf(response);
        asked = Backoff.retryAfter(response.headers(), Instant.now());
      } catch (IOException e) {
        // Its message alone: a cause could show the request's headers.
        failure = reason(e);
      }
      Optional<Duration> wait = embedder.backoff().waitAfter(attempt, hash, asked);
      if (wait.isEmpty()) {
        throw new IllegalStateException(gaveUp(failure, attempt, asked));
      }
      pause.await(wait.get());
    }
  }

  private HttpResponse<byte[]> exchange(byte[] body) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .POST(BodyPublishers.ofByteArray(body));
    key.ifPresent(
        secret -> {
          if (embedder.dialect() == HttpDialect.AZURE) {
            request.header("api-key", secret.header(""));
          } else {
            request.header("Authorization", secret.header("Bearer "));
          }
        });
    int seconds = embedder.limits().timeoutSeconds();
    CompletableFuture<HttpResponse<byte[]>> future =
        Connections.CLIENT.sendAsync(request.build(), BodyHandlers.ofByteArray());
    try {
      // A request's own timeout ends with the headers; this one covers the body.
      return future.get(seconds, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new InterruptedIOException("it did not answer within " + seconds + " s");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(reason(e.getCause()));
    } finally {
      future.cancel(true);
    }
  }

  /** What a failed response says, if another attempt may help. */
  private String failureOf(HttpResponse<byte[]> response) throws TooLongException {
    int status = response.statusCode();
    String text = ApiMessages.errorText(response.body(), key);
    String failure = "status " + status + (text.isEmpty() ? "" : ": " + text);
    String lowerCase = new String(response.body(), StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
    if (status != 429 && TOO_LONG.stream().anyMatch(lowerCase::contains)) {
      throw new TooLongException(failure);
    }
    // OpenAI's 429 for an empty account: waiting does not fill it.
    if (!Backoff.isTransient(status) || lowerCase.contains("insufficient_quota")) {
      throw new IllegalArgumentException(
          embedder.name() + " refused to embed (" + failure + "); " + remedy(status));
    }
    return failure;
  }

  private String remedy(int status) {
    return switch (status) {
      case 401, 403 ->
          embedder.keyVariable().isEmpty()
              ? "name the environment variable that holds the key in keyVariable"
              : "set the environment variable "
                  + embedder.keyVariable()
                  + " to a valid key, on the driver and on every executor";
      case 404 -> "check url and model: " + address + " knows no model " + embedder.model();
      case 405 -> "check url: " + address + " takes no such requests";
      case 429 -> "the account has used up what it paid for; add credit";
      default ->
          status / 100 == 3
              ? "check url: " + address + " sends elsewhere"
              : "check model, dimensions and inputType";
    };
  }

  private String gaveUp(String failure, int attempts, Optional<Duration> asked) {
    String wish =
        asked
            .filter(wait -> wait.toSeconds() > embedder.backoff().longestWaitSeconds())
            .map(wait -> ", and asks to wait " + wait.toSeconds() + " s")
            .orElse("");
    return String.format(
        Locale.ROOT,
        "%s at %s could not embed after %d %s (%s%s); try later, or lower limits.requestsAtOnce",
        embedder.name(),
        address,
        attempts,
        attempts == 1 ? "attempt" : "attempts",
        failure,
        wish);
  }

  private static String reason(Throwable failure) {
    if (failure instanceof ConnectException) {
      return "it could not be connected to";
    }
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }
}
