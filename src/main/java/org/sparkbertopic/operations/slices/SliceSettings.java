package org.sparkbertopic.operations.slices;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.sparkbertopic.compute.Checks;

/**
 * Settings of topics over time and per class.
 *
 * @param bins how timestamps are binned
 * @param datetimeFormat how timestamps that are strings are written, in the letters of {@link
 *     java.time.format.DateTimeFormatter}; empty: ISO 8601, from {@code 1986} to {@code
 *     1986-04-26T01:23:45+03:00}
 * @param timestampUnit what timestamps are that are numbers
 * @param evolutionTuning whether the weights at a timestamp are averaged with those of the
 *     timestamp before, where the topic has documents at both
 * @param globalTuning whether they are averaged with those of the topic as a whole
 * @param topNWords words of a topic at a timestamp or in a class
 * @param topics ids of the topics that are wanted; empty: all. The others count all the same for
 *     what the timestamps and classes are
 */
@RecordBuilder
public record SliceSettings(
    TimeBins bins,
    String datetimeFormat,
    TimestampUnit timestampUnit,
    boolean evolutionTuning,
    boolean globalTuning,
    int topNWords,
    List<Integer> topics)
    implements Serializable, SliceSettingsBuilder.With {

  /** BERTopic's. */
  public static final int DEFAULT_TOP_N_WORDS = 5;

  public SliceSettings {
    Objects.requireNonNull(bins, "bins");
    Objects.requireNonNull(datetimeFormat, "datetimeFormat");
    Objects.requireNonNull(timestampUnit, "timestampUnit");
    topics = List.copyOf(topics);
    Checks.atLeast(1, "topNWords", topNWords, DEFAULT_TOP_N_WORDS);
  }

  /** BERTopic's defaults. */
  public static SliceSettings create() {
    return new SliceSettings(
        TimeBins.each(), "", TimestampUnit.AUTO, true, true, DEFAULT_TOP_N_WORDS, List.of());
  }
}
