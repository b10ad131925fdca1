package org.sparkbertopic.embedding.words;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.codec.digest.MurmurHash2;

/**
 * Words and their vectors in a memory-mapped file: a look-up reads the file's hash table, the word
 * and its vector in place, so the heap holds nothing of them, and all JVMs of a machine share the
 * pages. Safe for concurrent use.
 *
 * <p>Opening reads the whole file once, to compare its checksum: about a second for 2 GB that are
 * in the page cache.
 */
final class WordStore {

  /** The longest vectors that are taken for real. */
  static final int MOST_DIMENSIONS = 1 << 16;

  /** The longest words that are taken for real. */
  static final int LONGEST_WORD_BYTES = 1 << 16;

  /** Words are numbered by 32 bits of a slot of the table; zero is an empty one. */
  static final long MOST_WORDS = (1L << 32) - 2;

  private final StoreHeader header;
  private final VectorTable vectors;
  private final MappedFile starts;
  private final MappedFile wordBytes;
  private final MappedFile table;

  private WordStore(Path file, StoreHeader header) throws IOException {
    this.header = header;
    this.vectors =
        VectorTable.map(
            file, header.vectorsOffset(), header.rows(), header.dimension(), ElementType.F32);
    this.starts = MappedFile.map(file, header.startsOffset(), (header.words() + 1) * Long.BYTES);
    this.wordBytes = MappedFile.map(file, header.wordsOffset(), header.wordBytes());
    this.table = MappedFile.map(file, header.tableOffset(), header.slots() * Long.BYTES);
  }

  /**
   * @return null if the file is not whole, or of another version
   */
  static WordStore openIfWhole(Path file) throws IOException {
    byte[] block = new byte[StoreHeader.BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      if (in.readNBytes(block, 0, block.length) < block.length) {
        return null;
      }
    }
    StoreHeader header = StoreHeader.fromBytes(block);
    if (header == null
        || header.fileLength() != Files.size(file)
        || header.payloadChecksum() != WordStoreWriter.checksum(file)) {
      return null;
    }
    return new WordStore(file, header);
  }

  int dimension() {
    return header.dimension();
  }

  long words() {
    return header.words();
  }

  SubWords subWords() {
    return header.subWords();
  }

  /** The number of a word; -1 if it is not in the file. */
  long find(byte[] utf8, int length) {
    long hash = hash(utf8, length);
    long slot = hash & (header.slots() - 1);
    while (true) {
      long entry = table.getLong(slot * Long.BYTES);
      if (entry == 0) {
        return -1;
      }
      if (sameTag(entry, hash)) {
        long word = wordIn(entry);
        if (WordStoreWriter.isWord(starts, wordBytes, word, utf8, length)) {
          return word;
        }
      }
      slot = (slot + 1) & (header.slots() - 1);
    }
  }

  /** Copies the vector of a word as it lies in the file; n-grams are not added. */
  void read(long row, float[] into) {
    vectors.read(row, into);
  }

  static long hash(byte[] utf8, int length) {
    return MurmurHash2.hash64(utf8, length, 0);
  }

  /** The hash's upper half, then the word's number plus one. */
  static long entry(long hash, long word) {
    return (hash & 0xFFFFFFFF00000000L) | (word + 1);
  }

  static boolean sameTag(long entry, long hash) {
    return (entry ^ hash) >>> 32 == 0;
  }

  static long wordIn(long entry) {
    return (entry & 0xFFFFFFFFL) - 1;
  }
}
