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
 * Words and their vectors in a file with Lucene's header and checksum. The words are in Lucene's
 * hash of terms on the heap, at about 30 bytes each. The vectors are memory mapped, so all JVMs of
 * a machine share their pages. Safe for concurrent use.
 *
 * <p>Opening reads the whole file once to verify its checksum: about a second for 2 GB in the page
 * cache.
 *
 * <pre>
 * header | vectors, 32-bit floats | words: length, UTF-8 | counts | checksum
 * </pre>
 */
final class WordStore {

  /** Upper limit for the length of vectors, to detect damaged files. */
  static final int MOST_DIMENSIONS = 1 << 16;

  /** Upper limit for the length of words, to detect damaged files. */
  static final int LONGEST_WORD_BYTES = 1 << 16;

  /** Lucene's hash of terms holds 2 GiB: this many words of 16 bytes each. */
  static final long MOST_WORDS = 1L << 27;

  static final String CODEC = "SparkBertopicWords";

  /** Part of the file's name; increased when the layout changes. */
  static final int VERSION = 2;

  /** Aligns the vectors. */
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
      // Longer words are never looked up. Of duplicate words, the first is used.
      int term = word.length > WordLookup.LONGEST_BYTES ? -1 : terms.add(word);
      if (term >= 0) {
        rowOfTerm[term] = row;
      }
    }
  }

  /**
   * @return null if the file is missing, incomplete or of another version
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

  /** The row of a word; -1 if the file does not contain it. */
  int find(byte[] utf8, int length) {
    int term = terms.find(new BytesRef(utf8, 0, length));
    return term < 0 ? -1 : rowOfTerm[term];
  }

  /** Copies the stored vector of a word, without n-grams. */
  void read(long row, float[] into) {
    vectors.read(row, into);
  }
}
