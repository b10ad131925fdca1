package org.sparkbertopic.embedding.words;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.codec.digest.DigestUtils;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.http.Download;
import org.sparkbertopic.http.DownloadProgress;
import org.sparkbertopic.http.FileServer;
import org.sparkbertopic.http.RefusedException;
import org.sparkbertopic.http.Retries;
import org.sparkbertopic.io.CacheLock;

/**
 * Word vectors by the names of Gensim's downloader ({@code gensim.downloader.load}) and Flair's
 * {@code WordEmbeddings}. They lie as Gensim lays them: {@code NAME/NAME.gz} in {@code
 * GENSIM_DATA_DIR}, or in {@code ~/gensim-data}. What is missing is fetched from the releases of
 * gensim-data: an interrupted download resumes, every file must have the size and MD5 of the list
 * that gensim-data publishes, and several processes fetch a file once.
 *
 * <p>Runs on the driver.
 */
public final class GensimData {

  private static final Set<String> NAMES =
      new TreeSet<>(
          Set.of(
              "conceptnet-numberbatch-17-06-300",
              "fasttext-wiki-news-subwords-300",
              "glove-twitter-100",
              "glove-twitter-200",
              "glove-twitter-25",
              "glove-twitter-50",
              "glove-wiki-gigaword-100",
              "glove-wiki-gigaword-200",
              "glove-wiki-gigaword-300",
              "glove-wiki-gigaword-50",
              "word2vec-google-news-300",
              "word2vec-ruscorpora-300"));

  /** Flair's names of vectors that gensim-data has too. */
  private static final Map<String, String> OF_FLAIR =
      new TreeMap<>(
          Map.of(
              "glove", "glove-wiki-gigaword-100",
              "en-glove", "glove-wiki-gigaword-100",
              "twitter", "glove-twitter-100",
              "en-twitter", "glove-twitter-100"));

  /** Flair's names of vectors that Flair alone publishes, as pickles, and where they come from. */
  private static final Map<String, String> ONLY_FLAIR =
      new TreeMap<>(
          Map.of(
              "crawl", "crawl-300d-2M.vec",
              "en-crawl", "crawl-300d-2M.vec",
              "news", "wiki-news-300d-1M.vec",
              "en-news", "wiki-news-300d-1M.vec",
              "en", "wiki-news-300d-1M.vec",
              "extvec", "the file of its authors (Komninos and Manandhar)",
              "en-extvec", "the file of its authors (Komninos and Manandhar)"));

  private static final URI LIST =
      URI.create(
          "https://raw.githubusercontent.com/RaRe-Technologies/gensim-data/master/list.json");

  private static final URI RELEASES =
      URI.create("https://github.com/RaRe-Technologies/gensim-data/releases/download");

  private static final JsonMapper MAPPER = new JsonMapper();

  private final Path folder;
  private final URI list;
  private final URI releases;
  private final Retries retries;
  private final DownloadProgress progress;

  GensimData(Path folder, URI list, URI releases, Retries retries, PrintStream out) {
    this.folder = folder;
    this.list = list;
    this.releases = releases;
    this.retries = retries;
    this.progress = new DownloadProgress("gensim-data: ", out, System::nanoTime);
  }

  /** With the folder that this process's environment names. */
  public static GensimData ofEnvironment() {
    String named = System.getenv("GENSIM_DATA_DIR");
    Path folder =
        named == null || named.isBlank()
            ? Path.of(System.getProperty("user.home"), "gensim-data")
            : Path.of(named);
    return new GensimData(folder, LIST, RELEASES, Retries.create(), System.err);
  }

  /** Whether a model is named as Gensim's downloader or Flair names it, and is no path. */
  public static boolean recognizes(String model) {
    return (NAMES.contains(model) || OF_FLAIR.containsKey(model) || ONLY_FLAIR.containsKey(model))
        && !Files.exists(Path.of(model));
  }

