package org.sparkbertopic.job.input;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** Looks at each file of an input by itself, in Spark's tasks. */
final class FileScan {

  private static final int BUFFER = 1 << 16;
  private static final int MOST_TASKS = 10_000;

  /** What is done with a file: it is open, and unpacked where its name says that it is packed. */
  interface Look<T> extends Serializable {

    T at(String path, InputStream content) throws IOException;
  }

  /** What is done with a file that is opened by other means. */
  interface PathLook<T> extends Serializable {

    T at(String path, Configuration hadoop) throws IOException;
  }

  private FileScan() {}

  /** One result for each file, in their order. */
  static <T> List<T> of(SparkSession spark, List<Path> files, Look<T> look) {
    return ofPaths(
        spark,
        files,
        (path, hadoop) -> {
          try (InputStream in = open(new Path(path), hadoop)) {
            return look.at(path, in);
          }
        });
  }

  /** As above, of files that are not opened yet. */
  static <T> List<T> ofPaths(SparkSession spark, List<Path> files, PathLook<T> look) {
    if (files.isEmpty()) {
      return List.of();
    }
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<SerializableConfiguration> hadoop =
        context.broadcast(
            new SerializableConfiguration(spark.sparkContext().hadoopConfiguration()));
    try {
      List<String> paths = files.stream().map(Path::toString).toList();
      return context
          .parallelize(paths, Math.min(paths.size(), MOST_TASKS))
          .map(path -> look.at(path, hadoop.value().value()))
          .collect();
    } finally {
      hadoop.destroy();
    }
  }

  /** A file's content, unpacked. */
  static InputStream open(Path file, Configuration hadoop) throws IOException {
    FileSystem files = file.getFileSystem(hadoop);
    // See InputFiles.reader.
    InputStream raw =
        (files instanceof LocalFileSystem local ? local.getRawFileSystem() : files).open(file);
    try {
      CompressionCodec codec = new CompressionCodecFactory(hadoop).getCodec(file);
      return new BufferedInputStream(codec == null ? raw : codec.createInputStream(raw), BUFFER);
    } catch (IOException | RuntimeException e) {
      raw.close();
      throw e;
    }
  }
}
