package org.sparkbertopic.embedding.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.embedding.hub.HubClient.Listing;
import org.sparkbertopic.http.DownloadProgress;
import org.sparkbertopic.http.RefusedException;
import org.sparkbertopic.http.Retries;
import org.sparkbertopic.http.TransientException;

/**
 * A repository of models on the hub that files are sent to, in one commit. Files that the hub
 * already has are not sent again, so that a command that was interrupted goes on where it ended.
 *
 * <p>Uses the hub's API for commits: the hub says of each file whether it is part of the commit or
 * large. Large files are sent to its storage first, by Git LFS's protocol. Readers see all of a
 * commit or nothing.
 */
public final class HubRepository {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final HubName name;
  private final HubApi api;
  private final DownloadProgress progress;

  /**
   * @param out for progress
   * @throws IllegalArgumentException if the name is that of a commit, there is no token, or the
   *     settings say offline
   */
  public HubRepository(HubSettings settings, Retries retries, PrintStream out, HubName name) {
    if (name.isPinned()) {
      throw Checks.invalid(
          "the revision to send to must be a branch, got the commit %s; leave it out for %s",
          name.revision(), HubName.DEFAULT_REVISION);
    }
    if (settings.offline()) {
      throw Checks.invalid("%s cannot be sent, as HF_HUB_OFFLINE is set; unset it", name);
    }
    if (settings.token().isEmpty()) {
      throw Checks.invalid(
          "sending %s to the hub needs a token, got none; make one that may write at"
              + " %s/settings/tokens, and %s to it",
          name, settings.endpoint(), settings.tokenRemedy());
    }
    this.name = name;
    this.api = new HubApi(settings, retries, name);
    this.progress = new DownloadProgress("hub: ", out, System::nanoTime);
  }

  /** With these settings; progress goes to standard error. */
  public static HubRepository of(HubSettings settings, HubName name) {
    return new HubRepository(settings, Retries.create(), System.err, name);
  }

  /** What the hub made of the files. */
  public record Commit(
      String id, String page, Optional<String> pullRequest, int sent, int unchanged, int deleted) {

    /** Whether the hub had all of it. */
    public boolean isEmpty() {
      return sent == 0 && deleted == 0;
    }
  }

  /**
   * Its files at present.
   *
   * @param commit that they are of
   * @param paths relative to the root, with slashes
   */
  public record Present(String commit, List<String> paths) {}

  /**
   * Makes the repository, and the branch, unless they are there. What is refused gets no branch.
   *
   * @param isPrivate whether nobody else may read it
   * @param usable throws an exception if files of these paths must not be written over
   * @return the files that are there
   * @throws IllegalArgumentException if the hub refuses, or the repository is public and must not
   *     be; the message says what to do
   * @throws IllegalStateException if the hub cannot be reached
   */
  public Present prepare(boolean isPrivate, Consumer<List<String>> usable) {
    return api.reaching(
        () -> {
          if (create(isPrivate)) {
            progress.note("made " + name.repository() + (isPrivate ? ", private" : ""));
          }
          Listing listing =
              listing(
                  there -> {
                    requireVisibility(isPrivate, there);
                    usable.accept(there.paths());
                  });
          return new Present(listing.commit(), listing.paths());
        });
  }

  /**
   * Its files at present, of a new branch those of the default one; changes nothing.
   *
   * @return empty if there is no such repository
   * @throws IllegalArgumentException if the hub refuses
   * @throws IllegalStateException if the hub cannot be reached
   */
  public Optional<Present> look() {
    return api.reaching(
        () -> {
          HttpResponse<byte[]> answer = api.askForListing(name);
          if (HubApi.code(answer).equals("RevisionNotFound")) {
            answer = api.askForListing(name.at(HubName.DEFAULT_REVISION));
          }
          if (answer.statusCode() == 404) {
            return Optional.empty();
          }
          api.requireDone(answer, "list its files");
          Listing listing = api.readListing(name, answer);
          return Optional.of(new Present(listing.commit(), listing.paths()));
        });
  }

