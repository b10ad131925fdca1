package org.sparkbertopic.bench;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Matrices in NumPy's files, through which the benchmarks and their Python peers exchange arrays:
 * version 1.0, little endian, C order, two dimensions, 4 or 8 byte floats, 4 or 8 byte integers.
 */
final class NpyFile {

  private static final int PREFIX = 10;
  private static final Pattern TYPE = Pattern.compile("'descr':\\s*'<([fi][48])'");
  private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\((\\d+),\\s*(\\d+)\\)");

  private NpyFile() {}

  /** Takes the values of one row after the other. */
  private interface RowReader {
    void read(int row, ByteBuffer values, String type);
  }

  /** Number of rows and columns. */
  record Shape(int rows, int columns) {}

  static Shape shape(Path file) throws IOException {
    try (DataInputStream in = open(file)) {
      return readHeader(in, file).shape;
    }
  }

  static float[][] readFloats(Path file) throws IOException {
    return readFloats(file, Integer.MAX_VALUE);
  }

  /** The first rows of a matrix, at most so many. */
  static float[][] readFloats(Path file, int most) throws IOException {
    float[][] rows = new float[Math.min(most, shape(file).rows)][];
    read(
        file,
        rows.length,
        (row, values, type) -> {
          rows[row] = new float[values.remaining() / (type.charAt(1) - '0')];
          for (int i = 0; i < rows[row].length; i++) {
            rows[row][i] = "f4".equals(type) ? values.getFloat() : (float) values.getDouble();
          }
        });
    return rows;
  }

  static int[][] readInts(Path file) throws IOException {
    int[][] rows = new int[shape(file).rows][];
    read(
        file,
        rows.length,
        (row, values, type) -> {
          rows[row] = new int[values.remaining() / (type.charAt(1) - '0')];
          for (int i = 0; i < rows[row].length; i++) {
            rows[row][i] = "i4".equals(type) ? values.getInt() : (int) values.getLong();
          }
        });
    return rows;
  }

  static void write(Path file, float[][] rows) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      writeHeader(out, "f4", rows.length, rows[0].length);
      byte[] bytes = new byte[rows[0].length * Float.BYTES];
      for (float[] row : rows) {
        littleEndian(bytes).asFloatBuffer().put(row);
        out.write(bytes);
      }
    }
  }

  static void write(Path file, double[][] rows) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      writeHeader(out, "f8", rows.length, rows[0].length);
      byte[] bytes = new byte[rows[0].length * Double.BYTES];
      for (double[] row : rows) {
        littleEndian(bytes).asDoubleBuffer().put(row);
        out.write(bytes);
      }
    }
  }

  private static void writeHeader(OutputStream out, String type, int rows, int columns)
      throws IOException {
    String header =
        String.format(
            Locale.ROOT,
            "{'descr': '<%s', 'fortran_order': False, 'shape': (%d, %d), }",
            type,
            rows,
            columns);
    int padding = 63 - (PREFIX + header.length()) % 64;
    header = header + " ".repeat(padding) + "\n";
    out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    out.write(header.length() & 0xFF);
    out.write(header.length() >>> 8);
    out.write(header.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void read(Path file, int rows, RowReader reader) throws IOException {
    try (DataInputStream in = open(file)) {
      Header header = readHeader(in, file);
      byte[] bytes = new byte[header.shape.columns * (header.type.charAt(1) - '0')];
      for (int row = 0; row < rows; row++) {
        in.readFully(bytes);
        reader.read(row, littleEndian(bytes), header.type);
      }
    }
  }

  private static DataInputStream open(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    return new DataInputStream(new BufferedInputStream(in, 1 << 16));
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private record Header(String type, Shape shape) {}

  private static Header readHeader(DataInputStream in, Path file) throws IOException {
    byte[] prefix = new byte[PREFIX];
    in.readFully(prefix);
    byte[] text = new byte[(prefix[8] & 0xFF) | (prefix[9] & 0xFF) << 8];
    in.readFully(text);
    String header = new String(text, StandardCharsets.ISO_8859_1);
    Matcher type = TYPE.matcher(header);
    Matcher shape = SHAPE.matcher(header);
    if (prefix[6] != 1
        || !type.find()
        || !shape.find()
        || !header.contains("'fortran_order': False")) {
      throw new IOException(
          file
              + " must be a matrix in an .npy file of version 1 in C order, got "
              + header.strip()
              + "; save it with numpy.save(path, numpy.ascontiguousarray(matrix))");
    }
    return new Header(
        type.group(1),
        new Shape(Integer.parseInt(shape.group(1)), Integer.parseInt(shape.group(2))));
  }
}
