package org.sparkbertopic.representation.llm;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Optional parts of a request that help to get a bare label. Not every server accepts them: later
 * requests leave out what the server rejected.
 *
 * @param schema whether to ask for JSON with one field ({@code response_format})
 * @param stop whether to stop at the marks of chat templates
 */
record RequestForm(boolean schema, boolean stop) {

  /** Only the question, which every server accepts. */
  static final RequestForm PLAIN = new RequestForm(false, false);

  static final RequestForm FULL = new RequestForm(true, true);

  /** Names by which servers report what they reject. */
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
   * The form to try after a refusal; empty if the form was not the reason.
   *
   * @param refusal the message of the server
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

  /** Whether the content of the question is the reason of a refusal. */
  static boolean isOfContent(String refusal) {
    return names(refusal, OF_CONTENT);
  }

  private static boolean names(String refusal, List<String> words) {
    String lowerCase = refusal.toLowerCase(Locale.ROOT);
    return words.stream().anyMatch(lowerCase::contains);
  }
}
