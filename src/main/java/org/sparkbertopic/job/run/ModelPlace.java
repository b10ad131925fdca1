package org.sparkbertopic.job.run;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.sparkbertopic.io.FilePaths;
import org.sparkbertopic.job.console.ErrorMessages;
import org.sparkbertopic.persistence.hub.HubModelPlace;
import org.sparkbertopic.stage.table.UnusableInputException;

/** Where the model lies that an option names: in a folder, or on the Hugging Face hub. */
public final class ModelPlace {

  private ModelPlace() {}

  /**
   * The folder of a model; one of the hub ({@code hf://owner/name@revision}) is fetched.
   *
   * @throws UnusableInputException if the hub does not have it, or does not give it
   */
  public static String folder(String model) {
    return ErrorMessages.usersFault(() -> HubModelPlace.folder(model));
  }

  /**
   * A path that always names the same version of a model.
   *
   * @param version commit of the hub, or folder among the versions of the model
   */
  public static String at(String model, String version) {
    return HubModelPlace.isAddress(model)
        ? HubModelPlace.pinned(model, version)
        : FilePaths.child(FilePaths.of(model), version).toString();
  }

  /**
   * The folder of the version that a run or a stream began with. One of the hub that is in the
   * cache is not asked for.
   *
   * @param version as in {@link #at}
   * @param who began with it, for the message
   * @param remedy what to do where the version is gone, for the message
   * @throws UnusableInputException if it is gone
   */
  public static String begun(
      String model, String version, String who, String remedy, Configuration hadoop) {
    String pinned = at(model, version);
    if (HubModelPlace.isAddress(model)) {
      try {
        return HubModelPlace.folder(pinned);
      } catch (IllegalArgumentException e) {
        throw UnusableInputException.of(
            e,
            "%s began with the model '%s', which is not in the cache '%s' and cannot be fetched (%s); %s",
            who,
            pinned,
            HubModelPlace.cache(),
            e.getMessage(),
            remedy);
      }
    }
    if (ModelDigest.of(pinned, hadoop).isEmpty()) {
      throw UnusableInputException.of(
          "%s began with the model '%s', which is not there any more; %s", who, pinned, remedy);
    }
    return pinned;
  }

  /** Whether a model is one of the hub, which must be fetched to be read. */
  public static boolean isOnHub(String model) {
    return HubModelPlace.isAddress(model);
  }

  /** What an output must be apart from: the folder of a model, or the cache of those of the hub. */
  public static Path root(String model, Configuration hadoop) {
    return HubModelPlace.isAddress(model)
        ? new Path(HubModelPlace.cache().toUri())
        : RunDirectory.at(model, hadoop).root();
  }
}