  /**
   * The file of a named model, fetched if it is not there.
   *
   * @throws IllegalArgumentException if the vectors exist only as a pickle, or gensim-data's list
   *     or releases do not have them; the message says what to do
   * @throws IllegalStateException if they are not there and cannot be fetched
   */
  public Path file(String model) {
    if (ONLY_FLAIR.containsKey(model)) {
      throw Checks.invalid(
          "word vectors %s are published by Flair as a pickle, which is never read; download %s and"
              + " give that file, or name one of %s",
          model, ONLY_FLAIR.get(model), String.join(", ", NAMES));
    }
    String name = OF_FLAIR.getOrDefault(model, model);
    Path file = folder.resolve(name).resolve(name + ".gz");
    if (Files.isRegularFile(file)) {
      return file;
    }
    try {
      return fetched(name, file);
    } catch (RefusedException e) {
      throw e;
    } catch (IOException e) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "word vectors %s are not at %s, and could not be fetched (%s); put %s there (python -m"
                  + " gensim.downloader --download %s does), or set GENSIM_DATA_DIR to the folder"
                  + " that has them",
              name,
              file,
              e.getMessage(),
              name + ".gz",
              name),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the thread was interrupted while it fetched " + name, e);
    }
  }

  private Path fetched(String name, Path file) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    return CacheLock.whileHeld(
        folder.resolve("." + name + ".lock"),
        () -> progress.note(name + " is being fetched by another process; waiting for it"),
        alone -> {
          if (!Files.isRegularFile(file)) {
            fetch(name, file);
          }
          return file;
        });
  }

  private void fetch(String name, Path file) throws IOException, InterruptedException {
    JsonNode entry = entry(name);
    FileServer server = new FileServer(releases, Optional.empty(), "the proxy");
    List<Path> parts = new ArrayList<>();
    int count = Math.max(1, entry.path("parts").asInt(1));
    for (int part = 0; part < count; part++) {
      String suffix = count == 1 ? "" : "_0" + part;
      Path here = folder.resolve("." + name + ".gz" + suffix + ".part");
      new Download(server, retries, progress)
          .fetch(
              new Release(
                  name,
                  URI.create(releases + "/" + name + "/" + name + ".gz" + suffix),
                  count == 1 ? entry.path("file_size").asLong(-1) : -1,
                  entry.path(count == 1 ? "checksum" : "checksum-" + part).asText("")),
              here);
      parts.add(here);
    }
    Path whole = count == 1 ? parts.get(0) : joined(folder.resolve("." + name + ".gz"), parts);
    Files.createDirectories(file.getParent());
    Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    progress.note(name + " is at " + file);
  }

  private static Path joined(Path whole, List<Path> parts) throws IOException {
    try (OutputStream out = Files.newOutputStream(whole)) {
      for (Path part : parts) {
        Files.copy(part, out);
      }
    }
    for (Path part : parts) {
      Files.delete(part);
    }
    return whole;
  }

  /** What gensim-data's list says of a model. */
  private JsonNode entry(String name) throws IOException, InterruptedException {
    FileServer server = new FileServer(list, Optional.empty(), "the proxy");
    HttpResponse<byte[]> answer =
        retries.run(
            list.hashCode(),
            () -> {
              HttpResponse<byte[]> response = server.get(list);
              FileServer.requireSuccess(
                  response, refused -> refusal("gensim-data's list", list, refused));
              return response;
            });
    JsonNode entry = MAPPER.readTree(answer.body()).path("models").path(name);
    if (!entry.isObject()) {
      throw new RefusedException(
          "the list of gensim-data at " + list + " has no model " + name + "; check the proxy", 0);
    }
    return entry;
  }

  private static String refusal(String what, URI address, HttpResponse<?> response) {
    return String.format(
        Locale.ROOT,
        "%s could not be fetched from %s (status %d); check the proxy, or put the file into"
            + " GENSIM_DATA_DIR",
        what,
        address,
        response.statusCode());
  }

  /**
   * A file of a release.
   *
   * @param size in bytes; negative if the list does not say
   * @param md5 as the list says; empty if it does not
   */
  private record Release(String name, URI address, long size, String md5)
      implements Download.Source {

    @Override
    public boolean isWhole(Path file) throws IOException {
      if (md5.isEmpty()) {
        return size < 0 || Files.size(file) == size;
      }
      try (InputStream in = Files.newInputStream(file)) {
        return DigestUtils.md5Hex(in).equals(md5);
      }
    }

    @Override
    public String damaged() {
      return name
          + " arrived damaged twice: its MD5 is not "
          + md5
          + " as gensim-data's list says; check the proxy";
    }

    @Override
    public String refusal(HttpResponse<?> response) {
      return GensimData.refusal("word vectors " + name, address, response);
    }
  }
}
