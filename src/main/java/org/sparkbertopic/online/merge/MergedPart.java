package org.sparkbertopic.online.merge;

import java.util.Arrays;
import java.util.Locale;
import org.sparkbertopic.topics.TopicMapping;

/**
 * What became of a model in a merge.
 *
 * @param name of the model
 * @param digest of its content
 * @param mapping from its topics to those of the merged model
 * @param joined how many of its topics joined one that there was
 * @param fresh how many of its topics came behind, with ids of their own
 */
public record MergedPart(String name, String digest, TopicMapping mapping, int joined, int fresh) {

  /** In one line. */
  public String describe() {
    return String.format(
        Locale.ROOT,
        "%s: %d topics, %d joined, %d new",
        name,
        Arrays.stream(mapping.oldIds()).filter(id -> id >= 0).count(),
        joined,
        fresh);
  }
}
