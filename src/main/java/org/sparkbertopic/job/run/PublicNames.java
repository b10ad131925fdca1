package org.sparkbertopic.job.run;

import java.io.IOException;
import java.util.Collection;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The names in a run's folder that users and other programs open. They show one result. */
interface PublicNames {

  /**
   * Shows a result in place of the previous one.
   *
   * @param result folder of the complete result
   * @param names files and folders in it; other public names are hidden
   */
  void show(Path result, Collection<String> names) throws IOException;

  /** Whether a name shows the file or folder of this result. */
  boolean shows(Path result, String name) throws IOException;

  /** Creates names as links or as copies. */
  static PublicNames of(Path root, FileSystem files, boolean links) {
    return links ? new LinkedNames(root, files) : new CopiedNames(root, files);
  }
}
