package org.sparkbertopic.representation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What representations had to say while they described topics.
 *
 * @param warnings what the user should know
 * @param incomplete what failed and may succeed when it is done again
 * @param counted what was counted, such as requests, by name
 */
public record Remarks(List<String> warnings, List<String> incomplete, Map<String, Long> counted) {

  /** Nothing was said. */
  public static final Remarks NONE = new Remarks(List.of(), List.of(), Map.of());

  public Remarks {
    warnings = List.copyOf(warnings);
    incomplete = List.copyOf(incomplete);
    counted = Map.copyOf(counted);
  }

  /** All that a person should read. */
  public List<String> messages() {
    List<String> messages = new ArrayList<>(warnings);
    messages.addAll(incomplete);
    return messages;
  }
}
