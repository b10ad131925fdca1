package org.sparkbertopic.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that send requests to a server, one per concurrent request of this JVM. All tasks
 * share them, so that more cores do not mean more requests at once. Idle threads end.
 */
public final class RequestPool {

  private static final long IDLE_SECONDS = 30;

  private static final Map<String, ExecutorService> POOLS = new ConcurrentHashMap<>();

  private RequestPool() {}

  /** The pool of a server. */
  public static ExecutorService shared(String url, int threads) {
    return POOLS.computeIfAbsent(url + '\n' + threads, key -> open(threads));
  }

  private static ExecutorService open(int threads) {
    AtomicInteger next = new AtomicInteger();
    ThreadFactory daemons =
        task -> {
          Thread thread = new Thread(task, "http-" + next.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        };
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), daemons);
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
