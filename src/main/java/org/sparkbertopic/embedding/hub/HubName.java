package org.sparkbertopic.embedding.hub;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.sparkbertopic.compute.Checks;

/**
 * A model's name on the hub.
 *
 * @param repository {@code organisation/model}
 * @param revision branch, tag or commit
 */
public record HubName(String repository, String revision) {

  /** Begins the address of a repository: {@code hf://owner/name@revision}, as in Python. */
  public static final String SCHEME = "hf://";

  private static final String MODELS = "models/";

  /** The hub's default branch. */
  public static final String DEFAULT_REVISION = "main";

  private static final Pattern REPOSITORY =
      Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,95}/[A-Za-z0-9_][A-Za-z0-9_.-]{0,95}");

  private static final Pattern REVISION = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_./-]{0,199}");

  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

  /** Who gives the arguments of Python's BERTopic by position may give a token as a revision. */
  private static final Pattern TOKEN = Pattern.compile("(?<![A-Za-z0-9])hf_[A-Za-z0-9]{20,}");

  public HubName {
    Objects.requireNonNull(repository, "repository");
    Objects.requireNonNull(revision, "revision");
    requireNoToken(repository);
    requireNoToken(revision);
    if (!isRepository(repository)) {
      throw Checks.invalid(
          "model must be organisation/model as on the hub, got %s; copy the name from the"
              + " model's page, such as sentence-transformers/all-MiniLM-L6-v2",
          repository);
    }
    if (!REVISION.matcher(revision).matches()
        || revision.contains("..")
        || revision.contains("//")
        || revision.endsWith("/")) {
      throw new IllegalArgumentException(
          "revision must be a branch, tag or commit, got " + revision + "; leave it out for main");
    }
  }

  /** Does not show the text. */
  private static void requireNoToken(String text) {
    if (TOKEN.matcher(text).find()) {
      throw Checks.invalid(
          "a model on the hub must be owner/name or owner/name@revision, got a token in it (not"
              + " shown); set the environment variable HF_TOKEN to the token, and make a new one if"
              + " others have seen it");
    }
  }

  /**
   * Reads {@code organisation/model} or {@code organisation/model@revision}.
   *
   * @throws IllegalArgumentException if it has neither form
   */
  public static HubName parse(String model) {
    int at = model.indexOf('@');
    return at < 0
        ? new HubName(model, DEFAULT_REVISION)
        : new HubName(model.substring(0, at), model.substring(at + 1));
  }

  /** Whether a path is the address of a repository on the hub. */
  public static boolean isAddress(String path) {
    return path.startsWith(SCHEME);
  }

  /**
   * Reads {@code hf://owner/name} or {@code hf://owner/name@revision}.
   *
   * @throws IllegalArgumentException if it has neither form
   */
  public static HubName ofAddress(String address) {
    requireNoToken(address);
    String name = isAddress(address) ? address.substring(SCHEME.length()) : "";
    name = name.startsWith(MODELS) ? name.substring(MODELS.length()) : name;
    int at = name.indexOf('@');
    String repository = at < 0 ? name : name.substring(0, at);
    if (!isRepository(repository)) {
      throw Checks.invalid(
          "a model on the hub must be hf://owner/name or hf://owner/name@revision, got %s; copy the"
              + " name from the model's page",
          address);
    }
    return new HubName(repository, at < 0 ? DEFAULT_REVISION : name.substring(at + 1));
  }

  /** The form that {@link #ofAddress} reads. */
  public String address() {
    return SCHEME + this;
  }

  /** Who owns the repository. */
  public String owner() {
    return repository.substring(0, repository.indexOf('/'));
  }

  /** The name without its owner. */
  public String bareName() {
    return repository.substring(repository.indexOf('/') + 1);
  }

  /**
   * Whether a configured model is a name on the hub: one slash, no leading dot, and no local folder
   * of that name. A folder takes precedence, as in sentence-transformers.
   */
  public static boolean recognizes(String model) {
    int at = model.indexOf('@');
    return isRepository(at < 0 ? model : model.substring(0, at)) && !Files.exists(Path.of(model));
  }

  /**
   * The name with its owner: a bare name such as {@code all-mpnet-base-v2} is one of
   * sentence-transformers' models, as in {@code SentenceTransformer(name)}. A name that the hub
   * cannot have is given back as it is.
   */
  public static String full(String model) {
    int at = model.indexOf('@');
    String bare = at < 0 ? model : model.substring(0, at);
    String named = HubOwners.fullName(bare);
    return model.indexOf('/') < 0 && isRepository(named)
        ? named + (at < 0 ? "" : model.substring(at))
        : model;
  }

  private static boolean isRepository(String name) {
    return REPOSITORY.matcher(name).matches()
        && !name.contains("--")
        && !name.contains("..")
        && !name.toLowerCase(Locale.ROOT).endsWith(".git");
  }

  /** The same model at another revision. */
  public HubName at(String otherRevision) {
    return new HubName(repository, otherRevision);
  }

  /** Whether the revision is a commit, which never changes. */
  public boolean isPinned() {
    return COMMIT.matcher(revision).matches();
  }

  /** The form that {@link #parse} reads, without the revision if it is the default. */
  @Override
  public String toString() {
    return revision.equals(DEFAULT_REVISION) ? repository : repository + "@" + revision;
  }
}
