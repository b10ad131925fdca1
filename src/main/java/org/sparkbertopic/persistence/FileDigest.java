package org.sparkbertopic.persistence;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The length and checksum of a file, to detect damage.
 *
 * @param kind SHA-256; CRC-32C for files of format versions 1 and 2
 * @param hex checksum, in lower case
 */
record FileDigest(long bytes, Kind kind, String hex) {

  /** A kind of checksum, and its key in a manifest. */
  enum Kind {
    CRC32C("crc32c", "CRC-32C", 8),
    SHA_256("sha256", "SHA-256", 64);

    private final String key;
    private final String title;
    private final int digits;

    Kind(String key, String title, int digits) {
      this.key = key;
      this.title = title;
      this.digits = digits;
    }

    String key() {
      return key;
    }

    boolean isHex(String text) {
      return text.length() == digits && text.chars().allMatch(c -> Character.digit(c, 16) >= 0);
    }

    private Sum begin() {
      return switch (this) {
        case CRC32C -> new CrcSum();
        case SHA_256 -> new ShaSum();
      };
    }
  }

  static FileDigest of(byte[] content) {
    ShaSum sum = new ShaSum();
    sum.update(content, 0, content.length);
    return new FileDigest(content.length, Kind.SHA_256, sum.hex());
  }

  /** The digest of content that is not stored. */
  static FileDigest of(ModelFiles.Writer content) throws IOException {
    Output out = new Output(OutputStream.nullOutputStream());
    content.write(out);
    return out.digest();
  }

  /** A short form for messages. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%d bytes with %s %.16s", bytes, kind.title, hex);
  }

  private interface Sum {
    void update(byte[] bytes, int offset, int length);

    String hex();
  }

  private static final class CrcSum implements Sum {

    private final CRC32C crc = new CRC32C();

    @Override
    public void update(byte[] bytes, int offset, int length) {
      crc.update(bytes, offset, length);
    }

    @Override
    public String hex() {
      return String.format(Locale.ROOT, "%08x", crc.getValue());
    }
  }

  private static final class ShaSum implements Sum {

    private final MessageDigest digest = DigestUtils.getSha256Digest();

    @Override
    public void update(byte[] bytes, int offset, int length) {
      digest.update(bytes, offset, length);
    }

    @Override
    public String hex() {
      return HexFormat.of().formatHex(digest.digest());
    }
  }

  /** Computes a digest of everything written through it. */
  static final class Output extends FilterOutputStream {

    private final Sum sum = Kind.SHA_256.begin();
    private long bytes;

    Output(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] b, int offset, int length) throws IOException {
      out.write(b, offset, length);
      sum.update(b, offset, length);
      bytes += length;
    }

    /** The digest. Call once, at the end. */
    FileDigest digest() {
      return new FileDigest(bytes, Kind.SHA_256, sum.hex());
    }
  }

  /**
   * Computes a digest of everything read through it, and reads no more than the expected length.
   */
  static final class Input extends FilterInputStream {

    private final Kind kind;
    private final Sum sum;
    private final long most;
    private long bytes;

    /**
     * @param most maximum number of bytes to read
     */
    Input(InputStream in, Kind kind, long most) {
      super(in);
      this.kind = kind;
      this.sum = kind.begin();
      this.most = most;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] b, int offset, int length) throws IOException {
      int wanted = (int) Math.min(length, most - bytes);
      if (wanted <= 0) {
        return length == 0 ? 0 : -1;
      }
      int read = in.read(b, offset, wanted);
      if (read > 0) {
        sum.update(b, offset, read);
        bytes += read;
      }
      return read;
    }

    @Override
    public long skip(long n) throws IOException {
      long skipped = 0;
      while (skipped < n && read() >= 0) {
        skipped++;
      }
      return skipped;
    }

    @Override
    public boolean markSupported() {
      return false;
    }

    /** The digest of the whole file; reads the rest first. Call once, at the end. */
    FileDigest digest() throws IOException {
      byte[] rest = new byte[1 << 16];
      while (read(rest, 0, rest.length) >= 0) {
        // only for the digest
      }
      return new FileDigest(bytes, kind, sum.hex());
    }
  }
}
