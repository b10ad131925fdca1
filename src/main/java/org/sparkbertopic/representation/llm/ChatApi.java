package org.sparkbertopic.representation.llm;

import java.net.URI;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.sparkbertopic.http.ApiAddress;
import org.sparkbertopic.http.ApiKey;
import org.sparkbertopic.http.Vendor;

/** The chat API that a server speaks. */
public enum ChatApi {
  /** {@code /v1/chat/completions}: OpenAI, vLLM, Ollama, LM Studio, LiteLLM, llama.cpp. */
  OPENAI(Vendor.OPENAI, "/v1/chat/completions", "/chat/completions"),

  /** {@code /v1/messages}, Anthropic's own. */
  ANTHROPIC(Vendor.ANTHROPIC, "/v1/messages", "/messages"),

  /** {@code /v2/chat}, Cohere's own. */
  COHERE(Vendor.COHERE, "/v2/chat", "/chat");

  private static final String ANTHROPIC_KEY_HEADER = "x-api-key";
  private static final Map<String, String> ANTHROPIC_VERSION =
      Map.of("anthropic-version", "2023-06-01");

  private final Vendor vendor;
  private final String path;
  private final String lastPart;

  ChatApi(Vendor vendor, String path, String lastPart) {
    this.vendor = vendor;
    this.path = path;
    this.lastPart = lastPart;
  }

  /** The address of the vendor's own server. */
  public String defaultUrl() {
    return vendor.url();
  }

  /** The environment variable with the key of the vendor's own server. */
  public String defaultKeyVariable() {
    return vendor.keyVariable();
  }

  /**
   * {@link #defaultKeyVariable} if the URL is the vendor's own, else empty: other servers must not
   * see the key.
   *
   * @throws IllegalArgumentException if it is not an HTTP URL, or holds a secret
   */
  public String keyVariableAt(String url) {
    return vendor.keyVariableAt(url);
  }

  URI address(String url) {
    return ApiAddress.of(url, path, lastPart);
  }

  Map<String, String> headers() {
    return this == ANTHROPIC ? ANTHROPIC_VERSION : Map.of();
  }

  ApiKey key(String variable, UnaryOperator<String> environment, String host, String place) {
    return this == ANTHROPIC
        ? ApiKey.read(variable, environment, host, place, ANTHROPIC_KEY_HEADER, "")
        : ApiKey.bearer(variable, environment, host, place);
  }

  /** The form with which a run begins; only OpenAI's servers differ in what they accept. */
  RequestForm firstForm() {
    return this == OPENAI ? RequestForm.FULL : RequestForm.PLAIN;
  }
}
