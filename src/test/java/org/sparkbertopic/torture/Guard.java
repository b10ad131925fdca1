package org.sparkbertopic.torture;

import java.io.File;
import java.nio.file.Path;
import java.security.Permission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Watches what a thread does beyond reading a folder: connections, programs, secret variables,
 * files elsewhere. It forbids nothing; Java's security manager is the only place that sees all of
 * it, and goes with a later Java, where these checks are left out.
 */
@SuppressWarnings("removal")
final class Guard extends SecurityManager {

  private static final Set<String> FOUND = new TreeSet<>();
  private static volatile Thread watched;

  private final List<String> allowed = new ArrayList<>();

  /**
   * @param folder which may be read, next to what belongs to this JVM
   */
  Guard(Path folder) {
    allowed.add(folder.toString());
    allowed.add(System.getProperty("java.home"));
    allowed.add(System.getProperty("java.io.tmpdir"));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      allowed.add(Path.of(entry).toAbsolutePath().toString());
      allowed.add(entry);
    }
  }

  /** Begins to watch; false where this Java has no security manager any more. */
  boolean install() {
    try {
      System.setSecurityManager(this);
      return true;
    } catch (UnsupportedOperationException e) {
      return false;
    }
  }

  static void uninstall() {
    System.setSecurityManager(null);
  }

  static void watch(Thread thread) {
    synchronized (FOUND) {
      FOUND.clear();
    }
    watched = thread;
  }

  /** What was found since {@link #watch}. */
  static List<String> found() {
    synchronized (FOUND) {
      return List.copyOf(FOUND);
    }
  }

  static void tripped() {
    found("loaded a class that the model names");
  }

  private static void found(String what) {
    synchronized (FOUND) {
      FOUND.add(what);
    }
  }

  private static boolean isWatched() {
    return watched != null && Thread.currentThread() == watched;
  }

  @Override
  public void checkPermission(Permission permission) {
    if (isWatched() && permission.getName().equals("getenv." + JsonDamage.SECRET_VARIABLE)) {
      found("read a variable that the model names");
    }
  }

  @Override
  public void checkPermission(Permission permission, Object context) {
    checkPermission(permission);
  }

  @Override
  public void checkConnect(String host, int port) {
    // Of any thread: tasks have theirs. Without a port it is asked whether a name may be looked up.
    if (watched != null && (port >= 0 || host.endsWith(".invalid"))) {
      found("connected to " + host + ":" + port);
    }
  }

  @Override
  public void checkExec(String command) {
    // Spark deletes its folders by the one, Hadoop sets permissions by the other.
    if (isWatched() && !command.equals("rm") && !command.equals("chmod")) {
      found("ran " + command);
    }
  }

  @Override
  public void checkRead(String file) {
    if (!isWatched()) {
      return;
    }
    String path = new File(file).getPath();
    // Whether "/" is there is asked on the way of making folders and links.
    boolean known = path.length() <= 1 || path.startsWith("/proc/") || path.startsWith("/sys/");
    for (String prefix : allowed) {
      known |= path.startsWith(prefix) || prefix.startsWith(path + "/");
    }
    if (!known || path.contains(JsonDamage.SECRET_FILE) || path.contains("/../")) {
      found("read " + path);
    }
  }
}
