package org.sparkbertopic.embedding.words;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The first block of a {@link WordStore}'s file, which says where everything lies in it:
 *
 * <pre>
 * header | vectors, 32-bit floats | where each word begins, 8 bytes | words, UTF-8 | table, 8 bytes
 * </pre>
 *
 * @param dimension length of the vectors
 * @param rows vectors: of the words, then of the n-grams
 * @param words words, each with the vector of its number
 * @param wordBytes bytes of all words together
 * @param slots places of the hash table, a power of two
 * @param subWords how the n-grams' vectors are found
 * @param payloadChecksum CRC-32C of everything behind the header
 */
record StoreHeader(
    int dimension,
    long rows,
    long words,
    long wordBytes,
    long slots,
    SubWords subWords,
    int payloadChecksum) {

  /** Raised when the layout changes: the file's name carries it. */
  static final int VERSION = 1;

  /** A page, so that vectors and table are aligned. */
  static final int BYTES = 4096;

  private static final byte[] MAGIC = "SBTWORDS".getBytes(StandardCharsets.US_ASCII);

  long vectorsOffset() {
    return BYTES;
  }

  long startsOffset() {
    return align(BYTES + rows * dimension * Float.BYTES);
  }

  long wordsOffset() {
    return startsOffset() + (words + 1) * Long.BYTES;
  }

  long tableOffset() {
    return align(wordsOffset() + wordBytes);
  }

  long fileLength() {
    return tableOffset() + slots * Long.BYTES;
  }

  static long align(long position) {
    return (position + Long.BYTES - 1) & -Long.BYTES;
  }

  byte[] toBytes() {
    ByteBuffer block = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    block.put(MAGIC).putInt(VERSION).putInt(dimension).putLong(rows).putLong(words);
    block.putLong(wordBytes).putLong(slots);
    block.putInt(subWords.shortest()).putInt(subWords.longest()).putInt(subWords.buckets());
    block.putInt(payloadChecksum);
    block.putInt(checksum(block.array(), block.position()));
    return block.array();
  }

  /**
   * @return null if it is no such header, or a damaged one
   */
  static StoreHeader fromBytes(byte[] bytes) {
    ByteBuffer block = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = new byte[MAGIC.length];
    block.get(magic);
    if (!Arrays.equals(magic, MAGIC) || block.getInt() != VERSION) {
      return null;
    }
    int dimension = block.getInt();
    long rows = block.getLong();
    long words = block.getLong();
    long wordBytes = block.getLong();
    long slots = block.getLong();
    int shortest = block.getInt();
    int longest = block.getInt();
    int buckets = block.getInt();
    int payload = block.getInt();
    if (block.getInt() != checksum(bytes, block.position() - Integer.BYTES)) {
      return null;
    }
    SubWords subWords = new SubWords(shortest, longest, buckets);
    return new StoreHeader(dimension, rows, words, wordBytes, slots, subWords, payload);
  }

  private static int checksum(byte[] bytes, int count) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, count);
    return (int) crc.getValue();
  }
}
