package org.sparkbertopic.job.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import java.io.File;
import java.net.URL;
import java.util.function.Supplier;
import org.sparkbertopic.job.console.ConfigurationException;

/**
 * Resolves {@code include} in a configuration file as HOCON does, relative to the including file.
 * Unlike HOCON, a missing file is an error.
 */
final class ConfigIncludes
    implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {

  private final ConfigIncluder own;
  private final String refusedIn;

  private ConfigIncludes(ConfigIncluder own, String refusedIn) {
    this.own = own;
    this.refusedIn = refusedIn;
  }

  /** For a file on a local disk. */
  static ConfigIncludes ofLocalFiles() {
    return new ConfigIncludes(null, null);
  }

  /** For a file on another file system, where HOCON's includes cannot resolve names. */
  static ConfigIncludes refused(String file) {
    return new ConfigIncludes(null, file);
  }

  @Override
  public ConfigIncluder withFallback(ConfigIncluder fallback) {
    return new ConfigIncludes(own == null ? fallback : own.withFallback(fallback), refusedIn);
  }

  @Override
  public ConfigObject include(ConfigIncludeContext context, String what) {
    return found(what, () -> own.include(required(context), what));
  }

  @Override
  public ConfigObject includeFile(ConfigIncludeContext context, File what) {
    return found(
        what.getPath(), () -> ((ConfigIncluderFile) own).includeFile(required(context), what));
  }

  @Override
  public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
    return found(
        what.toString(), () -> ((ConfigIncluderURL) own).includeURL(required(context), what));
  }

  @Override
  public ConfigObject includeResources(ConfigIncludeContext context, String what) {
    return found(
        what, () -> ((ConfigIncluderClasspath) own).includeResources(required(context), what));
  }

  private static ConfigIncludeContext required(ConfigIncludeContext context) {
    return context.setParseOptions(context.parseOptions().setAllowMissing(false));
  }

  private ConfigObject found(String what, Supplier<ConfigObject> read) {
    if (refusedIn != null) {
      throw ConfigurationException.of(
          "include must stand in a file on a local disk, got include \"%s\" in '%s'; write its keys into that file, or put both on a local disk",
          what, refusedIn);
    }
    try {
      return read.get();
    } catch (ConfigException.IO e) {
      throw ConfigurationException.of(
          e,
          "include must name a readable file, by its path from the folder of the file that includes it, got \"%s\" (%s)",
          what,
          e.getMessage());
    }
  }
}
