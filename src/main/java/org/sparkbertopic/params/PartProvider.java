package org.sparkbertopic.params;

import java.util.Map;
import java.util.ServiceLoader;

/**
 * Names the parts of one jar, so that models and estimators that hold them can be saved and loaded.
 * {@link ServiceLoader} finds it. A program can call {@link Parts#register} instead.
 */
public interface PartProvider {

  /** Records by their names in saved files. Never change a name: existing files are read by it. */
  Map<String, Class<? extends Record>> parts();

  /** Names of these parts in files of earlier releases, each with the current name. */
  default Map<String, String> formerNames() {
    return Map.of();
  }
}
