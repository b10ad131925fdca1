package org.sparkbertopic.embedding.hub;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.sparkbertopic.embedding.hub.HubClient.Remote;

/**
 * Brings one file into the cache: goes on where an earlier attempt of this or another process was
 * cut off, checks size and hash, and publishes it in one step.
 */
final class HubDownload {

  /** A connection that brings nothing for this long is dead. */
  private static final Duration STALLED = Duration.ofSeconds(30);

  /** So much that the network works, and a later cut is a new one. */
  private static final long PROGRESS_BYTES = 1_000_000;

  private static final int MOST_DAMAGED = 2;

  private final HubClient client;
  private final HubCache cache;
  private final DownloadProgress progress;

  HubDownload(HubClient client, HubCache cache, DownloadProgress progress) {
    this.client = client;
    this.cache = cache;
    this.progress = progress;
  }

  /**
   * @throws FileSystemException if the cache cannot be written
   * @throws HubRefusalException if no later attempt can succeed
   * @throws IOException if all attempts failed
   */
  void fetch(HubName pinned, Remote file) throws IOException, InterruptedException {
    Path part = cache.incomplete(file.etag());
    Optional<String> storageEtag = Optional.empty();
    int failed = 0;
    int damaged = 0;
    while (true) {
      long before = length(part, file.size());
      Transfer transfer = new Transfer(pinned, file, part, before, storageEtag);
      try {
        progress.begin(file.path(), before, file.size());
        transfer.run();
        if (verify(part, file)) {
          progress.end(file.size());
          Files.move(
              part,
              cache.blob(file.etag()),
              StandardCopyOption.ATOMIC_MOVE,
              StandardCopyOption.REPLACE_EXISTING);
          return;
        }
        Files.delete(part);
        if (++damaged == MOST_DAMAGED) {
          throw new HubRefusalException(
              file.path()
                  + " of "
                  + pinned.repository()
                  + " arrived damaged twice: it does not hash to "
                  + file.etag()
                  + "; check the proxy, or HF_ENDPOINT");
        }
        progress.note(file.path() + " arrived damaged (its hash differs), fetched again");
      } catch (HubRefusalException | FileSystemException e) {
        throw e;
      } catch (IOException e) {
        storageEtag = transfer.etag;
        failed = transfer.length.get() - before >= PROGRESS_BYTES ? 1 : failed + 1;
        progress.note(
            transfer.length.get() > before
                ? file.path()
                    + " cut off at "
                    + DownloadProgress.bytes(transfer.length.get())
                    + " ("
                    + e.getMessage()
                    + ")"
                : file.path() + " not fetched (" + e.getMessage() + ")");
        client.waitOrGiveUp(failed, file.etag().hashCode(), e);
      }
    }
  }

  /** Bytes of an earlier attempt; what is longer than the file is not of it. */
  private static long length(Path part, long size) throws IOException {
    if (!Files.exists(part)) {
      return 0;
    }
    long length = Files.size(part);
    if (size >= 0 && length > size) {
      Files.delete(part);
      return 0;
    }
    return length;
  }

  private static boolean verify(Path part, Remote file) throws IOException {
    long length = Files.size(part);
    if (file.size() >= 0 && length != file.size()) {
      return false;
    }
    return switch (file.etag().length()) {
      case 64 -> file.etag().equals(hash("SHA-256", part, new byte[0]));
      // Git hashes a header with the content.
      case 40 ->
          file.etag()
              .equals(
                  hash("SHA-1", part, ("blob " + length + "\0").getBytes(StandardCharsets.UTF_8)));
      default -> true;
    };
  }

  private static String hash(String algorithm, Path file, byte[] header) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
    digest.update(header);
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** One attempt. */
  private final class Transfer implements BodyHandler<byte[]>, HubClient.Waiting {

    private final HubName pinned;
    private final Remote file;
    private final Path part;
    private final long offset;
    private final Optional<String> knownEtag;
    private final AtomicLong length;
    private Optional<String> etag = Optional.empty();

    Transfer(HubName pinned, Remote file, Path part, long offset, Optional<String> knownEtag) {
      this.pinned = pinned;
      this.file = file;
      this.part = part;
      this.offset = offset;
      this.knownEtag = knownEtag;
      this.length = new AtomicLong(offset);
    }

    void run() throws IOException, InterruptedException {
      if (offset > 0 && offset == file.size()) {
        return;
      }
      if (file.size() == 0) {
        Files.write(part, new byte[0]);
        return;
      }
      Map<String, String> headers = new HashMap<>();
      if (offset > 0) {
        headers.put("Range", "bytes=" + offset + "-");
        knownEtag.ifPresent(tag -> headers.put("If-Range", tag));
      }
      HttpResponse<byte[]> response = send(headers);
      if (response.statusCode() == 416) {
        Files.deleteIfExists(part);
        throw new IOException("the storage no longer has the part that is missing");
      }
      client.requireSuccess(pinned, response);
      if (file.size() >= 0 && length.get() < file.size()) {
        throw new IOException("the connection ended early");
      }
    }

    private HttpResponse<byte[]> send(Map<String, String> headers)
        throws IOException, InterruptedException {
      URI uri = client.address(pinned, file.path());
      try {
        return client.follow("GET", uri, headers, this, false, this);
      } catch (FileSystemException | HubRefusalException e) {
        throw e;
      } catch (IOException e) {
        throw length.get() > offset ? new IOException("the connection was cut", e) : e;
      }
    }

    /** A file's bytes go to the file, whatever else is answered is small. */
    @Override
    public BodySubscriber<byte[]> apply(ResponseInfo response) {
      int status = response.statusCode();
      if (status != 200 && status != 206) {
        return BodySubscribers.ofByteArray();
      }
      etag = response.headers().firstValue("ETag").filter(tag -> !tag.startsWith("W/"));
      try {
        if (status == 206) {
          requireRange(response.headers().firstValue("Content-Range").orElse(""));
        } else {
          length.set(0);
        }
        return new FileSubscriber(
            part,
            status == 206
                ? FileChannel.open(part, StandardOpenOption.WRITE, StandardOpenOption.APPEND)
                : FileChannel.open(
                    part,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING),
            length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void requireRange(String range) throws IOException {
      if (!range.startsWith("bytes " + offset + "-")) {
        throw new IOException("the storage sent another part than was asked for");
      }
    }

    @Override
    public <T> void await(CompletableFuture<HttpResponse<T>> answer)
        throws IOException, InterruptedException, ExecutionException {
      long seen = length.get();
      long quietSince = System.nanoTime();
      while (true) {
        try {
          answer.get(1, TimeUnit.SECONDS);
          return;
        } catch (TimeoutException e) {
          if (length.get() != seen) {
            seen = length.get();
            quietSince = System.nanoTime();
          } else if (System.nanoTime() - quietSince > STALLED.toNanos()) {
            throw new IOException("nothing came for " + STALLED.toSeconds() + " s");
          }
          progress.update(seen);
        }
      }
    }
  }
}
