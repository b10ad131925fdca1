package org.sparkbertopic.job.topics;

import java.util.ArrayList;
import java.util.List;
import org.sparkbertopic.job.console.ConfigurationException;

/** Parses topic ids on the command line. */
public final class TopicIds {

  private TopicIds() {}

  /**
   * @throws ConfigurationException if it is not a list of whole numbers
   */
  public static List<Integer> parse(String list) {
    List<Integer> ids = new ArrayList<>();
    for (String id : list.split(",", -1)) {
      try {
        ids.add(Integer.valueOf(id.strip()));
      } catch (NumberFormatException e) {
        throw ConfigurationException.of(
            e, "topics must be ids with commas between, as 1,2, got '%s'", list);
      }
    }
    return ids;
  }
}
