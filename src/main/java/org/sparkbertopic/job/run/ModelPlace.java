package org.sparkbertopic.job.run;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.sparkbertopic.job.console.ErrorMessages;
import org.sparkbertopic.persistence.hub.HubModelPlace;

/** Where the model lies that an option names: in a folder, or on the Hugging Face hub. */
public final class ModelPlace {

  private ModelPlace() {}

  /**
   * The folder of a model; one of the hub ({@code hf://owner/name@revision}) is fetched.
   *
   * @throws org.sparkbertopic.stage.table.UnusableInputException if the hub does not have it, or
   *     does not give it
   */
  public static String folder(String model) {
    return ErrorMessages.usersFault(() -> HubModelPlace.folder(model));
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
