package org.sparkbertopic.job.run;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.sparkbertopic.stage.workspace.Fingerprint;

/**
 * Who holds a folder.
 *
 * @param id of this hold, unlike any other
 * @param host name of the machine, for people
 * @param machine tells one start of a machine, and one namespace of its processes, from others
 * @param pid process
 * @param processStarted when the process started: a process id is used again
 * @param user who runs it
 * @param application of Spark; empty without one
 * @param since when the hold began, for people
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record LeaseOwner(
    String id,
    String host,
    String machine,
    long pid,
    String processStarted,
    String user,
    String application,
    String since) {

  private static final AtomicLong HOLDS = new AtomicLong();

  /** This process. */
  static LeaseOwner here(String application) {
    ProcessHandle process = ProcessHandle.current();
    String host = hostName();
    String machine = machine(host);
    String started = started(process);
    String id =
        Fingerprint.of("hold")
            .with("machine", machine)
            .with("pid", process.pid())
            .with("started", started)
            .with("number", HOLDS.incrementAndGet())
            .with("time", System.nanoTime())
            .digest()
            .substring(0, 16);
    return new LeaseOwner(
        id,
        host,
        machine,
        process.pid(),
        started,
        System.getProperty("user.name", ""),
        application,
        Instant.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString());
  }

  /** Whether it was a process of this machine that is gone. */
  boolean isGone() {
    if (machine == null || !machine.equals(machine(hostName()))) {
      return false;
    }
    Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    return process.isEmpty() || !started(process.get()).equals(processStarted);
  }

  private static String started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("");
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  /** Containers may share a host's name, and a name may outlive a container. */
  private static String machine(String host) {
    return host + " " + bootId() + " " + processNamespace();
  }

  private static String bootId() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    } catch (IOException | SecurityException e) {
      return "";
    }
  }

  private static String processNamespace() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
    } catch (IOException | UnsupportedOperationException | SecurityException e) {
      return "";
    }
  }

  @Override
  public String toString() {
    return user
        + "@"
        + host
        + " (process "
        + pid
        + (application == null || application.isEmpty() ? "" : ", application " + application)
        + ") since "
        + since;
  }
}
