package org.sparkbertopic.embedding.hub;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Locale;
import org.sparkbertopic.http.DownloadProgress;

/** Errors of the hub that say what went wrong and what to do. */
final class HubErrors {

  private static final int MOST_WORDS = 300;

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
          + (token ? " with the account of the token" : " and " + settings.tokenRemedy());
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
              : "or " + settings.tokenRemedy() + " to a token that may read it")
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

  /**
   * A refused change of a repository.
   *
   * @param what the hub was asked for
   * @param said the hub's own words, without secrets; may be empty
   */
  static String refusedWrite(
      HubSettings settings, HubName name, String what, HttpResponse<?> response, String said) {
    int status = response.statusCode();
    String page = settings.endpoint() + "/" + name.repository();
    String words = said.replaceAll("\\s+", " ").strip();
    String shown = words.substring(0, Math.min(MOST_WORDS, words.length()));
    String remedy =
        switch (status) {
          case 401 ->
              "check that the token (HF_TOKEN, or the file token in HF_HOME) is valid; tokens are"
                  + " made at "
                  + settings.endpoint()
                  + "/settings/tokens";
          case 402 -> "see what the account of " + name.owner() + " has left at " + page;
          case 403 ->
              "the token (HF_TOKEN, or the file token in HF_HOME) must be one that may write to"
                  + " repositories of "
                  + name.owner();
          case 404 -> "check how the name is spelt: " + page;
          case 412 -> "the branch has another commit since; start again";
          case 413 -> "the files are too large for one commit; see the limits at " + page;
          default -> "check the name and HF_ENDPOINT, got " + settings.endpoint();
        };
    return String.format(
        Locale.ROOT,
        "%s: the hub refused to %s (status %d%s); %s",
        name,
        what,
        status,
        shown.isEmpty() ? "" : ": " + shown,
        remedy);
  }

  static String notSent(HubSettings settings, HubName name, IOException failure) {
    return String.format(
        Locale.ROOT,
        "%s could not be sent to %s (%s); start again: what was sent is not sent again",
        name,
        settings.endpoint(),
        failure.getMessage());
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
