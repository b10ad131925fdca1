package org.sparkbertopic.job;

import com.typesafe.config.ConfigUtil;
import java.util.LinkedHashMap;
import java.util.Map;

/** Puts {@code -D key=value} and the options that stand for a key together. */
final class Overrides {

  private Overrides() {}

  /**
   * @param keysAndPaths a key and the path given for it, or null, in turn
   */
  static Map<String, String> of(Map<String, String> overrides, String... keysAndPaths) {
    Map<String, String> all = new LinkedHashMap<>(overrides);
    for (int i = 0; i < keysAndPaths.length; i += 2) {
      if (keysAndPaths[i + 1] != null) {
        all.put(keysAndPaths[i], ConfigUtil.quoteString(keysAndPaths[i + 1]));
      }
    }
    return all;
  }
}
