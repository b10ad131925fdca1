package org.sparkbertopic.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Ids of topics as a person writes them. */
final class TopicIds {

  private TopicIds() {}

  /**
   * @throws ConfigurationException if it is no list of whole numbers
   */
  static List<Integer> parse(String list) {
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
