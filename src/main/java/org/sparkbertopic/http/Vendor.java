package org.sparkbertopic.http;

/** A vendor of models with a server and a key of its own. */
public enum Vendor {
  OPENAI("https://api.openai.com", "OPENAI_API_KEY"),
  ANTHROPIC("https://api.anthropic.com", "ANTHROPIC_API_KEY"),
  COHERE("https://api.cohere.com", "COHERE_API_KEY");

  private final String url;
  private final String keyVariable;

  Vendor(String url, String keyVariable) {
    this.url = url;
    this.keyVariable = keyVariable;
  }

  /** The address of the vendor's own server. */
  public String url() {
    return url;
  }

  /** The environment variable that the vendor's own clients read the key from. */
  public String keyVariable() {
    return keyVariable;
  }

  /**
   * {@link #keyVariable} if the URL is the vendor's own, else empty: other servers must not see the
   * key.
   *
   * @throws IllegalArgumentException if it is not an HTTP URL, or holds a secret
   */
  public String keyVariableAt(String address) {
    return ApiAddress.sameHost(address, url) ? keyVariable : "";
  }
}
