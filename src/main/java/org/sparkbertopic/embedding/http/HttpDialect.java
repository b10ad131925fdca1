package org.sparkbertopic.embedding.http;

import java.net.URI;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.http.ApiAddress;
import org.sparkbertopic.http.Vendor;

/** The API that a server speaks. */
public enum HttpDialect {
  /**
   * {@code /v1/embeddings}: OpenAI, vLLM, LM Studio, Ollama, LiteLLM, Text Embeddings Inference.
   */
  OPENAI(Vendor.OPENAI, "/v1/embeddings", "/embeddings"),
  /** OpenAI's API on Azure: the deployment is in the URL, the key in the header {@code api-key}. */
  AZURE("", "", "/embeddings", "AZURE_OPENAI_API_KEY"),
  /** {@code /v2/embed}. */
  COHERE(Vendor.COHERE, "/v2/embed", "/embed"),
  /** {@code /api/embed}, Ollama's own. */
  OLLAMA("http://localhost:11434", "/api/embed", "/embed", "");

  private static final String AZURE_HOSTS = ".openai.azure.com";

  private final String defaultUrl;
  private final String path;
  private final String lastPart;
  private final String keyVariable;

  HttpDialect(Vendor vendor, String path, String lastPart) {
    this(vendor.url(), path, lastPart, vendor.keyVariable());
  }

  HttpDialect(String defaultUrl, String path, String lastPart, String keyVariable) {
    this.defaultUrl = defaultUrl;
    this.path = path;
    this.lastPart = lastPart;
    this.keyVariable = keyVariable;
  }

  /** The address of the vendor's own server; empty if every user has another. */
  public String defaultUrl() {
    return defaultUrl;
  }

  /** The environment variable that the vendor's own clients read; empty if no key is needed. */
  public String defaultKeyVariable() {
    return keyVariable;
  }

  /**
   * {@link #defaultKeyVariable} if the URL is the vendor's own, else empty: other servers must not
   * see the key.
   *
   * @throws IllegalArgumentException if it is not an HTTP URL, or holds a secret
   */
  public String keyVariableAt(String url) {
    boolean own =
        this == AZURE
            ? ApiAddress.host(url).endsWith(AZURE_HOSTS)
            : ApiAddress.sameHost(url, defaultUrl);
    return own ? keyVariable : "";
  }

  /**
   * The address of the API.
   *
   * @param url a server, a base, or the whole address
   * @throws IllegalArgumentException if it is not an HTTP URL, or holds a secret; the message does
   *     not show it
   */
  URI address(String url) {
    if (this == AZURE && !ApiAddress.endsWith(url, lastPart)) {
      throw Checks.invalid(
          "url must be an embeddings deployment of Azure, got %s; write"
              + " https://RESOURCE.openai.azure.com/openai/deployments/DEPLOYMENT/embeddings?api-version=VERSION",
          url);
    }
    return ApiAddress.of(url, path, lastPart);
  }
}
