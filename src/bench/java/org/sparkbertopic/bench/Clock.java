package org.sparkbertopic.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * What something took since the clock was made. The processors' time tells more than the wall's
 * where other programs run as well.
 */
final class Clock {

  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final long start = System.nanoTime();
  private final long cpuStart = PROCESS.getProcessCpuTime();

  double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  double cpuSeconds() {
    return (PROCESS.getProcessCpuTime() - cpuStart) / 1e9;
  }
}
