package org.sparkbertopic.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends one request. The JVM has one client, which keeps connections open between requests. */
final class Connection {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);

  private Connection() {}

  private static final class Shared {

    // HTTP/1.1, because the offer to upgrade makes some servers drop a request's body.
    static final HttpClient CLIENT =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /** Waits until the response is complete, and fails if that takes too long. */
  @FunctionalInterface
  interface Waiting {
    void await(Future<?> answer) throws IOException, InterruptedException, ExecutionException;
  }

  /** Includes the body; a request's own timeout ends with the headers. */
  static Waiting atMost(Duration duration) {
    return answer -> {
      try {
        answer.get(duration.toSeconds(), TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        throw new InterruptedIOException("it did not answer within " + duration.toSeconds() + " s");
      }
    };
  }

  /**
   * @throws ConnectException if the server cannot be reached: nothing was sent
   */
  static <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> body, Waiting waiting)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<T>> answer = Shared.CLIENT.sendAsync(request, body);
    try {
      waiting.await(answer);
      return answer.join();
    } catch (ExecutionException e) {
      throw failure(request.uri().getHost(), e.getCause());
    } finally {
      answer.cancel(true);
    }
  }

  private static IOException failure(String host, Throwable cause) {
    if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
      ConnectException failure = new ConnectException(host + " could not be connected to");
      failure.initCause(cause);
      return failure;
    }
    if (cause instanceof UncheckedIOException wrapped) {
      return wrapped.getCause();
    }
    return cause instanceof IOException io ? io : new IOException(reason(cause), cause);
  }

  /** The message of a failure. */
  static String reason(Throwable failure) {
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }
}
