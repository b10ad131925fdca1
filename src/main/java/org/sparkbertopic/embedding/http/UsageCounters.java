package org.sparkbertopic.embedding.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The cost of each embedder in this JVM, by its fingerprint. */
final class UsageCounters {

  private static final Map<String, ApiUsage> USED = new ConcurrentHashMap<>();

  private UsageCounters() {}

  static void add(String embedder, ApiUsage usage) {
    USED.merge(embedder, usage, ApiUsage::plus);
  }

  static ApiUsage of(String embedder) {
    return USED.getOrDefault(embedder, ApiUsage.NONE);
  }
}
