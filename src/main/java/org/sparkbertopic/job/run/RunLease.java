package org.sparkbertopic.job.run;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparkbertopic.job.console.InUseException;
import org.sparkbertopic.stage.table.UnusableInputException;

/**
 * The exclusive right to write to a folder.
 *
 * <p>The holder writes a heartbeat every ten seconds. Another process takes over if the holder is
 * gone (a process of this machine that ended), or if its last heartbeat is a minute old. Ages are
 * differences between times that the file system assigned to files, so the clocks of machines do
 * not matter.
 *
 * <p>If the file system can create a file exclusively (a local disk, HDFS, Azure, Google Cloud),
 * {@code owner.json} is such a file. On other object stores each process writes a claim of its own
 * and looks again after two seconds; the oldest claim wins. A holder that was paused for more than
 * a minute notices at its next {@link #check} that it lost the lease. No file system can stop a
 * write that it had already begun.
 */
final class RunLease implements AutoCloseable {

  /** Seconds between two heartbeats. */
  static final long BEAT_SECONDS = 10;

  /** Age of the last heartbeat after which a holder counts as gone. */
  static final long STALE_MILLIS = 60_000;

  /** Longer than one second, the coarsest time stamp of object stores. */
  private static final long CLAIM_PAUSE_MILLIS = 2_000;

  private static final int ATTEMPTS = 5;
  private static final String OWNER = "owner.json";
  private static final String CLAIM = "claim-";
  private static final String BEAT = ".beat";
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Logger LOG = LoggerFactory.getLogger(RunLease.class);

  private final Path target;
  private final Path folder;
  private final FileSystem files;
  private final AtomicFiles atomic;
  private final LeaseOwner self;
  private final boolean byClaims;
  private ScheduledExecutorService heart;

  private RunLease(Path target, Path folder, FileSystem files, LeaseOwner self, boolean byClaims) {
    this.target = target;
    this.folder = folder;
    this.files = files;
    this.atomic = new AtomicFiles(files);
    this.self = self;
    this.byClaims = byClaims;
  }

  /**
   * Acquires the lease of a folder.
   *
   * @param target what is to be written, for messages
   * @param folder where the lease is kept; created, and deleted at the end
   * @param application id of Spark's application; empty without one
   * @throws InUseException if another process holds it
   */
  static RunLease acquire(Path target, Path folder, FileSystem files, String application) {
    try {
      boolean byClaims = new AtomicFiles(files).isObjectStore(folder);
      RunLease lease = new RunLease(target, folder, files, LeaseOwner.here(application), byClaims);
      files.mkdirs(folder);
      lease.take();
      lease.startBeating();
      return lease;
    } catch (IOException e) {
      throw UnusableInputException.of(
          e,
          "output.path '%s' cannot be written: %s; check its permissions or name another",
          target,
          e.getMessage());
    }
  }

