package org.sparkbertopic.params;

import java.util.Map;
import java.util.ServiceLoader;

/**
 * Names the parts of one jar, so that models and estimators that hold them can be saved and loaded;
 * found by {@link ServiceLoader}. A program can call {@link Parts#register} instead.
 */
public interface PartProvider {

  /**
   * Records by the names that saved files call them. A name is for ever: files that hold it are
   * read by it.
   */
  Map<String, Class<? extends Record>> parts();

  /** Names of these parts in files of former releases, each with the name of today. */
  default Map<String, String> formerNames() {
    return Map.of();
  }
}
