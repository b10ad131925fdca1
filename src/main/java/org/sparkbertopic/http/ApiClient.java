package org.sparkbertopic.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Sends one request, again and again where that may help. Safe for use by many threads. */
public final class ApiClient {

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
          "prompt is too long",
          "input is too long",
          "text is too long");

  /**
   * Of these only what leaves no doubt: some servers say it with the status of their own faults.
   */
  private static final List<String> TOO_LONG_FOR_SURE =
      List.of("exceeds the context length", "maximum context length", "context_length_exceeded");

  private static final JsonMapper MAPPER = new JsonMapper();

  private static final int MOST_ERROR_CHARACTERS = 300;

  private final ApiTarget target;
  private final Retries retries;

  public ApiClient(ApiTarget target, Pause pause) {
    this.target = target;
    this.retries = new Retries(target.backoff(), pause);
  }

  /** Told of each request before it is sent; what it throws ends the attempts. */
  public interface Meter {
    void sent() throws InterruptedException;

    /**
     * The request sent last got no usable answer, but the server may have made one, and bill it.
     */
    default void lost() {}
  }

  /** Makes something of an answer's body. */
  public interface Reader<T> {

    /**
     * @throws IOException if it is not what the API answers: the message says what is wrong, and
     *     shows nothing of it
     */
    T read(byte[] body) throws IOException;
  }

  /**
   * Sends JSON and reads the answer.
   *
   * @throws TooLongException if the request is longer than the server takes
   * @throws RefusedException if the server refuses: the key, the model, a parameter
   * @throws UnansweredException if it cannot be reached, is overloaded or answers nonsense, after
   *     all attempts
   */
  public <T> T post(byte[] body, Meter meter, Reader<T> reader)
      throws TooLongException, InterruptedException {
    long hash = Arrays.hashCode(body);
    for (int attempt = 1; ; attempt++) {
      meter.sent();
      try {
        HttpResponse<byte[]> response =
            Connection.send(
                request(body),
                BodyHandlers.ofByteArray(),
                Connection.atMost(Duration.ofSeconds(target.timeoutSeconds())));
        if (response.statusCode() == 200) {
          return reader.read(response.body());
        }
        throw failureOf(response);
      } catch (IOException e) {
        TransientException answer = e instanceof TransientException said ? said : null;
        if (answer == null && !(e instanceof ConnectException)) {
          meter.lost();
        }
        if (!retries.waitAfter(attempt, hash, e)) {
          // The failure's message alone: a cause could show the request's headers.
          throw new UnansweredException(gaveUp(e, attempt), answer == null ? 0 : answer.status());
        }
      }
    }
  }

  private HttpRequest request(byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target.address())
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .POST(BodyPublishers.ofByteArray(body));
    ApiKey key = target.key();
    key.secret().ifPresent(secret -> request.header(key.header(), secret.header(key.prefix())));
    return request.build();
  }

  /** What a failed response says, if another attempt may help. */
  private TransientException failureOf(HttpResponse<byte[]> response) throws TooLongException {
    int status = response.statusCode();
    Optional<JsonNode> json = json(response.body());
    Optional<String> message = json.flatMap(ApiClient::message);
    String raw = new String(response.body(), StandardCharsets.UTF_8);
    String text = errorText(message.orElse(raw));
    String failure = "status " + status + (text.isEmpty() ? "" : ": " + text);
    // Not in the whole body: it may repeat a text that was sent, and that may say anything.
    String code = json.map(node -> node.path("error").path("code").asText()).orElse("");
    if (isTooLong(status, message.orElse("") + " " + code)) {
      throw new TooLongException(failure);
    }
    String lowerCase = raw.toLowerCase(Locale.ROOT);
    // OpenAI's 429 for an empty account: waiting does not fill it.
    if (!Backoff.isTransient(status) || lowerCase.contains("insufficient_quota")) {
      throw new RefusedException(
          String.format(
              Locale.ROOT,
              "%s refused to %s (%s); %s",
              target.task().name(),
              target.task().verb(),
              failure,
              remedy(status)),
          status);
    }
    return new TransientException(failure, status, response.headers());
  }

  private static boolean isTooLong(int status, String text) {
    String lowerCase = text.toLowerCase(Locale.ROOT);
    return switch (status) {
      case 413 -> true;
      case 400, 422 -> TOO_LONG.stream().anyMatch(lowerCase::contains);
      case 500 -> TOO_LONG_FOR_SURE.stream().anyMatch(lowerCase::contains);
      default -> false;
    };
  }

  private String remedy(int status) {
    URI address = target.address();
    String variable = target.key().variable();
    return switch (status) {
      case 401, 403 ->
          variable.isEmpty()
              ? "name the environment variable that holds the key in keyVariable"
              : "set the environment variable "
                  + variable
                  + " to a valid key, "
                  + target.task().keyPlace();
      case 404 -> "check url and model: " + address + " knows no model " + target.task().name();
      case 405 -> "check url: " + address + " takes no such requests";
      case 429 -> "the account has used up what it paid for; add credit";
      default ->
          status / 100 == 3
              ? "check url: " + address + " sends elsewhere"
              : "check " + target.task().parameters();
    };
  }

  private String gaveUp(IOException failure, int attempts) {
    String wish =
        Retries.asked(failure)
            .filter(wait -> wait.toSeconds() > target.backoff().longestWaitSeconds())
            .map(wait -> ", and asks to wait " + wait.toSeconds() + " s")
            .orElse("");
    return String.format(
        Locale.ROOT,
        "%s at %s must %s, got nothing after %d %s (%s%s); try later, or send fewer requests at once",
        target.task().name(),
        target.address(),
        target.task().verb(),
        attempts,
        attempts == 1 ? "attempt" : "attempts",
        Connection.reason(failure),
        wish);
  }

  /** Empty for a proxy's page, perhaps: its beginning is shown as it is. */
  private static Optional<JsonNode> json(byte[] body) {
    try {
      return Optional.ofNullable(MAPPER.readTree(body));
    } catch (IOException notJson) {
      return Optional.empty();
    }
  }

  /** What an error says, at the places where servers say it. */
  private static Optional<String> message(JsonNode json) {
    return Stream.of(
            json.path("error").path("message"),
            json.path("error"),
            json.path("message"),
            json.path("detail"),
            json.path("detail").path(0).path("msg"))
        .filter(JsonNode::isTextual)
        .map(JsonNode::textValue)
        .findFirst();
  }

  /** An error on one line, not longer than a few sentences, and without the key. */
  private String errorText(String text) {
    String line =
        target
            .key()
            .secret()
            .map(secret -> secret.redact(text))
            .orElse(text)
            .replaceAll("\\s+", " ")
            .strip();
    return line.length() <= MOST_ERROR_CHARACTERS
        ? line
        : line.substring(0, MOST_ERROR_CHARACTERS) + "...";
  }
}
