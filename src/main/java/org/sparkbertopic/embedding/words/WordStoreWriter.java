package org.sparkbertopic.embedding.words;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * Writes the file of a {@link WordStore} from words and vectors that come one after the other, in
 * any interleaving. Memory: a few buffers of a MiB, whatever the file's size. The vectors go
 * straight into the file, the words into two files beside it that are appended at the end, and the
 * hash table is filled in the mapped file.
 */
final class WordStoreWriter implements AutoCloseable {

  private static final int BUFFER_BYTES = 1 << 20;

  /** A table twice as large as its words finds one in about one and a half steps. */
  private static final int SLOTS_PER_WORD = 2;

  private static final long TABLE_SEGMENT_SLOTS = 1L << 26;

  private final Path file;
  private final Path startsFile;
  private final Path wordsFile;
  private final Output vectors;
  private final Output starts;
  private final Output wordBytes;
  private final int dimension;
  private long rows;
  private long words;

  WordStoreWriter(Path file, int dimension) throws IOException {
    this.file = file;
    this.dimension = dimension;
    this.startsFile = file.resolveSibling(file.getFileName() + ".starts");
    this.wordsFile = file.resolveSibling(file.getFileName() + ".words");
    this.vectors = new Output(file);
    this.starts = new Output(startsFile);
    this.wordBytes = new Output(wordsFile);
    vectors.put(new byte[StoreHeader.BYTES], StoreHeader.BYTES);
  }

  int dimension() {
    return dimension;
  }

  long words() {
    return words;
  }

  /** The next word: its number is the count of those before. The first of equal words is kept. */
  void addWord(byte[] utf8, int from, int to) throws IOException {
    starts.putLong(wordBytes.written());
    wordBytes.put(utf8, from, to - from);
    words++;
  }

  /** The next row of the table of vectors: the words' in their order, then the n-grams'. */
  void addVector(float[] vector) throws IOException {
    vectors.put(vector, dimension);
    rows++;
  }

  /** Completes the file. */
  void finish(SubWords subWords) throws IOException {
    starts.putLong(wordBytes.written());
    pad(vectors);
    vectors.append(starts, startsFile);
    vectors.append(wordBytes, wordsFile);
    pad(vectors);
    vectors.flush();
    long slots = Math.max(2, Long.highestOneBit(Math.max(1, words * SLOTS_PER_WORD - 1)) << 1);
    StoreHeader header =
        new StoreHeader(dimension, rows, words, wordBytes.written(), slots, subWords, 0);
    fillTable(header);
    StoreHeader whole =
        new StoreHeader(
            dimension, rows, words, wordBytes.written(), slots, subWords, checksum(file));
    vectors.channel.write(ByteBuffer.wrap(whole.toBytes()), 0);
    vectors.channel.force(true);
  }

  private static void pad(Output out) throws IOException {
    int padding = (int) (StoreHeader.align(out.written()) - out.written());
    out.put(new byte[Long.BYTES], padding);
  }

  private void fillTable(StoreHeader header) throws IOException {
    LongBuffer[] table = mapTable(header);
    MappedFile startOf =
        MappedFile.map(file, header.startsOffset(), (header.words() + 1) * Long.BYTES);
    MappedFile bytesOf = MappedFile.map(file, header.wordsOffset(), header.wordBytes());
    byte[] word = new byte[WordStore.LONGEST_WORD_BYTES];
    for (long w = 0; w < header.words(); w++) {
      long from = startOf.getLong(w * Long.BYTES);
      int length = (int) (startOf.getLong((w + 1) * Long.BYTES) - from);
      bytesOf.read(from, word, length);
      long hash = WordStore.hash(word, length);
      long slot = hash & (header.slots() - 1);
      long entry = WordStore.entry(hash, w);
      while (true) {
        LongBuffer segment = table[(int) (slot / TABLE_SEGMENT_SLOTS)];
        int within = (int) (slot % TABLE_SEGMENT_SLOTS);
        long taken = segment.get(within);
        if (taken == 0) {
          segment.put(within, entry);
          break;
        }
        if (WordStore.sameTag(taken, entry)
            && isWord(startOf, bytesOf, WordStore.wordIn(taken), word, length)) {
          break;
        }
        slot = (slot + 1) & (header.slots() - 1);
      }
    }
  }

  static boolean isWord(MappedFile startOf, MappedFile bytesOf, long w, byte[] word, int length) {
    long from = startOf.getLong(w * Long.BYTES);
    return startOf.getLong((w + 1) * Long.BYTES) - from == length
        && bytesOf.matches(from, word, length);
  }

  private LongBuffer[] mapTable(StoreHeader header) throws IOException {
    long segments = (header.slots() + TABLE_SEGMENT_SLOTS - 1) / TABLE_SEGMENT_SLOTS;
    LongBuffer[] table = new LongBuffer[Math.toIntExact(segments)];
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      for (int i = 0; i < table.length; i++) {
        long first = i * TABLE_SEGMENT_SLOTS;
        long slots = Math.min(TABLE_SEGMENT_SLOTS, header.slots() - first);
        // Mapping beyond the file's end makes it longer, with zeros.
        table[i] =
            channel
                .map(
                    MapMode.READ_WRITE,
                    header.tableOffset() + first * Long.BYTES,
                    slots * Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asLongBuffer();
      }
    }
    return table;
  }

  /** Of everything behind the header. */
  static int checksum(Path file) throws IOException {
    CRC32C crc = new CRC32C();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.position(StoreHeader.BYTES);
      while (channel.read(buffer) >= 0) {
        crc.update(buffer.flip());
        buffer.clear();
      }
    }
    return (int) crc.getValue();
  }

  @Override
  public void close() throws IOException {
    vectors.close();
    starts.close();
    wordBytes.close();
    Files.deleteIfExists(startsFile);
    Files.deleteIfExists(wordsFile);
  }

  /** A file written from its beginning to its end. */
  private static final class Output implements AutoCloseable {

    private final FileChannel channel;
    private final ByteBuffer buffer =
        ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long flushed;

    Output(Path file) throws IOException {
      this.channel =
          FileChannel.open(
              file,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
    }

    long written() {
      return flushed + buffer.position();
    }

    void put(byte[] bytes, int count) throws IOException {
      put(bytes, 0, count);
    }

    void put(byte[] bytes, int from, int count) throws IOException {
      makeRoom(count);
      buffer.put(bytes, from, count);
    }

    void putLong(long value) throws IOException {
      makeRoom(Long.BYTES);
      buffer.putLong(value);
    }

    void put(float[] values, int count) throws IOException {
      makeRoom(count * Float.BYTES);
      buffer.asFloatBuffer().put(values, 0, count);
      buffer.position(buffer.position() + count * Float.BYTES);
    }

    private void makeRoom(int bytes) throws IOException {
      if (buffer.remaining() < bytes) {
        flush();
      }
    }

    void flush() throws IOException {
      buffer.flip();
      while (buffer.hasRemaining()) {
        flushed += channel.write(buffer);
      }
      buffer.clear();
    }

    void append(Output other, Path otherFile) throws IOException {
      other.flush();
      flush();
      try (FileChannel from = FileChannel.open(otherFile, StandardOpenOption.READ)) {
        long size = from.size();
        for (long done = 0; done < size; ) {
          done += from.transferTo(done, size - done, channel);
        }
        flushed += size;
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
