package org.sparkbertopic.job.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.sparkbertopic.io.FilePaths;
import org.sparkbertopic.job.console.ConfigurationException;

/** Configuration files: those of the jar, and those of a user on any file system. */
final class ConfigFiles {

  private ConfigFiles() {}

  /** Reads a file of the jar. */
  static Config ofJar(String name) {
    return ConfigFactory.parseString(
        textOfJar(name), ConfigParseOptions.defaults().setOriginDescription("defaults"));
  }

  /** The defaults of a command, with the meaning of each key. */
  static String textOfJar(String command) {
    try (InputStream in = ConfigFiles.class.getResourceAsStream(command + ".conf")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ConfigurationException("the jar's own " + command + ".conf cannot be read", e);
    }
  }

  static Config parse(String file) {
    ConfigParseOptions options =
        ConfigParseOptions.defaults()
            .setOriginDescription(file)
            .setSyntax(ConfigSyntax.CONF)
            .setAllowMissing(false);
    Optional<java.nio.file.Path> local = local(file);
    if (local.isPresent()) {
      return ConfigFactory.parseFile(
          local.get().toAbsolutePath().toFile(),
          options.setIncluder(ConfigIncludes.ofLocalFiles()));
    }
    try (Reader reader = new InputStreamReader(open(file), StandardCharsets.UTF_8)) {
      return ConfigFactory.parseReader(reader, options.setIncluder(ConfigIncludes.refused(file)));
    } catch (IOException e) {
      throw ConfigurationException.of(
          e, "--conf must be a readable HOCON file, got '%s': %s", file, e.getMessage());
    }
  }

  /** Looks for a local file first: on an edge node a path without a scheme would mean HDFS. */
  static InputStream open(String file) throws IOException {
    Optional<java.nio.file.Path> local = local(file);
    if (local.isPresent()) {
      return Files.newInputStream(local.get());
    }
    Path path = FilePaths.of(file);
    return path.getFileSystem(SparkHadoopUtil.get().newConfiguration(new SparkConf())).open(path);
  }

  private static Optional<java.nio.file.Path> local(String file) {
    String scheme = "file:";
    boolean uri = file.startsWith(scheme + "/");
    if (!uri && file.contains(":/")) {
      return Optional.empty();
    }
    java.nio.file.Path path =
        java.nio.file.Path.of(uri ? FilePaths.of(file).toUri().getPath() : file);
    return Files.isReadable(path) && !Files.isDirectory(path)
        ? Optional.of(path)
        : Optional.empty();
  }
}
