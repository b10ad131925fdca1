package org.sparkbertopic.job.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.sparkbertopic.persistence.ModelDirectory;
import org.sparkbertopic.stage.table.UnusableInputException;

/**
 * The rule for output paths of all commands. A command never writes into another run or a model,
 * which may be replaced or deleted as a whole, and never over its own sources.
 */
public final class OutputPlace {

  private static final ObjectMapper JSON = new ObjectMapper();

  private OutputPlace() {}

  /**
   * @param option option that names the output, for the message
   * @throws UnusableInputException if the output lies in a run or a model
   */
  public static void requireOutside(RunDirectory output, String option) {
    requireOutside(output.root(), output, option);
    requireOutside(output.realRoot(), output, option);
  }

  private static void requireOutside(Path place, RunDirectory output, String option) {
    for (Path folder = place.getParent(); folder != null; folder = folder.getParent()) {
      String holder =
          isRun(output.files(), folder) ? "run" : isModel(output.files(), folder) ? "model" : "";
      if (!holder.isEmpty()) {
        throw UnusableInputException.of(
            "%s must be outside of other runs and models, got '%s', which lies in the %s '%s' and could go with it; name another folder",
            option, output.root(), holder, folder);
      }
    }
  }

  /**
   * As {@link #requireOutside}; the output must also not overlap the command's sources.
   *
   * @param sources runs and models
   * @throws UnusableInputException if the output overlaps one of them
   */
  public static void requireApart(RunDirectory output, String option, List<Path> sources) {
    for (Path source : sources) {
      if (output.overlaps(source)) {
        throw UnusableInputException.of(
            "%s must be apart from what its result is made of, got '%s', which is, holds or lies in '%s'; name another folder",
            option, output.root(), source);
      }
    }
    requireOutside(output, option);
  }

  /**
   * Checks that the results would not be read as documents by the next run.
   *
   * @param input files and folders of the input
   * @throws UnusableInputException if the run's folder is the input or lies in it
   */
  public static void requireOutsideInput(RunDirectory output, List<Path> input) {
    for (Path source : input) {
      if (output.liesIn(source)) {
        throw UnusableInputException.of(
            "output.path must be outside of the input, got '%s', which is or lies in '%s': its tables would be read as documents; name another folder",
            output.root(), source);
      }
    }
  }

  private static boolean isRun(FileSystem files, Path folder) {
    Path record = new Path(folder, RunDirectory.RUN_FILE);
    try {
      if (!files.exists(record)) {
        return false;
      }
      try (InputStream in = files.open(record)) {
        return RunRecord.FORMAT.equals(JSON.readTree(in).path("format").asText());
      }
    } catch (IOException e) {
      // Parent folders may be unreadable, and a file of this name may have another owner.
      return false;
    }
  }

  private static boolean isModel(FileSystem files, Path folder) {
    try {
      return !ModelDirectory.at(folder.toString(), files.getConf()).identity().isEmpty();
    } catch (IOException e) {
      return false;
    }
  }
}
