package org.sparkbertopic.topics.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sparkbertopic.topics.Topic;

/**
 * The popularity of topics from chunk to chunk, and what kind of signal it is. In a slice of time
 * with documents a topic's popularity grows by their number, in one without it decays, the faster
 * the longer there are none. Thresholds are percentiles of the popularity of all topics over a
 * window of slices: below the lower one a topic is noise, above the upper one a strong signal, and
 * between them a weak signal if its popularity rises, else noise.
 *
 * <p>As BERTrend; see {@link Popularity}. A slice is as long as chunks are usually apart; chunks of
 * one slice count together, and late chunks count in their own time.
 */
public final class TopicTrends {

  /** BERTrend looks at these many days to tell whether popularity rises. */
  private static final long TREND_DAYS = 14;

  private final ModelHistory history;
  private final SignalSettings settings;
  private final TimeSlices time;
  private final int[] slices;
  private final Map<Integer, double[]> popularity = new TreeMap<>();

  /** {@code [slices]}: the lower and the upper threshold. */
  private final double[][] thresholds;

  private TopicTrends(ModelHistory history, SignalSettings settings) {
    this.history = history;
    this.settings = settings;
    this.time = TimeSlices.of(history.chunks());
    this.slices = time.present();
    Map<Integer, long[]> documents = new TreeMap<>();
    for (TopicChunk row : history.topics()) {
      if (row.topic() != Topic.OUTLIERS) {
        documents.computeIfAbsent(row.topic(), id -> new long[slices.length])[place(row.chunk())] +=
            row.documents();
      }
    }
    documents.forEach(
        (topic, counts) -> popularity.put(topic, Popularity.of(slices, counts, settings.decay())));
    this.thresholds = new double[slices.length][];
    Arrays.setAll(thresholds, this::thresholds);
  }

  /** A row for each chunk and each topic that had documents by then, ordered by both. */
  public static List<TopicTrend> of(ModelHistory history, SignalSettings settings) {
    return new TopicTrends(history, settings).rows();
  }

  private int place(int chunk) {
    return Arrays.binarySearch(slices, time.of()[chunk]);
  }

  private double[] thresholds(int slice) {
    int from = Math.max(0, slice + 1 - settings.window());
    double[] values =
        popularity.values().stream()
            .flatMapToDouble(each -> Arrays.stream(each, from, slice + 1))
            .filter(value -> value > Popularity.LEAST)
            .sorted()
            .toArray();
    return new double[] {
      Popularity.percentile(values, settings.lower()),
      Popularity.percentile(values, settings.upper())
    };
  }

  private List<TopicTrend> rows() {
    List<Map<Integer, TopicChunk>> found = new ArrayList<>();
    history.chunks().forEach(chunk -> found.add(new TreeMap<>()));
    history.topics().forEach(row -> found.get(row.chunk()).put(row.topic(), row));
    List<TopicTrend> rows = new ArrayList<>();
    for (int place = 0; place < found.size(); place++) {
      Map<Integer, TopicChunk> there = found.get(place);
      if (there.containsKey(Topic.OUTLIERS)) {
        rows.add(row(place, Topic.OUTLIERS, there, Double.NaN, Optional.empty()));
      }
      int slice = place(place);
      for (Map.Entry<Integer, double[]> topic : popularity.entrySet()) {
        double value = topic.getValue()[slice];
        if (!Double.isNaN(value)) {
          Signal signal =
              Popularity.signal(
                  value,
                  thresholds[slice][0],
                  thresholds[slice][1],
                  Popularity.rises(recent(topic.getValue(), slice)));
          rows.add(row(place, topic.getKey(), there, value, Optional.of(signal)));
        }
      }
    }
    return rows;
  }

  /** Of the last days, and of the slice before in any case. */
  private double[] recent(double[] values, int slice) {
    int from = Math.max(0, slice - 1);
    while (from > 0 && (long) (slices[slice] - slices[from - 1]) * time.days() <= TREND_DAYS) {
      from--;
    }
    return Arrays.stream(values, from, slice + 1).filter(value -> !Double.isNaN(value)).toArray();
  }

  private TopicTrend row(
      int place, int topic, Map<Integer, TopicChunk> rows, double value, Optional<Signal> signal) {
    Chunk chunk = history.chunks().get(place);
    Optional<TopicChunk> row = Optional.ofNullable(rows.get(topic));
    long documents = row.map(TopicChunk::documents).orElse(0L);
    return new TopicTrend(
        chunk.name(),
        chunk.day(),
        topic,
        documents,
        chunk.documents() == 0 ? 0 : (double) documents / chunk.documents(),
        row.map(TopicChunk::similarity).orElse(Double.NaN),
        row.map(TopicChunk::words).orElse(List.of()),
        value,
        signal);
  }
}