  private void requireVisibility(boolean isPrivate, Listing listing) {
    if (isPrivate && listing.isPublic()) {
      throw new RefusedException(
          String.format(
              Locale.ROOT,
              "%s must be private, got a repository that everybody may read; make it private"
                  + " at %s/settings, or leave out that it should be",
              name.repository(),
              api.page()),
          0);
    }
  }

  private boolean create(boolean isPrivate) throws IOException, InterruptedException {
    ObjectNode body = NODES.objectNode();
    body.put("type", "model");
    body.put("name", name.bareName());
    body.put("organization", name.owner());
    if (isPrivate) {
      body.put("private", true);
    }
    HttpResponse<byte[]> response =
        api.retries()
            .run(
                name.hashCode(),
                () -> {
                  HttpResponse<byte[]> answer = api.post("/api/repos/create", body);
                  if (answer.statusCode() != 409) {
                    api.requireTransient(answer);
                  } else if (HubApi.text(answer).contains("in progress")) {
                    throw new TransientException("another repository is being made");
                  }
                  return answer;
                });
    return switch (response.statusCode()) {
      case 200, 201 -> true;
      case 409 -> false;
      case 401, 402, 403 -> {
        // Who may not make repositories may still write to one that is there.
        if (api.askForListing(name.at(HubName.DEFAULT_REVISION)).statusCode() != 200) {
          throw api.refused(response, "make the repository " + name.repository());
        }
        yield false;
      }
      default -> throw api.refused(response, "make the repository " + name.repository());
    };
  }

  private Listing listing(Consumer<Listing> check) throws IOException, InterruptedException {
    Listing listing =
        api.retries()
            .run(
                name.hashCode(),
                () -> {
                  HttpResponse<byte[]> answer = api.askForListing(name);
                  if (HubApi.code(answer).equals("RevisionNotFound")) {
                    // A new branch begins as a copy of the default one.
                    HubName source = name.at(HubName.DEFAULT_REVISION);
                    HttpResponse<byte[]> there = api.askForListing(source);
                    api.requireDone(there, "list its files");
                    check.accept(api.readListing(source, there));
                    createBranch();
                    answer = api.askForListing(name);
                  }
                  api.requireDone(answer, "list its files");
                  return api.readListing(name, answer);
                });
    check.accept(listing);
    return listing;
  }

