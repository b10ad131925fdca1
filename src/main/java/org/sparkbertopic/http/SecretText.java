package org.sparkbertopic.http;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Removes secrets from texts that are shown or saved: passwords and query values of URLs, values of
 * settings whose names suggest a credential, and the text after Bearer and Basic.
 */
public final class SecretText {

  /** Replaces a removed secret, as in Spark. */
  public static final String REDACTED = "*********(redacted)";

  /** Parameters of a URL whose values may be shown. */
  private static final Set<String> OPEN_PARAMETERS =
      Set.of("api-version", "version", "v", "deployment", "model", "region", "format", "alt");

  /** {@code scheme://user:password@host}; a number after the colon is a port. */
  private static final Pattern USER_INFO =
      Pattern.compile(
          "(\\w[\\w+.-]*://)([^\\s/:@'\"]+:(?!\\d{1,5}(?:[/?#\\s]|$))[^\\s@'\"]+)(?=@)");

  /**
   * A user without a password before the host of a web address; in other schemes it may be a
   * container.
   */
  private static final Pattern WEB_USER = Pattern.compile("(https?://)([^\\s/:@'\"?#]+)(?=@)");

  private static final Pattern URL_WITH_QUERY =
      Pattern.compile("(\\w[\\w+.-]*:/{0,3}[^\\s?'\"<>]*\\?)([^\\s'\"<>]*)");
  private static final Pattern PARAMETER = Pattern.compile("([\\w.%-]+)=([^&;#,]*)");

  /** {@code jdbc:sqlserver://host;user=me;password=mine}. */
  private static final Pattern JDBC = Pattern.compile("\\bjdbc:[^\\s'\"<>]+");

  private static final Pattern JDBC_PARAMETER = Pattern.compile("([;?&][\\w.%-]+)=([^&;]*)");
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)((?:password|passwd|passphrase|pwd|secret|secret[._-]?key|access[._-]?key|api[._-]?key"
              + "|account[._-]?key|private[._-]?key|client[._-]?secret|credentials?"
              + "|(?:access|auth|sas|session|security)[._-]?token|authorization)[\"']?\\s*[=:]\\s*[\"']?)"
              + "(?!\\*\\*\\*|Bearer |Basic )([^\\s\"',;&)}\\]]+)");
  private static final Pattern SCHEME =
      Pattern.compile("(?i)\\b(Bearer|Basic)\\s+(?!\\*)[A-Za-z0-9._~+/=-]{6,}");

  private SecretText() {}

  /** The text without secrets. */
  public static String redacted(String text) {
    if (text == null || text.isEmpty()) {
      return text;
    }
    String open = USER_INFO.matcher(text).replaceAll("$1" + Matcher.quoteReplacement(REDACTED));
    open = WEB_USER.matcher(open).replaceAll("$1" + Matcher.quoteReplacement(REDACTED));
    open =
        URL_WITH_QUERY.matcher(open).replaceAll(url -> quoted(url.group(1) + query(url.group(2))));
    open =
        JDBC.matcher(open)
            .replaceAll(
                url ->
                    quoted(
                        JDBC_PARAMETER
                            .matcher(url.group())
                            .replaceAll("$1=" + Matcher.quoteReplacement(REDACTED))));
    open = NAMED.matcher(open).replaceAll("$1" + Matcher.quoteReplacement(REDACTED));
    return SCHEME.matcher(open).replaceAll("$1 " + Matcher.quoteReplacement(REDACTED));
  }

  private static String query(String query) {
    return PARAMETER
        .matcher(query)
        .replaceAll(
            pair ->
                quoted(
                    isOpenParameter(pair.group(1))
                        ? pair.group()
                        : pair.group(1) + "=" + REDACTED));
  }

  private static String quoted(String text) {
    return Matcher.quoteReplacement(text);
  }

  /** Whether the value of a URL's parameter is known to be harmless. */
  public static boolean isOpenParameter(String name) {
    return OPEN_PARAMETERS.contains(name.toLowerCase(Locale.ROOT));
  }
}
