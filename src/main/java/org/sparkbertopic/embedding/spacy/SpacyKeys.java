package org.sparkbertopic.embedding.spacy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sparkbertopic.embedding.words.VectorFiles;
import org.sparkbertopic.embedding.words.VectorTable;

/**
 * Maps the hash of a string to its row of the vectors: a hash table with 24 bytes for each of the
 * half a million entries of a large pipeline.
 */
final class SpacyKeys {

  private static final String WHAT = "the rows of a spaCy pipeline's words";

  /** Enough for a hundred million entries. */
  private static final long LARGEST = 1L << 30;

  private final long[] keys;
  private final int[] rows;
  private final int mask;

  private SpacyKeys(int entries) {
    int slots = Integer.highestOneBit(Math.max(2, entries)) << 1;
    this.keys = new long[slots];
    this.rows = new int[slots];
    this.mask = slots - 1;
  }

  static SpacyKeys read(Path file, VectorTable table) throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
      throw VectorFiles.unusable(file, WHAT, "there is no such file", VectorFiles.COPY_AGAIN);
    }
    try {
      return read(new MessagePack(Files.readAllBytes(file)), table);
    } catch (MessagePack.MalformedException e) {
      throw VectorFiles.unusable(file, WHAT, e.getMessage(), VectorFiles.COPY_AGAIN, e);
    }
  }

  private static SpacyKeys read(MessagePack in, VectorTable table)
      throws MessagePack.MalformedException {
    int entries = in.readMapSize();
    SpacyKeys result = new SpacyKeys(entries);
    for (int i = 0; i < entries; i++) {
      long key = in.readLong();
      long row = in.readLong();
      if (row < 0 || row >= table.rows()) {
        throw new MessagePack.MalformedException(
            "its entry " + i + " is of row " + row + " of " + table.rows());
      }
      result.put(key, (int) row);
    }
    if (!in.atEnd()) {
      throw new MessagePack.MalformedException("it has bytes after its " + entries + " entries");
    }
    return result;
  }

  private void put(long key, int row) {
    int slot = slotOf(key);
    while (rows[slot] != 0 && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    keys[slot] = key;
    rows[slot] = row + 1;
  }

  /** The row for the hash of a string; -1 if it has none. */
  int row(long key) {
    int slot = slotOf(key);
    while (rows[slot] != 0 && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return rows[slot] - 1;
  }

  /** The keys are hashes, except for some small numbers. */
  private int slotOf(long key) {
    return (int) (key ^ (key >>> 32)) & mask;
  }
}
