package org.sparkbertopic.bench;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.reduction.umap.Umap;

/**
 * What a UMAP fit needs of the heap: the most that was in use after a garbage collection, the
 * points themselves included. To be run in a JVM of its own with a small {@code -Xmx}.
 *
 * <p>Argument: the points ({@code .npy}).
 */
public final class PeakHeap {

  private static final double MEGABYTE = 1 << 20;

  private PeakHeap() {}

  public static void main(String[] args) throws IOException {
    Set<String> heapPools = new HashSet<>();
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getType() == MemoryType.HEAP) {
        heapPools.add(pool.getName());
      }
    }
    AtomicLong most = new AtomicLong();
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) collector)
          .addNotificationListener(
              (notification, handback) ->
                  most.accumulateAndGet(usedAfter(notification, heapPools), Math::max),
              null,
              null);
    }
    float[][] rows = NpyFile.readFloats(Path.of(args[0]));
    long start = System.nanoTime();
    try (Workers workers = Workers.ofAllCores()) {
      Umap.bertopic().fit(rows, FitContext.of(1, workers));
    }
    System.out.printf(
        Locale.ROOT,
        "UMAP of %,d x %d with at most %.0f MB of heap took %.1f s%n",
        rows.length,
        rows[0].length,
        Runtime.getRuntime().maxMemory() / MEGABYTE,
        (System.nanoTime() - start) / 1e9);
    System.out.println(Series.line("umap-peak-heap-mb", most.get() / MEGABYTE, Double.NaN));
  }

  private static long usedAfter(Notification notification, Set<String> heapPools) {
    if (!notification
        .getType()
        .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
      return 0;
    }
    Map<String, MemoryUsage> pools =
        GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData())
            .getGcInfo()
            .getMemoryUsageAfterGc();
    long used = 0;
    for (Map.Entry<String, MemoryUsage> pool : pools.entrySet()) {
      used += heapPools.contains(pool.getKey()) ? pool.getValue().getUsed() : 0;
    }
    return used;
  }
}
