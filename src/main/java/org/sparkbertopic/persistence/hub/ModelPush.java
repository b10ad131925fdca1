package org.sparkbertopic.persistence.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.embedding.hub.HubName;
import org.sparkbertopic.embedding.hub.HubRepository;
import org.sparkbertopic.embedding.hub.HubRepository.Commit;
import org.sparkbertopic.embedding.hub.HubRepository.Present;
import org.sparkbertopic.embedding.hub.HubSettings;
import org.sparkbertopic.embedding.hub.TopicModelList;
import org.sparkbertopic.embedding.hub.UploadFile;
import org.sparkbertopic.http.Retries;
import org.sparkbertopic.persistence.ModelDirectory;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.persistence.StoredModel;

/**
 * Sends a model to the hub, in one commit: its directory and a model card. Files that have not
 * changed are not sent again. Of earlier models, the files that the manifest there lists and this
 * one lacks are deleted, and all of a model's files in {@code versions}, where a directory keeps
 * what was replaced; other files of the repository stay. A repository of something else than a
 * topic model is refused.
 *
 * <p>Needs room for a copy of the model among the temporary files of this machine.
 */
public final class ModelPush {

  private static final String README = "README.md";

  /** A file of every model that Python's BERTopic or this library pushed. */
  private static final String TOPICS = "topics.json";

  private static final int MOST_NAMED = 3;

  /** Files that say nothing of what kind a repository is. */
  private static final Pattern OF_ANY_REPOSITORY =
      Pattern.compile(
          "(?i)\\.gitattributes|\\.gitignore|README(\\.[a-z]+)?|LICEN[CS]E[^/]*|NOTICE[^/]*");

  /** Spark ML's description of a stage. */
  private static final Pattern OF_SPARK =
      Pattern.compile(
          "metadata/(_SUCCESS|part-[0-9]{5}[^/]*|\\.(_SUCCESS|part-[0-9]{5}[^/]*)\\.crc)");

  /** Where a directory keeps models that replaced others; what is sent lies beside it. */
  private static final Pattern OF_VERSION =
      Pattern.compile("versions/[0-9a-f]{16}/(?:_aside/)?([^/]+)");

  private final HubName to;
  private final HubRepository repository;

  ModelPush(HubName to, HubRepository repository) {
    this.to = to;
    this.repository = repository;
  }

  /**
   * By the settings of the environment.
   *
   * @param address {@code hf://owner/name}, or {@code hf://owner/name@branch}; the repository and
   *     the branch are made if they are not there
   * @throws IllegalArgumentException if the address or the settings cannot be used, such as without
   *     a token ({@code HF_TOKEN})
   */
  public static ModelPush to(String address) {
    HubName name = HubName.ofAddress(address);
    return new ModelPush(name, HubRepository.of(HubSettings.ofEnvironment(), name));
  }

  /**
   * Sends a model.
   *
   * @throws IllegalArgumentException if the hub refuses; the message says what to do
   * @throws IllegalStateException if the hub cannot be reached; started again, it goes on
   * @throws UncheckedIOException if the copy cannot be written
   */
  public PushedModel push(StoredModel model, PushOptions options) {
    return withCopy(
        model,
        folder -> {
          Present present = repository.prepare(options.isPrivate(), this::requireTopicModel);
          List<UploadFile> files = new ArrayList<>(files(folder));
          Optional<String> card =
              options.card()
                  ? ModelCard.of(model.model(), to).over(repository.text(present, README))
                  : Optional.empty();
          if (card.isPresent()) {
            Path readme = folder.resolve(README);
            Files.writeString(readme, card.get(), StandardCharsets.UTF_8);
            files.add(new UploadFile(README, readme));
          }
          List<String> stale = stale(present, files.stream().map(UploadFile::path).toList());
          Commit made =
              repository.commit(present, files, stale, options.message(), options.pullRequest());
          return new PushedModel(
              to.at(made.id()).address(),
              made.page(),
              made.pullRequest(),
              made.sent(),
              made.unchanged(),
              stale,
              options.card() && card.isEmpty());
        });
  }

  /**
   * What {@link #push} would send to a new repository; see {@link #deletions}.
   *
   * @param card the model card; empty if none is written
   * @param files with their sizes in bytes, in order
   */
  public record Preview(Optional<String> card, List<SizedFile> files) {}

