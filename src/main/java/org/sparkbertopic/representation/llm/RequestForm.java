package org.sparkbertopic.representation.llm;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is asked for beside the question, to get a bare label. Not every server takes it: what one
 * refuses is left out of the requests that follow.
 *
 * @param schema whether the answer is to be JSON with one field ({@code response_format})
 * @param stop whether the answer is to end at the marks of chat templates
 */
record RequestForm(boolean schema, boolean stop) {

  /** The question alone, which every server takes. */
  static final RequestForm PLAIN = new RequestForm(false, false);

  static final RequestForm FULL = new RequestForm(true, true);

  /** How servers name what they refuse. */
  private static final List<String> OF_SCHEMA =
      List.of("response_format", "json_schema", "schema", "grammar", "structured", "guided");

  private static final List<String> OF_STOP = List.of("'stop'", "\"stop\"", "stop ", "stop_");

  private static final List<String> OF_CONTENT =
      List.of(
          "content filter",
          "content_filter",
          "content management policy",
          "content policy",
          "content_policy",
          "responsibleai",
          "moderation",
          "safety");

  /**
   * The form to try after a refusal; empty where the form is not what was refused.
   *
   * @param refusal what the server said
   */
  Optional<RequestForm> without(String refusal) {
    if (equals(PLAIN) || isOfContent(refusal)) {
      return Optional.empty();
    }
    boolean ofSchema = schema && names(refusal, OF_SCHEMA);
    boolean ofStop = stop && names(refusal, OF_STOP);
    if (ofSchema == ofStop) {
      return Optional.of(PLAIN);
    }
    return Optional.of(new RequestForm(schema && !ofSchema, stop && !ofStop));
  }

  /** Whether a refusal is of what the question says. */
  static boolean isOfContent(String refusal) {
    return names(refusal, OF_CONTENT);
  }

  private static boolean names(String refusal, List<String> words) {
    String lowerCase = refusal.toLowerCase(Locale.ROOT);
    return words.stream().anyMatch(lowerCase::contains);
  }
}
