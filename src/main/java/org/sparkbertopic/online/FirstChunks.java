package org.sparkbertopic.online;

import java.util.List;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.stage.table.UnusableInputException;

/**
 * How many chunks of a corpus are fitted before the model is updated by the others.
 *
 * @param fitChunks 0: as many as fill the sample of the fit, or half of the documents where that is
 *     less
 */
public record FirstChunks(int fitChunks) {

  public FirstChunks {
    if (fitChunks < 0) {
      throw Checks.invalid("fitChunks must be 0 or more, got %s", fitChunks);
    }
  }

  public static FirstChunks create() {
    return new FirstChunks(0);
  }

  /**
   * @param documents of each chunk, two or more
   * @throws UnusableInputException if no chunk would be left for an update
   */
  public int of(List<Long> documents, int sampleSize) {
    int most = documents.size() - 1;
    if (fitChunks > most) {
      throw UnusableInputException.of(
          "FirstChunks.fitChunks must be less than the number of chunks, %,d, got %,d; lower it, or fit all"
              + " documents at once",
          documents.size(), fitChunks);
    }
    if (fitChunks > 0) {
      return fitChunks;
    }
    long all = documents.stream().mapToLong(Long::longValue).sum();
    long wanted = Math.min(sampleSize, (all + 1) / 2);
    long found = 0;
    int first = 0;
    while (found < wanted && first < most) {
      found += documents.get(first);
      first++;
    }
    return first;
  }
}
