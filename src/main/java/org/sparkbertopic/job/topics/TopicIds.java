package org.sparkbertopic.job.topics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
        throw new ConfigurationException(
            String.format(
                Locale.ROOT, "topics must be ids with commas between, as 1,2, got '%s'", list),
            e);
      }
    }
    return ids;
  }
}
