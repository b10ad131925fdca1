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
 * The process that holds a folder.
 *
 * @param id unique id of this hold
 * @param host name of the machine, for messages
 * @param machine identifies a machine's boot and the namespace of its processes
 * @param pid process id
 * @param processStarted start time of the process, because process ids are reused
 * @param user user of the process
 * @param application id of Spark's application; empty without one
 * @param since start of the hold, for messages
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

  /** The owner for this process. */
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

  /** Whether the owner was a process of this machine that has ended. */
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

  /** Containers may share a host name, and a host name may outlive a container. */
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
