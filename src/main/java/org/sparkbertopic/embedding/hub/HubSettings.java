package org.sparkbertopic.embedding.hub;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.http.Secret;

/**
 * The addresses of the hub and its cache, from the environment variables of Python's
 * huggingface_hub. Stays on the driver: it is neither saved nor shipped.
 *
 * @param endpoint {@code HF_ENDPOINT}, without a slash at the end
 * @param cache {@code HF_HUB_CACHE}, else {@code HF_HOME/hub}, else {@code
 *     ~/.cache/huggingface/hub}
 * @param token {@code HF_TOKEN}, else the file {@code HF_TOKEN_PATH}, else {@code HF_HOME/token}
 * @param tokenIsOff {@code HF_HUB_DISABLE_IMPLICIT_TOKEN}: no token is read, wherever it is
 * @param offline {@code HF_HUB_OFFLINE}: use only the cache
 */
public record HubSettings(
    URI endpoint, Path cache, Optional<Secret> token, boolean tokenIsOff, boolean offline) {

  public static final String DEFAULT_ENDPOINT = "https://huggingface.co";

  /** The variable that turns tokens off. */
  static final String NO_TOKEN = "HF_HUB_DISABLE_IMPLICIT_TOKEN";

  private static final List<String> AS_PROPERTIES =
      List.of("HF_ENDPOINT", "HF_HOME", "HF_HUB_CACHE", "HF_TOKEN_PATH", "HF_HUB_OFFLINE");

  private static final Set<String> TRUE = Set.of("1", "ON", "YES", "TRUE");

  public HubSettings {
    Objects.requireNonNull(cache, "cache");
    Objects.requireNonNull(token, "token");
    if (endpoint.getHost() == null || endpoint.getUserInfo() != null) {
      throw Checks.invalid(
          "HF_ENDPOINT must be an http or https URL without a password, got something else (not"
              + " shown); leave it out for %s",
          DEFAULT_ENDPOINT);
    }
  }

  /**
   * From this process's environment. A system property of the same name ({@code -DHF_ENDPOINT=...})
   * takes precedence, except for tokens, which every user of the machine would see.
   */
  public static HubSettings ofEnvironment() {
    Map<String, String> values = new HashMap<>(System.getenv());
    for (String name : AS_PROPERTIES) {
      String property = System.getProperty(name);
      if (property != null) {
        values.put(name, property);
      }
    }
    return of(values, Path.of(System.getProperty("user.home")));
  }

  /** The same without requests. */
  HubSettings withoutRequests() {
    return new HubSettings(endpoint, cache, token, tokenIsOff, true);
  }

  /** What to do where a token is needed, and there is none. */
  String tokenRemedy() {
    return (tokenIsOff ? "unset " + NO_TOKEN + ", and " : "") + "set HF_TOKEN";
  }

  static HubSettings of(Map<String, String> environment, Path userHome) {
    Environment values = new Environment(environment, userHome);
    Path home =
        values
            .path("HF_HOME")
            .orElseGet(
                () ->
                    values
                        .path("XDG_CACHE_HOME")
                        .orElse(userHome.resolve(".cache"))
                        .resolve("huggingface"));
    Path cache =
        values
            .path("HF_HUB_CACHE")
            .or(() -> values.path("HUGGINGFACE_HUB_CACHE"))
            .orElse(home.resolve("hub"));
    String endpoint = values.text("HF_ENDPOINT").orElse(DEFAULT_ENDPOINT).replaceAll("/+$", "");
    return new HubSettings(
        endpoint(endpoint),
        cache,
        values.flag(NO_TOKEN) ? Optional.empty() : token(values, home),
        values.flag(NO_TOKEN),
        values.flag("HF_HUB_OFFLINE") || values.flag("TRANSFORMERS_OFFLINE"));
  }

  private static URI endpoint(String text) {
    try {
      URI uri = URI.create(text);
      if ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Reported below without the text, which may hold a password.
    }
    return URI.create("no-url");
  }

  private static Optional<Secret> token(Environment values, Path home) {
    Optional<Secret> given =
        Secret.of("HF_TOKEN", values.text("HF_TOKEN").orElse(""))
            .or(
                () ->
                    Secret.of(
                        "HUGGING_FACE_HUB_TOKEN",
                        values.text("HUGGING_FACE_HUB_TOKEN").orElse("")));
    if (given.isPresent()) {
      return given;
    }
    Path file = values.path("HF_TOKEN_PATH").orElse(home.resolve("token"));
    if (!Files.isReadable(file)) {
      return Optional.empty();
    }
    try {
      return Secret.of("the token file " + file, Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Environment variables, without blank ones. */
  private record Environment(Map<String, String> variables, Path userHome) {

    Optional<String> text(String name) {
      return Optional.ofNullable(variables.get(name)).map(String::strip).filter(v -> !v.isEmpty());
    }

    Optional<Path> path(String name) {
      return text(name)
          .map(
              value ->
                  value.startsWith("~/") ? userHome.resolve(value.substring(2)) : Path.of(value));
    }

    boolean flag(String name) {
      return text(name).filter(value -> TRUE.contains(value.toUpperCase(Locale.ROOT))).isPresent();
    }
  }
}
