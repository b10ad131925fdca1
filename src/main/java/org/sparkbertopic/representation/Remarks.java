package org.sparkbertopic.representation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The messages of representations from describing topics.
 *
 * @param warnings warnings for the user
 * @param incomplete what failed and may succeed in another run
 * @param counted counts by name, such as the number of requests
 */
public record Remarks(List<String> warnings, List<String> incomplete, Map<String, Long> counted) {

  /** No messages. */
  public static final Remarks NONE = new Remarks(List.of(), List.of(), Map.of());

  public Remarks {
    warnings = List.copyOf(warnings);
    incomplete = List.copyOf(incomplete);
    counted = Map.copyOf(counted);
  }

  /** All messages that a person should read. */
  public List<String> messages() {
    List<String> messages = new ArrayList<>(warnings);
    messages.addAll(incomplete);
    return messages;
  }
}
