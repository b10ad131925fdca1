package org.sparkbertopic.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.sparkbertopic.compute.Checks;

/**
 * The address of an API, completed from what users write: a server, a base such as /v1, or the
 * whole address. It is saved with the model and written to logs, so it must not hold a password, or
 * a parameter that is not known to be harmless.
 */
public final class ApiAddress {

  private ApiAddress() {}

  /**
   * @param url a server, a base, or the whole address
   * @param path of the API below a server's root, such as {@code /v1/embeddings}
   * @param lastPart the end of an address of the API, which is appended to a base
   * @throws IllegalArgumentException if it is not an HTTP URL, or holds a secret; the message does
   *     not show it
   */
  public static URI of(String url, String path, String lastPart) {
    URI uri = parse(url);
    String given = uri.getRawPath() == null ? "" : uri.getRawPath().replaceAll("/+$", "");
    if (given.endsWith(lastPart)) {
      return uri;
    }
    return withPath(uri, given.isEmpty() ? path : given + lastPart);
  }

  /** Whether the text is a URL without secrets, and its path ends so. */
  public static boolean endsWith(String url, String lastPart) {
    String path = parse(url).getRawPath();
    return path != null && path.replaceAll("/+$", "").endsWith(lastPart);
  }

  /**
   * Whether two URLs name the same host, whatever their paths: a key that belongs to one server
   * must not go to another.
   *
   * @throws IllegalArgumentException if one is not an HTTP URL, or holds a secret
   */
  public static boolean sameHost(String url, String other) {
    return host(url).equals(host(other));
  }

  /**
   * The host of a URL, in lower case.
   *
   * @throws IllegalArgumentException if it is not an HTTP URL, or holds a secret
   */
  public static String host(String url) {
    return parse(url).getHost().toLowerCase(Locale.ROOT);
  }

  private static URI parse(String url) {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      // Without the exception as cause, because it repeats the URL.
      throw notAUrl("something else (not shown)");
    }
    if (uri.getUserInfo() != null) {
      throw holdsSecret("a user name or password");
    }
    if (uri.getRawQuery() != null) {
      for (String parameter : uri.getRawQuery().split("&", -1)) {
        String name = parameter.split("=", 2)[0];
        if (!name.isEmpty() && !SecretText.isOpenParameter(name)) {
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
    return Checks.invalid(
        "url must be an http or https URL with a host, got %s; write it as"
            + " https://api.openai.com/v1",
        got);
  }

  private static IllegalArgumentException holdsSecret(String what) {
    return Checks.invalid(
        "url must hold no secret, got one with %s; put the key into an environment variable"
            + " and name that in keyVariable",
        what);
  }
}