  private void createBranch() throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        api.post(
            "/api/models/" + name.repository() + "/branch/" + HubClient.quoted(name.revision()),
            NODES.objectNode());
    if (answer.statusCode() != 409) {
      api.requireDone(answer, "make the branch " + name.revision());
    }
    progress.note("made the branch " + name.revision());
  }

  /** The repository's page. */
  public String page() {
    return api.page();
  }

  /** The content of a small text; empty if the repository does not have it. */
  public Optional<String> text(Present present, String path) {
    return present.paths().contains(path)
        ? Optional.of(api.reaching(() -> api.file(name.at(present.commit()), path)))
        : Optional.empty();
  }

  /**
   * Sends files in one commit.
   *
   * @param present what {@link #prepare} gave; another commit since then is an error
   * @param files to add or to replace
   * @param deleted paths to delete
   * @param asPullRequest whether the commit becomes a pull request to the branch
   * @throws IllegalArgumentException if the hub refuses; the message says what to do
   * @throws IllegalStateException if the hub cannot be reached
   */
  public Commit commit(
      Present present,
      List<UploadFile> files,
      Collection<String> deleted,
      String message,
      boolean asPullRequest) {
    return api.reaching(() -> send(present, files, deleted, message, asPullRequest));
  }

  private Commit send(
      Present present,
      List<UploadFile> files,
      Collection<String> deleted,
      String message,
      boolean asPullRequest)
      throws IOException, InterruptedException {
    List<UploadFile> small = new ArrayList<>();
    Map<String, UploadFile> large = new HashMap<>();
    List<ObjectNode> lines = new ArrayList<>();
    Map<String, JsonNode> modes = modes(files, asPullRequest);
    int unchanged = 0;
    for (UploadFile file : files) {
      JsonNode mode = modes.get(file.path());
      boolean isLarge = file.size() > 0 && "lfs".equals(mode.path("uploadMode").asText());
      String hash = isLarge ? HubFile.sha256(file.file()) : HubFile.gitHash(file.file());
      if (hash.equals(mode.path("oid").asText())) {
        unchanged++;
      } else if (isLarge) {
        large.put(hash, file);
        lines.add(largeLine(file, hash));
      } else {
        small.add(file);
      }
    }
    int sent = small.size() + lines.size();
    progress.note(
        String.format(
            Locale.ROOT,
            "sending %d %s to %s, %d of them large; %d are there already",
            sent,
            sent == 1 ? "file" : "files",
            name,
            lines.size(),
            unchanged));
    if (sent == 0 && deleted.isEmpty()) {
      return new Commit(present.commit(), api.page(), Optional.empty(), 0, unchanged, 0);
    }
    new LfsUpload(api, name, progress).send(large);
    for (UploadFile file : small) {
      lines.add(smallLine(file));
    }
    for (String path : new TreeSet<>(deleted)) {
      lines.add(line("deletedFile", NODES.objectNode().put("path", path)));
    }
    JsonNode made = commit(header(message, present.commit()), lines, asPullRequest);
    return new Commit(
        made.path("commitOid").asText(),
        made.path("commitUrl").asText(api.page()),
        Optional.ofNullable(made.path("pullRequestUrl").textValue()),
        sent,
        unchanged,
        deleted.size());
  }

  /** How the hub wants each file, and the hash of what it has. */
  private Map<String, JsonNode> modes(List<UploadFile> files, boolean asPullRequest)
      throws IOException, InterruptedException {
    ObjectNode body = NODES.objectNode();
    ArrayNode list = body.putArray("files");
    for (UploadFile file : files) {
      list.addObject()
          .put("path", file.path())
          .put("sample", file.sample())
          .put("size", file.size());
    }
    JsonNode answer =
        api.postForJson(
            "/api/models/"
                + name.repository()
                + "/preupload/"
                + HubClient.quoted(name.revision())
                + (asPullRequest ? "?create_pr=1" : ""),
            body,
            "write to it");
    Map<String, JsonNode> modes = new HashMap<>();
    for (JsonNode file : answer.path("files")) {
      modes.put(file.path("path").asText(), file);
    }
    for (UploadFile file : files) {
      JsonNode mode = modes.get(file.path());
      if (mode == null) {
        throw new TransientException("the hub's answer says nothing of " + file.path());
      }
      if (mode.path("shouldIgnore").asBoolean(false)) {
        throw new RefusedException(
            name
                + " has a .gitignore that leaves out "
                + file.path()
                + ", which the model needs; take that out of it at "
                + api.page(),
            0);
      }
    }
    return modes;
  }

  private static ObjectNode header(String message, String parent) {
    return line(
        "header",
        NODES
            .objectNode()
            .put("summary", message)
            .put("description", "")
            .put("parentCommit", parent));
  }

  private static ObjectNode largeLine(UploadFile file, String hash) throws IOException {
    return line(
        "lfsFile",
        NODES
            .objectNode()
            .put("path", file.path())
            .put("algo", "sha256")
            .put("oid", hash)
            .put("size", file.size()));
  }

  private static ObjectNode smallLine(UploadFile file) throws IOException {
    return line(
        "file",
        NODES
            .objectNode()
            .put("path", file.path())
            .put("encoding", "base64")
            .put("content", Base64.getEncoder().encodeToString(Files.readAllBytes(file.file()))));
  }

  private static ObjectNode line(String key, ObjectNode value) {
    ObjectNode line = NODES.objectNode().put("key", key);
    line.set("value", value);
    return line;
  }

  private JsonNode commit(ObjectNode header, List<ObjectNode> lines, boolean asPullRequest)
      throws IOException, InterruptedException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes((header + "\n").getBytes(StandardCharsets.UTF_8));
    for (ObjectNode line : lines) {
      body.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return api.commit(name, body.toByteArray(), asPullRequest);
  }
}
