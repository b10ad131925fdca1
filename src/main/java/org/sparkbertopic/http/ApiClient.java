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

/** Sends a request, and repeats it if that may help. Safe for concurrent use. */
public final class ApiClient {

  /** How servers say that a text has too many tokens; they share no error code. */
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

  /** The unambiguous ones: some servers send them with the status of an internal error. */
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

  /** Called before each request is sent; an exception ends the attempts. */
  public interface Meter {
    void sent() throws InterruptedException;

    /**
     * The last request got no usable response, but the server may have computed one, and bill it.
     */
    default void lost() {}
  }

  /** Parses the body of a response. */
  public interface Reader<T> {

    /**
     * @throws IOException if it is not a response of the API; the message says what is wrong
     *     without showing its content
     */
    T read(byte[] body) throws IOException;
  }

  /**
   * Sends JSON and reads the response.
   *
   * @throws TooLongException if the request is longer than the server accepts
   * @throws RefusedException if the server refuses: the key, the model, a parameter
   * @throws UnansweredException if it cannot be reached, is overloaded or sends invalid responses,
   *     after all attempts
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
          // Only the failure's message: a cause could show the request's headers.
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
    target.headers().forEach(request::header);
    ApiKey key = target.key();
    key.secret().ifPresent(secret -> request.header(key.header(), secret.header(key.prefix())));
    return request.build();
  }

  /** The failure of a response, if another attempt may help. */
  private TransientException failureOf(HttpResponse<byte[]> response) throws TooLongException {
    int status = response.statusCode();
    Optional<JsonNode> json = json(response.body());
    Optional<String> message = json.flatMap(ApiClient::message);
    String raw = new String(response.body(), StandardCharsets.UTF_8);
    String text = errorText(message.orElse(raw));
    String failure = "status " + status + (text.isEmpty() ? "" : ": " + text);
    // Not in the whole body, which may repeat a text that was sent, with any content.
    String code = json.map(node -> node.path("error").path("code").asText()).orElse("");
    if (isTooLong(status, message.orElse("") + " " + code)) {
      throw new TooLongException(failure);
    }
    String lowerCase = raw.toLowerCase(Locale.ROOT);
    // OpenAI's 429 for an account without credit: waiting does not help.
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
      case 405 -> "check url: " + address + " does not accept such requests";
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

  /** Empty for other bodies, such as a proxy's page: their beginning is shown as it is. */
  private static Optional<JsonNode> json(byte[] body) {
    try {
      return Optional.ofNullable(MAPPER.readTree(body));
    } catch (IOException notJson) {
      return Optional.empty();
    }
  }

  /** The message of an error, from the fields that servers use. */
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

  /** An error on one line, limited to a few sentences, without the key. */
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