  /** A file of a preview. */
  public record SizedFile(String path, long bytes) {}

  /** Makes a preview, without the hub. */
  public static Preview preview(StoredModel model, String address, PushOptions options) {
    HubName name = HubName.ofAddress(address);
    return withCopy(
        model,
        folder -> {
          List<SizedFile> sizes = new ArrayList<>();
          for (UploadFile file : files(folder)) {
            sizes.add(new SizedFile(file.path(), file.size()));
          }
          return new Preview(
              options.card()
                  ? ModelCard.of(model.model(), name).over(Optional.empty())
                  : Optional.empty(),
              sizes);
        });
  }

  /**
   * Paths in the repository that {@link #push} would delete: of earlier models. Asks the hub once,
   * and changes nothing.
   *
   * @param preview of the model that would be sent
   * @throws IllegalArgumentException as {@link #to}, or if the hub refuses
   * @throws IllegalStateException if the hub cannot be reached
   */
  public static List<String> deletions(Preview preview, String address) {
    HubName name = HubName.ofAddress(address);
    HubRepository repository =
        new HubRepository(HubSettings.ofEnvironment(), Retries.create().once(), System.err, name);
    List<String> sent = preview.files().stream().map(SizedFile::path).toList();
    return repository
        .look()
        .map(present -> new ModelPush(name, repository).stale(present, sent))
        .orElse(List.of());
  }

  /** What readers of the repository learn about the documents; empty if nothing. */
  public static Optional<String> disclosure(SavedModel model) {
    long texts = model.topics().documents().stream().mapToLong(List::size).sum();
    boolean input = model.provenance().knowsFit();
    if (texts == 0 && !input) {
      return Optional.empty();
    }
    List<String> parts = new ArrayList<>();
    if (texts > 0) {
      parts.add(
          String.format(Locale.ROOT, "ids and texts of %,d documents (documents.json)", texts));
    }
    if (input) {
      parts.add("the path of the input and all settings (provenance.json)");
    }
    return Optional.of("readers of the model see " + String.join(", ", parts));
  }

  /** Works with a copy of a model. */
  @FunctionalInterface
  private interface Work<T> {
    T with(Path folder) throws IOException;
  }

  private static <T> T withCopy(StoredModel model, Work<T> work) {
    try {
      Path folder = Files.createTempDirectory("spark-bertopic-push-");
      try {
        ModelDirectory.export(model, folder);
        return work.with(folder);
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<UploadFile> files(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile)
          .map(file -> new UploadFile(folder.relativize(file).toString().replace('\\', '/'), file))
          .sorted(Comparator.comparing(UploadFile::path))
          .toList();
    }
  }

  /** A model of another kind has a config.json too, and would be unreadable afterwards. */
  private void requireTopicModel(List<String> paths) {
    if (paths.contains(TopicModelList.MANIFEST) || paths.contains(TOPICS)) {
      return;
    }
    List<String> others =
        paths.stream().filter(path -> !OF_ANY_REPOSITORY.matcher(path).matches()).toList();
    if (!others.isEmpty()) {
      throw Checks.invalid(
          "%s must be a new repository or one with a topic model, got one with %s; give another"
              + " name, or delete its files at %s if they are not needed",
          to.repository(),
          others.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
              + (others.size() > MOST_NAMED ? " and others" : ""),
          repository.page());
    }
  }

  /** Files of earlier models: by the manifest there, and by their names among the versions. */
  private List<String> stale(Present present, List<String> sent) {
    Optional<List<String>> listed =
        repository
            .text(present, TopicModelList.MANIFEST)
            .flatMap(text -> TopicModelList.of(text.getBytes(StandardCharsets.UTF_8)));
    Set<String> kept = Set.copyOf(sent);
    return present.paths().stream()
        .filter(path -> !kept.contains(path))
        .filter(
            path ->
                isOfVersion(path)
                    || (listed.isPresent()
                        && (listed.get().contains(path) || OF_SPARK.matcher(path).matches())))
        .toList();
  }

  private static boolean isOfVersion(String path) {
    Matcher file = OF_VERSION.matcher(path);
    return file.matches() && ModelDirectory.isOwnName(file.group(1));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
