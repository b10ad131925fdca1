package org.sparkbertopic.embedding.words;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.store.ByteBuffersDataOutput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.OutputStreamIndexOutput;

/**
 * Writes the file of a {@link WordStore} from words and vectors, which may be interleaved in any
 * way. Vectors go directly to the file. Words are held on the heap, at about ten bytes each, and
 * appended at the end.
 */
final class WordStoreWriter implements AutoCloseable {

  private static final int BUFFER_BYTES = 1 << 20;

  private final IndexOutput out;
  private final ByteBuffersDataOutput wordBytes = new ByteBuffersDataOutput();
  private final ByteBuffer row;
  private long rows;
  private long words;

  WordStoreWriter(Path file, int dimension) throws IOException {
    String name = file.getFileName().toString();
    this.row = ByteBuffer.allocate(dimension * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    this.out = new OutputStreamIndexOutput(name, name, Files.newOutputStream(file), BUFFER_BYTES);
    CodecUtil.writeHeader(out, WordStore.CODEC, WordStore.VERSION);
    out.alignFilePointer(WordStore.VECTORS_OFFSET);
  }

  long words() {
    return words;
  }

  /**
   * Adds a word; its number is the count of words before it. Of duplicate words, the first is kept.
   */
  void addWord(byte[] utf8, int from, int to) throws IOException {
    wordBytes.writeVInt(to - from);
    wordBytes.writeBytes(utf8, from, to - from);
    words++;
  }

  /**
   * Adds a row of the table of vectors: first those of the words in order, then those of the
   * n-grams.
   */
  void addVector(float[] vector) throws IOException {
    row.asFloatBuffer().put(vector, 0, row.capacity() / Float.BYTES);
    out.writeBytes(row.array(), row.capacity());
    rows++;
  }

  /** Completes the file. */
  void finish(SubWords subWords) throws IOException {
    long wordsOffset = out.getFilePointer();
    wordBytes.copyTo(out);
    out.writeLong(wordsOffset);
    out.writeLong(rows);
    out.writeLong(words);
    out.writeInt(row.capacity() / Float.BYTES);
    out.writeInt(subWords.shortest());
    out.writeInt(subWords.longest());
    out.writeInt(subWords.buckets());
    CodecUtil.writeFooter(out);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
