package org.sparkbertopic.embedding.tensorflow;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.io.FileUtils;
import org.sparkbertopic.http.Download;
import org.sparkbertopic.http.DownloadProgress;
import org.sparkbertopic.http.FileServer;
import org.sparkbertopic.http.RefusedException;
import org.sparkbertopic.http.Retries;
import org.sparkbertopic.io.CacheLock;

/**
 * Models by their handles on TF Hub ({@code
 * https://tfhub.dev/google/universal-sentence-encoder/4}). They lie as {@code tensorflow_hub} lays
 * them: in a folder whose name is the SHA-1 of the handle, in {@code TFHUB_CACHE_DIR}, or in {@code
 * tfhub_modules} of the folder for temporary files. What is missing is fetched as a tar.gz and
 * unpacked beside, and appears in one step.
 *
 * <p>Runs on the driver.
 */
public final class TfHub {

  private static final Pattern HANDLE = Pattern.compile("https?://[^\\s?#]+");

  private static final Pattern OF_TF_HUB = Pattern.compile("https://tfhub\\.dev/[^\\s?#]+");

  private static final String COMPRESSED = "?tf-hub-format=compressed";

  private final Path cache;
  private final Retries retries;
  private final DownloadProgress progress;

  TfHub(Path cache, Retries retries, PrintStream out) {
    this.cache = cache;
    this.retries = retries;
    this.progress = new DownloadProgress("tf hub: ", out, System::nanoTime);
  }

  /** With the cache that this process's environment names. */
  public static TfHub ofEnvironment() {
    String named = System.getenv("TFHUB_CACHE_DIR");
    Path cache =
        named == null || named.isBlank()
            ? Path.of(System.getProperty("java.io.tmpdir"), "tfhub_modules")
            : Path.of(named);
    return new TfHub(cache, Retries.create(), System.err);
  }

  /** Whether a model is a handle of tfhub.dev, which names its backend too. */
  public static boolean recognizes(String model) {
    return OF_TF_HUB.matcher(model).matches();
  }

  /** Whether a model of this backend is a handle, on tfhub.dev or another server. */
  static boolean isHandle(String model) {
    return HANDLE.matcher(model).matches();
  }

  /**
   * The folder of a handle's model, fetched if it is not there.
   *
   * @throws IllegalArgumentException if the server does not have it, or what it sends is no tar.gz
   *     of a SavedModel
   * @throws IllegalStateException if it is not there and cannot be fetched
   */
  public Path folder(String handle) {
    Path folder = cache.resolve(DigestUtils.sha1Hex(handle));
    if (OpenSavedModels.isSavedModel(folder)) {
      return folder;
    }
    try {
      Files.createDirectories(cache);
      return CacheLock.whileHeld(
          cache.resolve("." + folder.getFileName() + ".lock"),
          () -> progress.note(handle + " is being fetched by another process; waiting for it"),
          alone -> {
            if (!OpenSavedModels.isSavedModel(folder)) {
              fetch(handle, folder);
            }
            return folder;
          });
    } catch (RefusedException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the thread was interrupted while it fetched " + handle, e);
    } catch (IOException e) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "model %s is not in the cache at %s, and could not be fetched (%s); unpack its tar.gz"
                  + " there, or set TFHUB_CACHE_DIR to the cache that has it",
              handle,
              folder,
              e.getMessage()),
          e);
    }
  }

  private void fetch(String handle, Path folder) throws IOException, InterruptedException {
    Path archive = cache.resolve("." + folder.getFileName() + ".tar.gz.part");
    URI address = URI.create(handle + COMPRESSED);
    new Download(new FileServer(address, Optional.empty(), "the handle"), retries, progress)
        .fetch(new Archive(handle, address), archive);
    Path unpacked = cache.resolve("." + folder.getFileName() + ".unpacked");
    FileUtils.deleteDirectory(unpacked.toFile());
    try {
      unpack(handle, archive, unpacked);
    } finally {
      // What cannot be unpacked must not be resumed.
      Files.delete(archive);
    }
    Files.move(unpacked, folder, StandardCopyOption.ATOMIC_MOVE);
    progress.note(handle + " is in " + folder);
  }

  private static void unpack(String handle, Path archive, Path target) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new GzipCompressorInputStream(
                new BufferedInputStream(Files.newInputStream(archive)), true))) {
      TarArchiveEntry entry = tar.getNextTarEntry();
      while (entry != null) {
        Path file = target.resolve(entry.getName()).normalize();
        if (!file.startsWith(target) || entry.isSymbolicLink() || entry.isLink()) {
          throw new RefusedException(
              "the archive of "
                  + handle
                  + " has an entry that leads out of its folder: "
                  + entry.getName()
                  + "; take the model from another place",
              0);
        }
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else {
          Files.createDirectories(file.getParent());
          Files.copy(tar, file, StandardCopyOption.REPLACE_EXISTING);
        }
        entry = tar.getNextTarEntry();
      }
    } catch (IOException e) {
      throw new RefusedException(
          "what "
              + handle
              + COMPRESSED
              + " sent is no whole tar.gz ("
              + e.getMessage()
              + "); check the handle and the proxy",
          0);
    }
    if (!OpenSavedModels.isSavedModel(target)) {
      throw new RefusedException(
          handle + " has no saved_model.pb; name a model of TensorFlow 2", 0);
    }
  }

  /** The archive of a model: TF Hub publishes neither its size nor a hash. */
  private record Archive(String name, URI address) implements Download.Source {

    private static final int GZIP = 0x1f8b;

    @Override
    public long size() {
      return -1;
    }

    @Override
    public boolean isWhole(Path file) throws IOException {
      try (InputStream in = Files.newInputStream(file)) {
        return in.read() << 8 == (GZIP & 0xff00) && in.read() == (GZIP & 0xff);
      }
    }

    @Override
    public String damaged() {
      return "what " + address + " sent twice is no tar.gz; check the handle and the proxy";
    }

    @Override
    public String refusal(HttpResponse<?> response) {
      String body =
          response.body() instanceof byte[] bytes && bytes.length < 200
              ? ": " + new String(bytes, StandardCharsets.UTF_8).strip()
              : "";
      return "TF Hub has no model "
          + name
          + " (status "
          + response.statusCode()
          + body
          + "); copy the handle from the model's page";
    }
  }
}
