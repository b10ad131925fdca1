package org.sparkbertopic.representation.llm;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.Serializable;
import java.net.URI;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.http.ApiClient;
import org.sparkbertopic.http.ApiKey;
import org.sparkbertopic.http.ApiTarget;
import org.sparkbertopic.http.ApiTask;
import org.sparkbertopic.http.Backoff;
import org.sparkbertopic.http.Pause;

/**
 * A server with a chat API: OpenAI's (OpenAI, vLLM, Ollama, LM Studio, LiteLLM, llama.cpp),
 * Anthropic's or Cohere's.
 *
 * @param url the server ({@code http://localhost:11434}), a base ({@code http://host:8000/v1}), or
 *     the full address; without secrets, because it is saved with the model
 * @param model the model's name on the server
 * @param keyVariable name of the environment variable that holds the key; empty if none is needed
 * @param temperature temperature of the answer, 0 to 2; -1: not sent, because some models reject it
 * @param maxAnswerTokens most tokens of an answer; 0: not sent
 * @param requestsAtOnce most requests in flight
 * @param timeoutSeconds timeout of an answer
 * @param backoff how often to retry a request, and how long to wait before each retry
 * @param api the API that the server speaks
 */
@RecordBuilder
public record ChatEndpoint(
    String url,
    String model,
    String keyVariable,
    double temperature,
    int maxAnswerTokens,
    int requestsAtOnce,
    int timeoutSeconds,
    Backoff backoff,
    ChatApi api)
    implements Serializable, ChatEndpointBuilder.With {

  /** The most likely answer, so that labels do not differ from run to run. */
  public static final double DEFAULT_TEMPERATURE = 0;

  /** A label has about ten; some models think before they answer. */
  public static final int DEFAULT_MAX_ANSWER_TOKENS = 100;

  public static final int DEFAULT_REQUESTS_AT_ONCE = 4;

  /** Long enough for a large model on a small machine. */
  public static final int DEFAULT_TIMEOUT_SECONDS = 120;

  private static final long serialVersionUID = 1L;

  private static final double NOT_SENT = -1;
  private static final String KEY_PLACE = "on the driver";

  public ChatEndpoint {
    Objects.requireNonNull(backoff, "backoff");
    // endpoints saved before there was a choice have none
    api = api == null ? ChatApi.OPENAI : api;
    api.address(url);
    if (model.isBlank()) {
      throw new IllegalArgumentException(
          "model must not be blank; give the model's name on the server");
    }
    ApiKey.checkVariable(keyVariable);
    if (!(temperature >= 0 && temperature <= 2) && temperature != NOT_SENT) {
      throw new IllegalArgumentException(
          "temperature must be in [0, 2], or -1 to leave it out, got " + temperature);
    }
    if (temperature > 1 && api == ChatApi.ANTHROPIC) {
      throw new IllegalArgumentException(
          "temperature must be in [0, 1] for Anthropic, or -1 to leave it out, got " + temperature);
    }
    if (maxAnswerTokens < 0) {
      throw new IllegalArgumentException(
          "maxAnswerTokens must be positive, or 0 to leave it out, got " + maxAnswerTokens);
    }
    Checks.positive("requestsAtOnce", requestsAtOnce, DEFAULT_REQUESTS_AT_ONCE);
    Checks.positive("timeoutSeconds", timeoutSeconds, DEFAULT_TIMEOUT_SECONDS);
  }

  /** A model on OpenAI's own server, with the key in {@code OPENAI_API_KEY}. */
  public static ChatEndpoint openAi(String model) {
    return of(ChatApi.OPENAI, model);
  }

  /** A model on a vendor's own server, with the key in the vendor's usual variable. */
  public static ChatEndpoint of(ChatApi api, String model) {
    return at(api.defaultUrl(), model).withApi(api).withKeyVariable(api.defaultKeyVariable());
  }

  /** A model on a server that speaks OpenAI's API, without a key. */
  public static ChatEndpoint at(String url, String model) {
    return new ChatEndpoint(
        url,
        model,
        "",
        DEFAULT_TEMPERATURE,
        DEFAULT_MAX_ANSWER_TOKENS,
        DEFAULT_REQUESTS_AT_ONCE,
        DEFAULT_TIMEOUT_SECONDS,
        Backoff.create(),
        ChatApi.OPENAI);
  }

  boolean sendsTemperature() {
    return temperature != NOT_SENT;
  }

  /**
   * @throws IllegalArgumentException if the key's variable is not set
   */
  ApiClient client(UnaryOperator<String> environment, Pause pause) {
    ApiKey key = api.key(keyVariable, environment, URI.create(url).getHost(), KEY_PLACE);
    ApiTask task =
        new ApiTask(
            model,
            "label a topic",
            "ChatEndpoint.model, ChatEndpoint.temperature and ChatEndpoint.maxAnswerTokens",
            KEY_PLACE);
    return new ApiClient(
        new ApiTarget(task, api.address(url), key, api.headers(), timeoutSeconds, backoff), pause);
  }
}
