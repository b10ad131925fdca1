package org.sparkbertopic.embedding.hub;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.sparkbertopic.compat.SparkTask;
import org.sparkbertopic.embedding.hub.HubClient.Listing;
import org.sparkbertopic.http.DownloadProgress;
import org.sparkbertopic.http.RefusedException;
import org.sparkbertopic.http.Retries;
import org.sparkbertopic.io.CacheLock;

/**
 * Finds models of the Hugging Face hub by name. A model is downloaded once, into the cache that
 * Python uses too.
 *
 * <p>Only the needed files of a model are downloaded. Each file is verified against the hub's hash
 * and appears in the cache atomically; an interrupted download resumes. If several processes need a
 * model, one downloads it and the others wait. If the hub cannot be reached, a cached model is used
 * as it is, and the log says so.
 *
 * <p>Runs on the driver. A download costs one request for the list of files, and one request per
 * missing file. A cached model costs one request, or none if it is named by commit or the mode is
 * offline.
 */
public final class HubModels {

  private static final Map<String, HubSnapshot> KNOWN = new ConcurrentHashMap<>();

  private final HubSettings settings;
  private final Retries retries;
  private final DownloadProgress progress;

  HubModels(HubSettings settings, Retries retries, PrintStream out) {
    this.settings = settings;
    this.retries = retries;
    this.progress = new DownloadProgress("hub: ", out, System::nanoTime);
  }

  /** With these settings; progress goes to standard error, where Spark's own goes. */
  public static HubModels of(HubSettings settings) {
    return new HubModels(settings, Retries.create(), System.err);
  }

  /**
   * A model by the settings of the environment, looked up once per JVM. A task on an executor
   * downloads nothing: the driver has shipped the model, or it is in a shared cache.
   */
  public static HubSnapshot shared(HubName name, HubFiles files) {
    HubSettings settings = HubSettings.ofEnvironment();
    HubSettings here = SparkTask.isHere() ? settings.withoutRequests() : settings;
    return KNOWN.compute(
        here.endpoint() + "\n" + here.cache() + "\n" + name + "\n" + files,
        (key, known) ->
            known != null && Files.isDirectory(known.folder())
                ? known
                : of(here).snapshot(name, files));
  }

