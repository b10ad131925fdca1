package org.sparkbertopic.stage.represent;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparkbertopic.representation.Notices;
import org.sparkbertopic.representation.Remarks;

/** Remembers what representations say, and logs it. Safe for use by one thread at a time. */
public final class RemarksListener implements Notices {

  private static final Logger LOG = LoggerFactory.getLogger(RemarksListener.class);

  private final List<String> warnings = new ArrayList<>();
  private final List<String> incomplete = new ArrayList<>();
  private final Map<String, Long> counted = new TreeMap<>();

  @Override
  public void warn(String message) {
    LOG.warn(message);
    warnings.add(message);
  }

  @Override
  public void incomplete(String message) {
    LOG.warn(message);
    incomplete.add(message);
  }

  @Override
  public void count(String name, long value) {
    LOG.info("{}: {}", name, value);
    counted.merge(name, value, Long::sum);
  }

  /** What was said so far. */
  public Remarks remarks() {
    return new Remarks(warnings, incomplete, counted);
  }
}
