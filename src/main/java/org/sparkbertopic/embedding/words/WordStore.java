package org.sparkbertopic.embedding.words;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.BytesRefHash;
import org.sparkbertopic.io.DType;

/**
 * Words and their vectors in a file, between the header and the checksum of Lucene's files. The
 * words are in Lucene's hash of terms in the heap, about 30 bytes each. The vectors are memory
 * mapped, so all JVMs of a machine share their pages. Safe for concurrent use.
 *
 * <p>Opening reads the whole file once, to compare its checksum: about a second for 2 GB that are
 * in the page cache.
 *
 * <pre>
 * header | vectors, 32-bit floats | words: length, UTF-8 | counts | checksum
 * </pre>
 */
final class WordStore {

  /** The longest vectors that are taken for real. */
  static final int MOST_DIMENSIONS = 1 << 16;

  /** The longest words that are taken for real. */
  static final int LONGEST_WORD_BYTES = 1 << 16;

  /** Lucene's hash of terms holds 2 GiB; such a file has many words of 16 bytes. */
  static final long MOST_WORDS = 1L << 27;

  static final String CODEC = "SparkBertopicWords";

  /** Raised when the layout changes: the file's name carries it. */
  static final int VERSION = 2;

  /** Vectors are aligned. */
  static final int VECTORS_OFFSET = 64;

  /** Three longs and four integers; see {@link WordStoreWriter#finish}. */
  static final int COUNTS_BYTES = 3 * Long.BYTES + 4 * Integer.BYTES;

  private final BytesRefHash terms;
  private final int[] rowOfTerm;
  private final long words;
  private final SubWords subWords;
  private final VectorTable vectors;

  private WordStore(Path file, IndexInput in) throws IOException {
    in.seek(in.length() - CodecUtil.footerLength() - COUNTS_BYTES);
    long wordsOffset = in.readLong();
    long rows = in.readLong();
    this.words = in.readLong();
    int dimension = in.readInt();
    this.subWords = new SubWords(in.readInt(), in.readInt(), in.readInt());
    this.vectors = VectorTable.map(file, VECTORS_OFFSET, rows, dimension, DType.F32);
    this.terms = new BytesRefHash();
    this.rowOfTerm = new int[Math.toIntExact(words)];
    in.seek(wordsOffset);
    BytesRef word = new BytesRef(new byte[LONGEST_WORD_BYTES]);
    for (int row = 0; row < rowOfTerm.length; row++) {
      word.length = in.readVInt();
      in.readBytes(word.bytes, 0, word.length);
      // Longer ones are never looked up. Of equal words the first counts.
      int term = word.length > WordLookup.LONGEST_BYTES ? -1 : terms.add(word);
      if (term >= 0) {
        rowOfTerm[term] = row;
      }
    }
  }

  /**
   * @return null if the file is missing, not whole, or of another version
   */
  static WordStore openIfWhole(Path file) throws IOException {
    Path path = file.toAbsolutePath();
    try (Directory folder = new MMapDirectory(path.getParent());
        IndexInput in = folder.openInput(path.getFileName().toString(), IOContext.READONCE)) {
      CodecUtil.checksumEntireFile(in);
      CodecUtil.checkHeader(in, CODEC, VERSION, VERSION);
      return new WordStore(path, in);
    } catch (NoSuchFileException
        | EOFException
        | CorruptIndexException
        | IndexFormatTooOldException
        | IndexFormatTooNewException e) {
      return null;
    }
  }

  int dimension() {
    return vectors.dimension();
  }

  long words() {
    return words;
  }

  SubWords subWords() {
    return subWords;
  }

  /** The row of a word; -1 if it is not in the file. */
  int find(byte[] utf8, int length) {
    int term = terms.find(new BytesRef(utf8, 0, length));
    return term < 0 ? -1 : rowOfTerm[term];
  }

  /** Copies the vector of a word as it lies in the file; n-grams are not added. */
  void read(long row, float[] into) {
    vectors.read(row, into);
  }
}
