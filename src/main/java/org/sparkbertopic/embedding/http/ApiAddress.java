package org.sparkbertopic.embedding.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;

/** The address of an API, made of what people write: a server, a base such as /v1, or all of it. */
final class ApiAddress {

  /** A URL is saved with the model and written to logs, so it must hold none of these. */
  private static final List<String> SECRET_PARAMETERS =
      List.of("key", "token", "secret", "password", "sig", "code");

  private ApiAddress() {}

  /**
   * @throws IllegalArgumentException if it is not an HTTP URL, or holds a secret; then the message
   *     does not show it
   */
  static URI of(HttpDialect dialect, String url) {
    URI uri = parse(url);
    String path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceAll("/+$", "");
    if (path.endsWith(dialect.lastPart())) {
      return uri;
    }
    if (dialect == HttpDialect.AZURE) {
      throw new IllegalArgumentException(
          "url must be an embeddings deployment of Azure, got "
              + url
              + "; write https://RESOURCE.openai.azure.com/openai/deployments/DEPLOYMENT/embeddings?api-version=VERSION");
    }
    return withPath(uri, path.isEmpty() ? dialect.path() : path + dialect.lastPart());
  }

  private static URI parse(String url) {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      // Without the exception: it repeats the URL.
      throw notAUrl("something else (not shown)");
    }
    if (uri.getUserInfo() != null) {
      throw holdsSecret("a user name or password");
    }
    if (uri.getRawQuery() != null) {
      for (String parameter : uri.getRawQuery().toLowerCase(Locale.ROOT).split("&", -1)) {
        String name = parameter.split("=", 2)[0];
        if (SECRET_PARAMETERS.stream().anyMatch(name::endsWith)) {
          throw holdsSecret("the parameter " + name);
        }
      }
    }
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    if (uri.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
      throw notAUrl(url);
    }
    return uri;
  }

  private static URI withPath(URI uri, String path) {
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + path + query);
  }

  private static IllegalArgumentException notAUrl(String got) {
    return new IllegalArgumentException(
        "url must be an http or https URL with a host, got "
            + got
            + "; write it as https://api.openai.com/v1");
  }

  private static IllegalArgumentException holdsSecret(String what) {
    return new IllegalArgumentException(
        "url must hold no secret, got one with "
            + what
            + "; put the key into an environment variable and name that in keyVariable");
  }
}