  private void take() throws IOException {
    long now = beat();
    boolean taken = false;
    try {
      if (byClaims) {
        atomic.write(claim(self.id()), JSON.writeValueAsBytes(self));
        pause();
      }
      for (int attempt = 0; !taken && attempt < ATTEMPTS; attempt++) {
        taken = byClaims ? isOldestClaim(now) : createOwner(now);
      }
      if (!taken) {
        throw inUse("another process", 0);
      }
    } finally {
      if (!taken) {
        files.delete(claim(self.id()), false);
        files.delete(beatOf(self.id()), false);
      }
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(CLAIM_PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while taking a folder", e);
    }
  }

  private boolean createOwner(long now) throws IOException {
    if (atomic.create(path(OWNER), JSON.writeValueAsBytes(self))) {
      return true;
    }
    Optional<LeaseOwner> holder = read(path(OWNER));
    Optional<Long> age = age(holder.map(owner -> beatOf(owner.id())), path(OWNER), now);
    if (age.isEmpty()) {
      return false; // it was given back in the meantime
    }
    requireGone(holder, age.get());
    takeOver(holder, now);
    return false;
  }

  /**
   * Removes the files of a holder that is gone. Of several processes that try, only one may
   * proceed; otherwise the second would remove the lease that the first has just acquired.
   */
  private void takeOver(Optional<LeaseOwner> gone, long now) throws IOException {
    String id = gone.map(LeaseOwner::id).orElse("unknown");
    Path right = path("takeover-" + id);
    if (!atomic.create(right, new byte[0])) {
      if (modified(right).map(time -> now - time > STALE_MILLIS).orElse(false)) {
        files.delete(right, false);
      }
      return;
    }
    try {
      if (read(path(OWNER)).map(LeaseOwner::id).equals(gone.map(LeaseOwner::id))) {
        files.delete(path(OWNER), false);
        files.delete(beatOf(id), false);
        LOG.warn(
            "'{}' was in use by {}, which is gone",
            target,
            gone.map(LeaseOwner::toString).orElse("another process"));
      }
    } finally {
      files.delete(right, false);
    }
  }

  private boolean isOldestClaim(long now) throws IOException {
    List<FileStatus> claims = new ArrayList<>();
    for (FileStatus status : files.listStatus(folder)) {
      if (status.getPath().getName().startsWith(CLAIM)) {
        claims.add(status);
      }
    }
    claims.sort(
        Comparator.comparingLong(FileStatus::getModificationTime)
            .thenComparing(status -> status.getPath().getName()));
    for (FileStatus claim : claims) {
      if (claim.getPath().equals(claim(self.id()))) {
        return true;
      }
      Optional<LeaseOwner> holder = read(claim.getPath());
      Optional<Long> age = age(holder.map(owner -> beatOf(owner.id())), claim.getPath(), now);
      if (age.isPresent()) {
        requireGone(holder, age.get());
        files.delete(claim.getPath(), false);
        holder.ifPresent(owner -> deleteQuietly(beatOf(owner.id())));
      }
    }
    return false;
  }

  private void requireGone(Optional<LeaseOwner> holder, long age) {
    if (age <= STALE_MILLIS && !holder.map(LeaseOwner::isGone).orElse(false)) {
      throw inUse(holder.map(LeaseOwner::toString).orElse("another process"), age);
    }
  }

  private InUseException inUse(String who, long age) {
    return InUseException.of(
        "output.path '%s' is in use by %s, last sign of life %d s ago; wait until it has ended, or name another (one that is gone is taken over %d s after its last sign)",
        target,
        who,
        TimeUnit.MILLISECONDS.toSeconds(Math.max(0, age)),
        TimeUnit.MILLISECONDS.toSeconds(STALE_MILLIS));
  }

  /**
   * The age of the first of two files that exists, by the file system's clock; empty if neither
   * does.
   */
  private Optional<Long> age(Optional<Path> beat, Path other, long now) throws IOException {
    Optional<Long> last = beat.isPresent() ? modified(beat.get()) : Optional.empty();
    return (last.isPresent() ? last : modified(other)).map(time -> now - time);
  }

  private Optional<Long> modified(Path path) throws IOException {
    try {
      return Optional.of(files.getFileStatus(path).getModificationTime());
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /** The owner; empty if there is none, or if the file is being written. */
  private Optional<LeaseOwner> read(Path path) throws IOException {
    try (InputStream in = files.open(path)) {
      return Optional.of(JSON.readValue(in.readAllBytes(), LeaseOwner.class));
    } catch (FileNotFoundException | JacksonException e) {
      return Optional.empty();
    }
  }

  private void startBeating() {
    heart =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "spark-bertopic-lease");
              thread.setDaemon(true);
              return thread;
            });
    ScheduledFuture<?> unused =
        heart.scheduleAtFixedRate(this::beatQuietly, BEAT_SECONDS, BEAT_SECONDS, TimeUnit.SECONDS);
  }

  private void beatQuietly() {
    try {
      beat();
    } catch (IOException | RuntimeException e) {
      LOG.warn("cannot write a heartbeat to '{}'", folder, e);
    }
  }

  /**
   * The holder's own file; it never touches that of a process that took over.
   *
   * @return the file system's time
   */
  private long beat() throws IOException {
    Path path = beatOf(self.id());
    files.create(path, true).close();
    return files.getFileStatus(path).getModificationTime();
  }

  /**
   * Checks that this process still holds the lease, before it writes anything that others read.
   *
   * @throws UnusableInputException if another process took over
   */
  void check() {
    try {
      boolean held =
          byClaims
              ? files.exists(claim(self.id()))
              : read(path(OWNER)).map(owner -> owner.id().equals(self.id())).orElse(false);
      if (!held) {
        throw UnusableInputException.of(
            "output.path '%s' was taken over by %s, because this run gave no sign of life for %d s; this run stops and leaves the folder to it",
            target,
            read(path(OWNER)).map(LeaseOwner::toString).orElse("another process"),
            TimeUnit.MILLISECONDS.toSeconds(STALE_MILLIS));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Releases the lease. */
  @Override
  public void close() {
    heart.shutdown();
    try {
      // Waits for a heartbeat in progress, which would recreate its file after the deletion.
      heart.awaitTermination(BEAT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      if (byClaims) {
        files.delete(claim(self.id()), false);
      } else if (read(path(OWNER)).map(owner -> owner.id().equals(self.id())).orElse(false)) {
        files.delete(path(OWNER), false);
      }
      files.delete(beatOf(self.id()), false);
      if (files.listStatus(folder).length == 0) {
        files.delete(folder, false);
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("cannot release '{}'; it is free in a minute", folder, e);
    }
  }

  private void deleteQuietly(Path path) {
    try {
      files.delete(path, false);
    } catch (IOException e) {
      LOG.debug("'{}' stays", path, e);
    }
  }

  private Path path(String name) {
    return new Path(folder, name);
  }

  private Path claim(String id) {
    return path(CLAIM + id + ".json");
  }

  private Path beatOf(String id) {
    return path(id + BEAT);
  }
}
