package org.sparkbertopic.job.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueFactory;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.sparkbertopic.http.SecretText;

/**
 * Options of a reader that may give access to something. They are used, and never written down: a
 * run's record has a mark in their place, and neither its fingerprint nor what is printed tells
 * them.
 *
 * <p>Every option is taken for one that is not known to be harmless: nobody knows all the names
 * that object stores, catalogs and databases have for keys.
 */
public final class SecretOptions {

  /** What a record has in place of a value. */
  public static final String REDACTED = SecretText.REDACTED;

  /** The only free names that can be a file system's settings. */
  private static final String SECTION = "input.options";

  private static final String SPARKS_RULE = "spark.redaction.regex";

  /** Options of Spark's readers and of table formats that describe data, in lower case. */
  private static final Set<String> HARMLESS =
      Set.of(
          // csv
          ("sep delimiter encoding charset quote quoteall escape escapequotes comment header inferschema preferdate"
                  + " enforceschema ignoreleadingwhitespace ignoretrailingwhitespace nullvalue nanvalue positiveinf"
                  + " negativeinf dateformat timestampformat timestampntzformat enabledatetimeparsingfallback maxcolumns"
                  + " maxcharspercolumn mode columnnameofcorruptrecord multiline chartoescapequoteescaping samplingratio"
                  + " emptyvalue locale linesep unescapedquotehandling compression codec"
                  // json
                  + " primitivesasstring prefersdecimal allowcomments allowunquotedfieldnames allowsinglequotes"
                  + " allownumericleadingzeros allowbackslashescapinganycharacter allowunquotedcontrolchars"
                  + " dropfieldifallnull ignorenullfields timezone allownonnumericnumbers"
                  // text, parquet, orc
                  + " wholetext mergeschema datetimerebasemode int96rebasemode"
                  // all files
                  + " pathglobfilter recursivefilelookup modifiedbefore modifiedafter ignorecorruptfiles"
                  + " ignoremissingfiles maxpartitionbytes basepath"
                  // xml, avro
                  + " rowtag roottag attributeprefix valuetag excludeattribute treatemptyvaluesasnulls avroschema"
                  + " positionalfieldmatching"
                  // delta, iceberg, hudi
                  + " versionasof timestampasof snapshot-id as-of-timestamp branch tag split-size"
                  + " as.of.instant"
                  // where, and not by which right
                  + " fs.s3a.endpoint fs.s3a.endpoint.region fs.s3a.path.style.access fs.s3a.connection.ssl.enabled"
                  + " fs.s3a.connection.maximum fs.s3a.threads.max fs.defaultfs")
              .split(" "));

  private SecretOptions() {}

  /** Whether the value of an option with this name is not to be told. */
  static boolean isSecret(String name) {
    // Set by a cluster's owner, who may have hidden more.
    String sparks = new SparkConf().get(SPARKS_RULE, "");
    return !HARMLESS.contains(name.toLowerCase(Locale.ROOT))
        || (!sparks.isEmpty() && Pattern.compile(sparks).matcher(name).find());
  }

  /** A configuration as it may be written down: no secret option, and no secret in a text. */
  public static Config redacted(Config config) {
    Config redacted = config;
    for (var entry : config.entrySet()) {
      if (entry.getValue().unwrapped() instanceof String text) {
        String open = SecretText.redacted(text);
        if (!open.equals(text)) {
          redacted = redacted.withValue(entry.getKey(), ConfigValueFactory.fromAnyRef(open));
        }
      }
    }
    if (config.hasPath(SECTION)) {
      for (var entry : config.getConfig(SECTION).entrySet()) {
        if (isSecret(String.join(".", ConfigUtil.splitPath(entry.getKey())))) {
          redacted =
              redacted.withValue(
                  SECTION + "." + entry.getKey(), ConfigValueFactory.fromAnyRef(REDACTED));
        }
      }
    }
    return redacted;
  }

  /** Arguments of a command as they may be shown: values of secret options are marked. */
  public static String[] redacted(String[] arguments) {
    String[] open = arguments.clone();
    for (int i = 0; i < open.length; i++) {
      int at = open[i].indexOf(SECTION + ".");
      int value = open[i].indexOf('=', Math.max(0, at));
      boolean option = at == 0 || (at > 0 && open[i].startsWith("-D"));
      if (option && value > 0 && isSecret(open[i].substring(at + SECTION.length() + 1, value))) {
        open[i] = open[i].substring(0, value + 1) + REDACTED;
      }
      open[i] = SecretText.redacted(open[i]);
    }
    return open;
  }

  /** Whether a key's value is never told: that of a secret option. */
  public static boolean isSecretKey(String key) {
    return key.startsWith(SECTION + ".") && isSecret(key.substring(SECTION.length() + 1));
  }

  /** Names of the options that a record has marks for. */
  public static List<String> unknown(Map<String, String> options) {
    return options.keySet().stream().filter(name -> REDACTED.equals(options.get(name))).toList();
  }

  /** The options whose values are known. */
  public static Map<String, String> known(Map<String, String> options) {
    Map<String, String> known = new TreeMap<>(options);
    known.values().removeIf(REDACTED::equals);
    return known;
  }

  /** The options that may be told, in a digest or a message. */
  public static Map<String, String> open(Map<String, String> options) {
    Map<String, String> open = new TreeMap<>(options);
    open.keySet().removeIf(SecretOptions::isSecret);
    return open;
  }
}
