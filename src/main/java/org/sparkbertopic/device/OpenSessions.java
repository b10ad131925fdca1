package org.sparkbertopic.device;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.sparkbertopic.embedding.onnx.OnnxDevice;

/**
 * The sessions that one set of rows has open on its devices. A model that grows has a new layout
 * for each chunk, and the former ones are collected long after a GPU is full. So a device keeps the
 * {@value #KEPT} sets that were used last, and others that were used within a minute: a model of
 * many rounds goes through all its layouts again and again. Sessions in use stay; closed ones are
 * opened again when they are needed.
 *
 * @param <S> a session
 */
final class OpenSessions<S extends OpenSessions.Session> implements Runnable {

  /** A fit, a layout for new documents, and two of later rounds or chunks. */
  static final int KEPT = 4;

  private static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** What is open on a device. */
  interface Session extends AutoCloseable {

    @Override
    void close();
  }

  /** Of each device the sets that have sessions there, first the latest used. */
  private static final Map<OnnxDevice, Deque<OpenSessions<?>>> LATEST = new HashMap<>();

  private final Map<OnnxDevice, List<S>> open = new HashMap<>();
  private final Map<OnnxDevice, Integer> users = new HashMap<>();
  private final LongSupplier clock;
  private volatile long lastUse;

  OpenSessions() {
    this(System::nanoTime);
  }

  /** With another clock, in nanoseconds. */
  OpenSessions(LongSupplier clock) {
    this.clock = clock;
  }

  /** The sessions of a device, opened if they are not. They stay open until the use is closed. */
  Use<S> use(OnnxDevice device, Function<OnnxDevice, List<S>> opening) {
    latest(device).forEach(others -> others.closeIdle(device));
    synchronized (this) {
      List<S> sessions = open.get(device);
      if (sessions == null) {
        sessions = opening.apply(device);
        open.put(device, sessions);
      }
      users.merge(device, 1, Integer::sum);
      return new Use<>(this, device, sessions);
    }
  }

  /** Puts this set first; returns those that are too many and idle. */
  private List<OpenSessions<?>> latest(OnnxDevice device) {
    lastUse = clock.getAsLong();
    synchronized (LATEST) {
      Deque<OpenSessions<?>> sets = LATEST.computeIfAbsent(device, its -> new ArrayDeque<>());
      sets.remove(this);
      sets.addFirst(this);
      List<OpenSessions<?>> tooMany = new ArrayList<>();
      while (sets.size() > KEPT && lastUse - sets.getLast().lastUse >= IDLE_NANOS) {
        tooMany.add(sets.removeLast());
      }
      return tooMany;
    }
  }

  private synchronized void closeIdle(OnnxDevice device) {
    if (users.getOrDefault(device, 0) == 0) {
      closeAll(open.remove(device));
    }
  }

  private synchronized void giveBack(OnnxDevice device) {
    users.merge(device, -1, Integer::sum);
    boolean dropped;
    synchronized (LATEST) {
      dropped = !LATEST.get(device).contains(this);
    }
    if (dropped) {
      closeIdle(device);
    }
  }

  /** Closes all: nobody uses them any more. */
  @Override
  public synchronized void run() {
    synchronized (LATEST) {
      LATEST.values().forEach(sets -> sets.remove(this));
    }
    open.values().forEach(OpenSessions::closeAll);
    open.clear();
  }

  private static void closeAll(List<? extends Session> sessions) {
    if (sessions != null) {
      sessions.forEach(Session::close);
    }
  }

  /**
   * Sessions that stay open while it is.
   *
   * @param parts the sessions
   */
  record Use<S extends Session>(OpenSessions<S> owner, OnnxDevice device, List<S> parts)
      implements AutoCloseable {

    @Override
    public void close() {
      owner.giveBack(device);
    }
  }
}
