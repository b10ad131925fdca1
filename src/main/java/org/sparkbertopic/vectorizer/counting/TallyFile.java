package org.sparkbertopic.vectorizer.counting;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.sparkbertopic.io.FileFormatException;
import org.sparkbertopic.topics.TermTally;

/**
 * A tally in a file of any Hadoop file system. Blocks follow each other in parts of some megabytes;
 * the end of the file tells where each part is and its checksum. So executors read parts on their
 * own, and the driver reads one after another. The file must stay where it is while it is used.
 *
 * <pre>
 * magic, version
 * part: number of blocks, and for each: bucket, length, bytes
 * index: number of parts, and for each: offset, length, CRC-32C
 * offset of the index, magic
 * </pre>
 */
public final class TallyFile implements SparkTally {

  private static final int MAGIC = 0x42544C59;
  private static final int VERSION = 1;
  private static final int HEADER_BYTES = 2 * Integer.BYTES;
  private static final int TRAILER_BYTES = Long.BYTES + Integer.BYTES;
  private static final int PART_BYTES = 1 << 22;

  /** At most this many for a task, if the file is large: 64 MB. */
  private static final int PARTS_OF_TASK = 16;

  private final Path path;
  private final Configuration hadoop;
  private final List<Part> parts;

  /** Where some blocks are in the file. */
  private record Part(long offset, int length, int crc) implements java.io.Serializable {}

  private TallyFile(Path path, Configuration hadoop, List<Part> parts) {
    this.path = path;
    this.hadoop = hadoop;
    this.parts = parts;
  }

  /** Writes a tally. Equal tallies give equal bytes. */
  public static void write(TermTally tally, OutputStream out) throws IOException {
    new Writer(new DataOutputStream(out)).write(tally);
  }

  /**
   * Opens a file; reads only its index.
   *
   * @throws FileFormatException if it is no tally, or damaged
   */
  public static TallyFile open(FileSystem files, Path path) throws IOException {
    long length = files.getFileStatus(path).getLen();
    try (FSDataInputStream in = files.open(path)) {
      if (length < HEADER_BYTES + TRAILER_BYTES || in.readInt() != MAGIC) {
        throw damaged(path, "it is not a tally of terms");
      }
      int version = in.readInt();
      if (version != VERSION) {
        throw new FileFormatException(
            String.format(
                Locale.ROOT,
                "%s is of version %d, this release reads version %d; use a later release",
                path,
                version,
                VERSION));
      }
      in.seek(length - TRAILER_BYTES);
      long index = in.readLong();
      if (in.readInt() != MAGIC || index < HEADER_BYTES || index > length - TRAILER_BYTES) {
        throw damaged(path, "its end is missing");
      }
      in.seek(index);
      return new TallyFile(path, files.getConf(), parts(in, path, index));
    } catch (EOFException e) {
      throw damaged(path, "its index does not fit");
    }
  }

  private static List<Part> parts(FSDataInputStream in, Path path, long end) throws IOException {
    int count = in.readInt();
    List<Part> parts = new ArrayList<>();
    long at = HEADER_BYTES;
    for (int i = 0; i < count; i++) {
      Part part = new Part(in.readLong(), in.readInt(), in.readInt());
      if (part.offset() != at || part.length() <= 0) {
        throw damaged(path, "its index does not fit");
      }
      at += part.length();
      parts.add(part);
    }
    if (at != end) {
      throw damaged(path, "its index does not fit");
    }
    return parts;
  }

  @Override
  public JavaRDD<TallyBlock> blocks(JavaSparkContext spark) {
    if (parts.isEmpty()) {
      return spark.emptyRDD();
    }
    Broadcast<SerializableConfiguration> conf =
        spark.broadcast(new SerializableConfiguration(hadoop));
    String file = path.toString();
    int slices =
        Math.min(
            parts.size(), Math.max(2 * spark.defaultParallelism(), parts.size() / PARTS_OF_TASK));
    return spark
        .parallelize(parts, slices)
        .flatMap(
            part -> {
              Path there = new Path(file);
              try (FSDataInputStream in = there.getFileSystem(conf.value().value()).open(there)) {
                return read(in, there, part).iterator();
              }
            });
  }

  @Override
  public void forEach(Sink sink) throws IOException {
    try (FSDataInputStream in = path.getFileSystem(hadoop).open(path)) {
      for (Part part : parts) {
        for (TallyBlock block : read(in, path, part)) {
          sink.accept(block.bucket(), block.bytes());
        }
      }
    }
  }

  private static List<TallyBlock> read(FSDataInputStream in, Path path, Part part)
      throws IOException {
    byte[] bytes = new byte[part.length()];
    in.readFully(part.offset(), bytes);
    if (crc(bytes) != part.crc()) {
      throw damaged(path, "its checksum differs");
    }
    DataInputStream data = new DataInputStream(new ByteArrayInputStream(bytes));
    List<TallyBlock> blocks = new ArrayList<>();
    int count = data.readInt();
    for (int i = 0; i < count; i++) {
      int bucket = data.readInt();
      blocks.add(new TallyBlock(bucket, data.readNBytes(data.readInt())));
    }
    return blocks;
  }

  private static int crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  private static FileFormatException damaged(Path path, String how) {
    return new FileFormatException(
        String.format(
            Locale.ROOT, "%s is damaged: %s; copy the model again or save it again", path, how));
  }

  /** Collects blocks to parts. */
  private static final class Writer {

    private final DataOutputStream out;
    private final ByteArrayOutputStream part = new ByteArrayOutputStream();
    private final DataOutputStream blocks = new DataOutputStream(part);
    private final List<Part> parts = new ArrayList<>();
    private long at = HEADER_BYTES;
    private int count;

    Writer(DataOutputStream out) {
      this.out = out;
    }

    void write(TermTally tally) throws IOException {
      out.writeInt(MAGIC);
      out.writeInt(VERSION);
      tally.forEach(this::add);
      end();
      out.writeInt(parts.size());
      for (Part written : parts) {
        out.writeLong(written.offset());
        out.writeInt(written.length());
        out.writeInt(written.crc());
      }
      out.writeLong(at);
      out.writeInt(MAGIC);
      out.flush();
    }

    private void add(int bucket, byte[] block) throws IOException {
      blocks.writeInt(bucket);
      blocks.writeInt(block.length);
      blocks.write(block);
      count++;
      if (part.size() >= PART_BYTES) {
        end();
      }
    }

    private void end() throws IOException {
      if (count == 0) {
        return;
      }
      ByteArrayOutputStream whole = new ByteArrayOutputStream(part.size() + Integer.BYTES);
      new DataOutputStream(whole).writeInt(count);
      part.writeTo(whole);
      byte[] bytes = whole.toByteArray();
      out.write(bytes);
      parts.add(new Part(at, bytes.length, crc(bytes)));
      at += bytes.length;
      part.reset();
      count = 0;
    }
  }
}
