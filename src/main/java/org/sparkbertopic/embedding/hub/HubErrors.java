package org.sparkbertopic.embedding.hub;

import java.net.http.HttpResponse;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Locale;
import org.sparkbertopic.http.DownloadProgress;

/** Errors of the hub that say what went wrong and what to do. */
final class HubErrors {

  private HubErrors() {}

  /** A refused request. The hub's X-Error-Code distinguishes cases that share a status. */
  static String message(HubSettings settings, HubName name, HttpResponse<?> response) {
    int status = response.statusCode();
    String code = response.headers().firstValue("X-Error-Code").orElse("");
    String page = settings.endpoint() + "/" + name.repository();
    boolean token = settings.token().isPresent();
    if (code.equals("GatedRepo")) {
      return "model "
          + name
          + " is gated, and the hub refused (status "
          + status
          + "); accept its terms at "
          + page
          + (token ? " with the account of the token" : " and set HF_TOKEN");
    }
    if (code.equals("RevisionNotFound")) {
      return "model "
          + name
          + " has no revision "
          + name.revision()
          + "; see its branches and tags at "
          + page
          + "/tree/main";
    }
    if (code.equals("EntryNotFound")) {
      return "model " + name + " lacks a file that it lists; name another revision";
    }
    if (status == 401 || status == 403) {
      // The hub also answers 401 for models that do not exist, so that private ones stay hidden.
      return "model "
          + name
          + " is private, gated or misspelt (status "
          + status
          + " at "
          + page
          + "); check the name, "
          + (token
              ? "and whether the token (HF_TOKEN, or the file token in HF_HOME) is valid and may"
                  + " read it"
              : "or set HF_TOKEN to a token that may read it")
          + advice(name);
    }
    if (status == 404) {
      return "model "
          + name
          + " is not at "
          + page
          + "; check how the name is spelt"
          + advice(name);
    }
    return "the hub refused "
        + name
        + " with status "
        + status
        + "; check HF_ENDPOINT, got "
        + settings.endpoint();
  }

  /** Whose model it may be. */
  private static String advice(HubName name) {
    return name.repository().startsWith(HubOwners.SENTENCE_TRANSFORMERS + "/")
        ? HubOwners.advice(name.repository())
        : "";
  }

  static String notInCache(HubSettings settings, HubName name, String reason) {
    return String.format(
        Locale.ROOT,
        "model %s is not in the cache %s, and %s; download it on a machine with a connection (hf download"
            + " %s), or set HF_HUB_CACHE to the cache that has it",
        name,
        settings.cache(),
        reason,
        name.repository());
  }

  /** A cache that is not writable. */
  static String cacheFailure(Path cache, FileSystemException failure) {
    String reason =
        failure instanceof AccessDeniedException
            ? "permission denied"
            : failure.getReason() == null
                ? failure.getClass().getSimpleName()
                : failure.getReason();
    return "the cache "
        + cache
        + " must be writable, got "
        + reason
        + " at "
        + failure.getFile()
        + "; set HF_HOME or HF_HUB_CACHE to a folder that is";
  }

  static String noSpace(Path cache, long needed, long free) {
    return String.format(
        Locale.ROOT,
        "the disk of the cache %s must have %s free, got %s; make room, or set HF_HUB_CACHE to another"
            + " disk",
        cache,
        DownloadProgress.bytes(needed),
        DownloadProgress.bytes(free));
  }
}
