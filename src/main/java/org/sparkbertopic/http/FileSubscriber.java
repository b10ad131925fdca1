package org.sparkbertopic.http;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;

/** Appends a body to a file as it arrives, so that an interruption loses nothing. */
final class FileSubscriber implements BodySubscriber<byte[]> {

  private static final byte[] NOTHING = {};

  private final Path path;
  private final FileChannel file;
  private final AtomicLong length;
  private final CompletableFuture<byte[]> done = new CompletableFuture<>();
  private Flow.Subscription subscription;

  /**
   * @param file open for appending; closed at the end
   * @param length incremented with every byte written
   */
  FileSubscriber(Path path, FileChannel file, AtomicLong length) {
    this.path = path;
    this.file = file;
    this.length = length;
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return done;
  }

  @Override
  public void onSubscribe(Flow.Subscription newSubscription) {
    subscription = newSubscription;
    subscription.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    try {
      for (ByteBuffer buffer : buffers) {
        while (buffer.hasRemaining()) {
          length.addAndGet(file.write(buffer));
        }
      }
      subscription.request(1);
    } catch (IOException e) {
      subscription.cancel();
      // Distinguishes a full disk, which stays full, from a failure of the network.
      onError(new FileSystemException(path.toString(), null, e.getMessage()));
    }
  }

  @Override
  public void onError(Throwable failure) {
    closeQuietly();
    done.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    try {
      file.close();
      done.complete(NOTHING);
    } catch (IOException e) {
      done.completeExceptionally(e);
    }
  }

  private void closeQuietly() {
    try {
      file.close();
    } catch (IOException e) {
      // The first failure is reported.
    }
  }
}
