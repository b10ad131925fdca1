package org.sparkbertopic.job.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.job.run.ModelDigest;
import org.sparkbertopic.job.run.RunDirectory;
import org.sparkbertopic.persistence.ModelDirectory;
import org.sparkbertopic.persistence.ModelVersions;

/** The versions of the model in a stream's output, see {@link ModelVersions}. */
final class VersionFolder {

  private final RunDirectory directory;
  private final FileSystem files;
  private final Path folder;

  VersionFolder(RunDirectory directory) {
    this.directory = directory;
    this.files = directory.files();
    this.folder = directory.path(RunDirectory.MODEL);
  }

  /** Where a version lies. */
  Path path(long version) {
    return new Path(folder, ModelVersions.name(version));
  }

  /** Whether a version is there as a whole. */
  boolean has(long version) {
    return ModelDigest.of(path(version).toString(), hadoop()).isPresent();
  }

  /** Writes a version. It is there as a whole or not at all. */
  void write(long version, BERTopicModel model) {
    directory.checkLease();
    Path path = path(version);
    try {
      // what a writer that died left on a file system without renames
      files.delete(path, true);
      ModelDirectory.at(path.toString(), hadoop()).write(model.savedModel(), false);
    } catch (IOException e) {
      throw new UncheckedIOException(
          String.format(Locale.ROOT, "'%s' cannot be written: %s", path, e.getMessage()), e);
    }
  }

  /** Makes a version the current one, in one step. */
  void show(long version) {
    directory.write(
        RunDirectory.MODEL + "/" + ModelVersions.CURRENT,
        (ModelVersions.name(version) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Deletes the versions before one. */
  void deleteBefore(long oldest) {
    directory.checkLease();
    try {
      for (FileStatus status : files.listStatus(folder)) {
        OptionalLong version = ModelVersions.number(status.getPath().getName());
        if (version.isPresent() && version.getAsLong() < oldest) {
          files.delete(status.getPath(), true);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          String.format(Locale.ROOT, "'%s' cannot be tidied: %s", folder, e.getMessage()), e);
    }
  }

  private Configuration hadoop() {
    return files.getConf();
  }
}
