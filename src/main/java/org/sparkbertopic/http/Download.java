package org.sparkbertopic.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Downloads a file of any size: resumes an interrupted attempt of this or another process, and
 * verifies the whole file.
 */
public final class Download {

  /** A connection that delivers nothing for this long is dead. */
  private static final Duration STALLED = Duration.ofSeconds(30);

  /** After this much the network works, and a later interruption is a new one. */
  private static final long PROGRESS_BYTES = 1_000_000;

  private static final int MOST_DAMAGED = 2;

  private final FileServer server;
  private final Retries retries;
  private final DownloadProgress progress;

  public Download(FileServer server, Retries retries, DownloadProgress progress) {
    this.server = server;
    this.retries = retries;
    this.progress = progress;
  }

  /** The file to download. */
  public interface Source {

    /** For messages. */
    String name();

    URI address();

    /** In bytes; negative if unknown. */
    long size();

    /** Whether the downloaded file is the requested one. */
    boolean isWhole(Path file) throws IOException;

    /** The message if it repeatedly is not. */
    String damaged();

    /** The message if the server refuses it. */
    String refusal(HttpResponse<?> response);
  }

  /**
   * Downloads a file.
   *
   * @param part where its bytes go; the bytes of an earlier attempt are kept
   * @throws FileSystemException if the file cannot be written
   * @throws RefusedException if no later attempt can succeed
   * @throws IOException if all attempts failed
   */
  public void fetch(Source source, Path part) throws IOException, InterruptedException {
    Optional<String> etag = Optional.empty();
    int failed = 0;
    int damaged = 0;
    while (true) {
      long before = length(part, source.size());
      Transfer transfer = new Transfer(source, part, before, etag);
      try {
        progress.begin(source.name(), before, source.size());
        transfer.run();
        if (source.isWhole(part)) {
          progress.end(Files.size(part));
          return;
        }
        Files.delete(part);
        if (++damaged == MOST_DAMAGED) {
          throw new RefusedException(source.damaged(), 0);
        }
        progress.note(source.name() + " arrived damaged (its hash differs), fetched again");
      } catch (FileSystemException e) {
        throw e;
      } catch (IOException e) {
        etag = transfer.etag;
        failed = transfer.length.get() - before >= PROGRESS_BYTES ? 1 : failed + 1;
        progress.note(transfer.failure(e));
        if (!retries.waitAfter(failed, source.address().hashCode(), e)) {
          throw e;
        }
      }
    }
  }

  /**
   * Bytes of an earlier attempt; none if they are longer than the file, since they belong to
   * another.
   */
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

  /** One attempt. */
  private final class Transfer {

    private final Source source;
    private final Path part;
    private final long offset;
    private final Optional<String> knownEtag;
    private final AtomicLong length;
    private Optional<String> etag = Optional.empty();

    Transfer(Source source, Path part, long offset, Optional<String> knownEtag) {
      this.source = source;
      this.part = part;
      this.offset = offset;
      this.knownEtag = knownEtag;
      this.length = new AtomicLong(offset);
    }

    void run() throws IOException, InterruptedException {
      if (offset > 0 && offset == source.size()) {
        return;
      }
      if (source.size() == 0) {
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
      FileServer.requireSuccess(response, source::refusal);
      if (source.size() >= 0 && length.get() < source.size()) {
        throw new IOException("the connection ended early");
      }
    }

    String failure(IOException e) {
      return length.get() > offset
          ? source.name()
              + " cut off at "
              + DownloadProgress.bytes(length.get())
              + " ("
              + e.getMessage()
              + ")"
          : source.name() + " not fetched (" + e.getMessage() + ")";
    }

    private HttpResponse<byte[]> send(Map<String, String> headers)
        throws IOException, InterruptedException {
      try {
        return server.get(source.address(), headers, this::subscriber, this::await);
      } catch (FileSystemException e) {
        throw e;
      } catch (IOException e) {
        throw length.get() > offset ? new IOException("the connection was cut", e) : e;
      }
    }

    /** A file's bytes go to the file; other responses are small. */
    private BodySubscriber<byte[]> subscriber(ResponseInfo response) {
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
        throw new IOException("the storage sent another part than requested");
      }
    }

    private void await(Future<?> answer)
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
            throw new IOException("no data arrived for " + STALLED.toSeconds() + " s");
          }
          progress.update(seen);
        }
      }
    }
  }
}
