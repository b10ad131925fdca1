package org.sparkbertopic.embedding.http;

/** The API that a server speaks. */
public enum HttpDialect {
  /**
   * {@code /v1/embeddings}: OpenAI, vLLM, LM Studio, Ollama, LiteLLM, Text Embeddings Inference.
   */
  OPENAI("https://api.openai.com", "/v1/embeddings", "/embeddings", "OPENAI_API_KEY"),
  /** OpenAI's on Azure: the deployment is in the URL, the key in the header {@code api-key}. */
  AZURE("", "", "/embeddings", "AZURE_OPENAI_API_KEY"),
  /** {@code /v2/embed}. */
  COHERE("https://api.cohere.com", "/v2/embed", "/embed", "COHERE_API_KEY"),
  /** {@code /api/embed}, Ollama's own. */
  OLLAMA("http://localhost:11434", "/api/embed", "/embed", "");

  private final String defaultUrl;
  private final String path;
  private final String lastPart;
  private final String keyVariable;

  HttpDialect(String defaultUrl, String path, String lastPart, String keyVariable) {
    this.defaultUrl = defaultUrl;
    this.path = path;
    this.lastPart = lastPart;
    this.keyVariable = keyVariable;
  }

  /** Where the vendor's own server is; empty where everybody has his own. */
  public String defaultUrl() {
    return defaultUrl;
  }

  /** The environment variable that the vendor's own clients read; empty where none is needed. */
  public String defaultKeyVariable() {
    return keyVariable;
  }

  /** Path below a server's root. */
  String path() {
    return path;
  }

  /** How the path of the API's address ends. */
  String lastPart() {
    return lastPart;
  }
}
