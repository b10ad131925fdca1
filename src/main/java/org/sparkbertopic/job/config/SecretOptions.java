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
 * Options of a reader that may hold credentials. They are used but never written down: a run's
 * record holds a mark in place of the value, and no fingerprint or message contains it.
 *
 * <p>Every option that is not known to be harmless counts as secret, because nobody can list all
 * names that object stores, catalogs and databases use for keys.
 */
public final class SecretOptions {

  /** The mark that replaces a value in a record. */
  public static final String REDACTED = SecretText.REDACTED;

  /** The free maps that can hold settings of file systems and clients. */
  private static final List<String> SECTIONS = List.of("input.options", "kafka.options");

  private static final String SPARKS_RULE = "spark.redaction.regex";

  /** Options of Spark's readers and of table formats that only describe data, in lower case. */
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
                  // jdbc, without addresses, which may hold passwords
                  + " dbtable driver partitioncolumn lowerbound upperbound numpartitions fetchsize querytimeout"
                  + " pushdownpredicate"
                  // kafka as a table
                  + " subscribe assign subscribepattern startingoffsets endingoffsets includeheaders"
                  // streams
                  + " maxfilespertrigger maxbytespertrigger maxoffsetspertrigger minoffsetspertrigger maxtriggerdelay"
                  + " minpartitions maxfileage latestfirst failondataloss ignoredeletes ignorechanges"
                  + " skipchangecommits startingversion startingtimestamp groupidprefix"
                  // kafka
                  + " security.protocol sasl.mechanism sasl.kerberos.service.name"
                  + " ssl.endpoint.identification.algorithm ssl.protocol ssl.keystore.type ssl.truststore.type"
                  + " ssl.keystore.location ssl.truststore.location request.timeout.ms default.api.timeout.ms"
                  + " max.request.size max.partition.fetch.bytes fetch.max.bytes acks compression.type linger.ms"
                  // addresses and sizes, which grant no access
                  + " fs.s3a.endpoint fs.s3a.endpoint.region fs.s3a.path.style.access fs.s3a.connection.ssl.enabled"
                  + " fs.s3a.connection.maximum fs.s3a.threads.max fs.defaultfs")
              .split(" "));

  private SecretOptions() {}

  /** Whether the value of an option with this name must be hidden. */
  static boolean isSecret(String name) {
    // A cluster's owner may have defined more secret names.
    String sparks = new SparkConf().get(SPARKS_RULE, "");
    return !HARMLESS.contains(name.toLowerCase(Locale.ROOT))
        || (!sparks.isEmpty() && Pattern.compile(sparks).matcher(name).find());
  }

  /**
   * A copy of a configuration that is safe to write: without secret options, and without secrets in
   * texts.
   */
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
    for (String section : SECTIONS) {
      if (config.hasPath(section)) {
        for (var entry : config.getConfig(section).entrySet()) {
          if (isSecret(String.join(".", ConfigUtil.splitPath(entry.getKey())))) {
            redacted =
                redacted.withValue(
                    section + "." + entry.getKey(), ConfigValueFactory.fromAnyRef(REDACTED));
          }
        }
      }
    }
    return redacted;
  }

  /**
   * A command's arguments that are safe to show: values of secret options are replaced by a mark.
   */
  public static String[] redacted(String[] arguments) {
    String[] open = arguments.clone();
    for (int i = 0; i < open.length; i++) {
      for (String section : SECTIONS) {
        int at = open[i].indexOf(section + ".");
        int value = open[i].indexOf('=', Math.max(0, at));
        boolean option = at == 0 || (at > 0 && open[i].startsWith("-D"));
        if (option && value > 0 && isSecret(open[i].substring(at + section.length() + 1, value))) {
          open[i] = open[i].substring(0, value + 1) + REDACTED;
        }
      }
      open[i] = SecretText.redacted(open[i]);
    }
    return open;
  }

  /** Whether the value of a key is always hidden, as that of a secret option. */
  public static boolean isSecretKey(String key) {
    return SECTIONS.stream()
        .anyMatch(
            section ->
                key.startsWith(section + ".") && isSecret(key.substring(section.length() + 1)));
  }

  /** Names of the options whose values a record hides. */
  public static List<String> unknown(Map<String, String> options) {
    return options.keySet().stream().filter(name -> REDACTED.equals(options.get(name))).toList();
  }

  /** The options whose values are known. */
  public static Map<String, String> known(Map<String, String> options) {
    Map<String, String> known = new TreeMap<>(options);
    known.values().removeIf(REDACTED::equals);
    return known;
  }

  /** The options that a digest or a message may contain. */
  public static Map<String, String> open(Map<String, String> options) {
    Map<String, String> open = new TreeMap<>(options);
    open.keySet().removeIf(SecretOptions::isSecret);
    return open;
  }
}