  /**
   * Finds a model in the cache, or downloads it.
   *
   * @throws IllegalArgumentException if there is no such model, it may not be read, or it lacks a
   *     needed file; offline also if it is not in the cache
   * @throws IllegalStateException if the hub cannot be reached, or the cache cannot be written
   */
  public HubSnapshot snapshot(HubName name, HubFiles files) {
    HubCache cache = new HubCache(settings.cache(), name);
    Optional<HubSnapshot> cached = cached(cache, name, files);
    if (cached.isPresent() && (name.isPinned() || settings.offline())) {
      return cached.get();
    }
    if (settings.offline()) {
      throw new IllegalArgumentException(
          HubErrors.notInCache(settings, name, "HF_HUB_OFFLINE forbids downloads"));
    }
    try {
      // With a cached model there is no reason to wait for a hub that is down.
      Listing listing =
          new HubClient(settings, cached.isPresent() ? retries.once() : retries).listing(name);
      return complete(new HubClient(settings, retries), cache, name, files, listing);
    } catch (RefusedException e) {
      return cached.map(snapshot -> inSpiteOf(e, snapshot)).orElseThrow(() -> e);
    } catch (FileSystemException e) {
      throw new IllegalStateException(HubErrors.cacheFailure(settings.cache(), e), e);
    } catch (IOException e) {
      return cached.map(snapshot -> inSpiteOf(e, snapshot)).orElseThrow(() -> unreachable(name, e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the thread was interrupted while it fetched " + name, e);
    }
  }

  /** The cached revision, if it has all files that its own configuration needs. */
  private static Optional<HubSnapshot> cached(HubCache cache, HubName name, HubFiles files) {
    return cache
        .commit(name)
        .flatMap(
            commit -> {
              List<String> paths = cache.files(commit);
              if (files.weights(paths).isEmpty()
                  || isOfUnknownKind(cache, commit, files, paths)
                  || !ModuleList.isWhole(cache.snapshot(commit), paths)
                  || (files.format() == HubFiles.Format.TOPIC_MODEL
                      && !TopicModelList.isWhole(cache.snapshot(commit), paths))) {
                return Optional.empty();
              }
              try {
                files.choose(name.toString(), paths);
              } catch (IllegalArgumentException incomplete) {
                return Optional.empty();
              }
              return Optional.of(snapshot(cache, name, commit, files.weights(paths).get()));
            });
  }

  /** Python's BERTopic downloads only its own files of a model of this library. */
  private static boolean isOfUnknownKind(
      HubCache cache, String commit, HubFiles files, List<String> paths) {
    return files
        .telling()
        .filter(file -> !paths.contains(file) && !cache.lacks(commit, file))
        .isPresent();
  }

  private static HubSnapshot snapshot(HubCache cache, HubName name, String commit, String weights) {
    return new HubSnapshot(
        name.at(commit), cache.snapshot(commit).toAbsolutePath().normalize(), weights);
  }

  private HubSnapshot complete(
      HubClient client, HubCache cache, HubName name, HubFiles files, Listing listing)
      throws IOException, InterruptedException {
    List<String> chosen = files.choose(name.toString(), listing.paths());
    String commit = listing.commit();
    if (!missing(cache, commit, chosen).isEmpty()) {
      cache.prepare();
      Runnable wait =
          () -> progress.note(name + " is being fetched by another process; waiting for it");
      CacheLock.whileHeld(
          cache.lock(),
          wait,
          alone -> {
            fetch(client, cache, name.at(commit), missing(cache, commit, chosen));
            return null;
          });
    }
    try {
      if (isOfUnknownKind(cache, commit, files, listing.paths())) {
        cache.noteAbsent(commit, files.telling().orElseThrow());
      }
      cache.writeRef(name, commit);
    } catch (IOException e) {
      // A complete cache may be read-only.
    }
    return snapshot(cache, name, commit, chosen.get(chosen.size() - 1));
  }

  private static List<String> missing(HubCache cache, String commit, List<String> paths) {
    return paths.stream().filter(path -> !cache.has(commit, path)).toList();
  }

  private void fetch(HubClient client, HubCache cache, HubName pinned, List<String> paths)
      throws IOException, InterruptedException {
    if (paths.isEmpty()) {
      return;
    }
    List<HubFile> files = new ArrayList<>();
    long bytes = 0;
    for (String path : paths) {
      HubFile file = client.describe(pinned, path);
      files.add(file);
      bytes += isThere(cache, file) ? 0 : Math.max(0, file.size());
    }
    requireSpace(cache, bytes);
    progress.note(
        String.format(
            Locale.ROOT,
            "fetching %s from %s: %d %s, %s",
            pinned,
            settings.endpoint(),
            paths.size(),
            paths.size() == 1 ? "file" : "files",
            DownloadProgress.bytes(bytes)));
    for (HubFile file : files) {
      if (!isThere(cache, file)) {
        client.download(file, cache.incomplete(file.etag()), progress);
        cache.publish(file.etag());
      }
      cache.link(pinned.revision(), file.path(), file.etag());
    }
    progress.note(pinned + " is in " + cache.snapshot(pinned.revision()));
  }

  /** Another revision may already have downloaded the same bytes. */
  private static boolean isThere(HubCache cache, HubFile file) throws IOException {
    Path blob = cache.blob(file.etag());
    return Files.isRegularFile(blob) && (file.size() < 0 || Files.size(blob) == file.size());
  }

  private void requireSpace(HubCache cache, long bytes) throws IOException {
    long free = Files.getFileStore(cache.blob("x").getParent()).getUsableSpace();
    if (free < bytes) {
      throw new IllegalStateException(HubErrors.noSpace(settings.cache(), bytes, free));
    }
  }

  private HubSnapshot inSpiteOf(Exception failure, HubSnapshot snapshot) {
    progress.note(
        "the hub could not be reached ("
            + failure.getMessage()
            + "); "
            + snapshot.name()
            + " is taken from the cache");
    return snapshot;
  }

  private IllegalStateException unreachable(HubName name, IOException failure) {
    return new IllegalStateException(
        HubErrors.notInCache(
            settings,
            name,
            "it could not be fetched from "
                + settings.endpoint()
                + " ("
                + failure.getMessage()
                + ")"),
        failure);
  }
}
