package org.sparkbertopic.job.run;

import java.io.IOException;
import java.util.Collection;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** How the names in a run's folder that people and other programs open show one result. */
interface PublicNames {

  /**
   * Shows a result in place of the one before.
   *
   * @param result folder of the result, which is whole
   * @param names of files and folders in it; a name that is not among them is no longer shown
   */
  void show(Path result, Collection<String> names) throws IOException;

  /** Whether the name shows what the result holds. */
  boolean shows(Path result, String name) throws IOException;

  /** By links or by copies. */
  static PublicNames of(Path root, FileSystem files, boolean links) {
    return links ? new LinkedNames(root, files) : new CopiedNames(root, files);
  }
}
