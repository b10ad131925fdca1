package org.sparkbertopic.topics.history;

import java.util.Arrays;
import java.util.List;

/**
 * Time in equal slices, as long as chunks usually are apart (the median of the days between them,
 * at least a day). The fit is the slice before all others, whenever it was made: its documents are
 * older than those that come after it.
 *
 * @param days length of a slice
 * @param of slice of each chunk, 0 for the fit
 */
record TimeSlices(long days, int[] of) {

  /** Popularity has long faded by then. */
  private static final int MOST = 1 << 30;

  static TimeSlices of(List<Chunk> chunks) {
    long[] times =
        chunks.stream()
            .filter(chunk -> !isFit(chunk))
            .mapToLong(Chunk::day)
            .distinct()
            .sorted()
            .toArray();
    long days = medianGap(times);
    int[] slices = new int[chunks.size()];
    for (int place = 0; place < slices.length; place++) {
      Chunk chunk = chunks.get(place);
      slices[place] =
          isFit(chunk)
              ? 0
              : (int) Math.min(MOST, 1 + Math.round((double) (chunk.day() - times[0]) / days));
    }
    return new TimeSlices(days, slices);
  }

  private static boolean isFit(Chunk chunk) {
    return chunk.name().equals(Chunk.FIT);
  }

  private static long medianGap(long[] times) {
    long[] gaps = new long[Math.max(0, times.length - 1)];
    Arrays.setAll(gaps, i -> times[i + 1] - times[i]);
    Arrays.sort(gaps);
    return gaps.length == 0 ? 1 : gaps[(gaps.length - 1) / 2];
  }

  /** The slices that have chunks, ascending. */
  int[] present() {
    return Arrays.stream(of).distinct().sorted().toArray();
  }
}
