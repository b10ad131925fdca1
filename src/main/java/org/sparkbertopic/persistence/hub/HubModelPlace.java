package org.sparkbertopic.persistence.hub;

import java.nio.file.Path;
import org.sparkbertopic.embedding.hub.HubFiles;
import org.sparkbertopic.embedding.hub.HubModels;
import org.sparkbertopic.embedding.hub.HubName;
import org.sparkbertopic.embedding.hub.HubSettings;
import org.sparkbertopic.embedding.hub.HubSnapshot;

/**
 * Where models of the hub lie on this machine. {@code hf://owner/name} and {@code
 * hf://owner/name@revision} name them: models of this library, or models that Python's BERTopic
 * pushed as safetensors.
 *
 * <p>Files come into the cache that Python uses too, each verified against the hub's hash. The
 * settings are the environment variables of huggingface_hub ({@link HubSettings}). A revision that
 * is a commit always gives the same model.
 */
public final class HubModelPlace {

  private HubModelPlace() {}

  /** Whether a path is an address on the hub. */
  public static boolean isAddress(String path) {
    return HubName.isAddress(path);
  }

  /**
   * The folder of a model: a path is returned as it is, an address is looked up on the hub.
   *
   * @return of an address, a {@code file:} path: it lies on this machine, whatever file system is
   *     Hadoop's default
   * @throws IllegalArgumentException if there is no such model, it may not be read, or a file
   *     arrives damaged; the message says what to do
   * @throws IllegalStateException if the hub cannot be reached and the model is not in the cache
   */
  public static String folder(String path) {
    return isAddress(path) ? onThisMachine(find(path).folder()) : path;
  }

  /** Names are literal after the scheme, as Hadoop reads them. */
  private static String onThisMachine(Path folder) {
    return "file:" + folder.toUri().getPath().replaceFirst("/$", "");
  }

  /** As {@link #folder}, of an address, with the commit that it is at. */
  public static HubSnapshot find(String address) {
    return HubModels.of(HubSettings.ofEnvironment())
        .snapshot(HubName.ofAddress(address), HubFiles.topicModel());
  }

  /** An address that always gives the same model. */
  public static String pinned(String address, String commit) {
    return HubName.ofAddress(address).at(commit).address();
  }

  /** The cache that models of the hub lie in. */
  public static Path cache() {
    return HubSettings.ofEnvironment().cache().toAbsolutePath();
  }
}
