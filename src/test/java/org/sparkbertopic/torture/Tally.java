package org.sparkbertopic.torture;

import java.io.PrintStream;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** What a part of the harness tried, and what came of it. */
final class Tally {

  /** Findings that are printed; the rest are counted. */
  private static final int SHOWN = 40;

  /** What can go wrong. */
  enum Fault {
    /** A result that is gone, differs, or cannot be had any more; a crash; a hang. */
    LOST,
    /** Parts of two results seen as one. */
    MIXED,
    /** A part of a result seen as the whole. */
    HALF
  }

  private final String name;
  private final PrintStream out;
  private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
  private int survived;
  private int shown;

  Tally(String name, PrintStream out) {
    this.name = name;
    this.out = out;
  }

  synchronized void survived() {
    survived++;
  }

  synchronized void fault(Fault fault, String what) {
    faults.merge(fault, 1, Integer::sum);
    if (shown++ < SHOWN) {
      String line = what.strip().replaceAll("\\s*\\R\\s*", " | ");
      out.printf(Locale.ROOT, "  %s %s: %s%n", name, fault.name().toLowerCase(Locale.ROOT), line);
    }
  }

  void note(String what) {
    out.printf(Locale.ROOT, "  %s: %s%n", name, what);
  }

  synchronized int tried() {
    return survived + faults();
  }

  synchronized int faults() {
    return faults.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** The part's last line. */
  synchronized String line() {
    return String.format(
        Locale.ROOT,
        "torture %s tried=%d survived=%d lost=%d mixed=%d half=%d",
        name,
        tried(),
        survived,
        faults.getOrDefault(Fault.LOST, 0),
        faults.getOrDefault(Fault.MIXED, 0),
        faults.getOrDefault(Fault.HALF, 0));
  }
}
