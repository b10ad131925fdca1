package org.sparkbertopic.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the {@code .npy} arrays of reference results from the class path: version 1.0, little
 * endian, C order (in {@link #doubles2d} Fortran order too), one or two dimensions, f4, f8, i4 and
 * i8.
 */
public final class Npy {

  private static final int PREFIX = 10;
  private static final Pattern TYPE = Pattern.compile("'descr':\\s*'<([fi][48])'");
  private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\((\\d+),\\s*(\\d*)\\)");

  private final String type;
  private final int rows;
  private final int columns;
  private final boolean byColumns;
  private final ByteBuffer data;

  private Npy(String type, int rows, int columns, boolean byColumns, ByteBuffer data) {
    this.type = type;
    this.rows = rows;
    this.columns = columns;
    this.byColumns = byColumns;
    this.data = data;
  }

  public static double[][] doubles2d(String resource) {
    Npy npy = readAny(resource);
    double[][] result = new double[npy.rows][npy.columns];
    if (npy.byColumns) {
      for (int column = 0; column < npy.columns; column++) {
        for (double[] row : result) {
          row[column] = npy.nextDouble();
        }
      }
      return result;
    }
    for (double[] row : result) {
      for (int i = 0; i < row.length; i++) {
        row[i] = npy.nextDouble();
      }
    }
    return result;
  }

  public static float[][] floats2d(String resource) {
    Npy npy = read(resource);
    float[][] result = new float[npy.rows][npy.columns];
    for (float[] row : result) {
      for (int i = 0; i < row.length; i++) {
        row[i] = (float) npy.nextDouble();
      }
    }
    return result;
  }

  public static int[][] ints2d(String resource) {
    Npy npy = read(resource);
    int[][] result = new int[npy.rows][npy.columns];
    for (int[] row : result) {
      for (int i = 0; i < row.length; i++) {
        row[i] = (int) npy.nextLong();
      }
    }
    return result;
  }

  public static double[] doubles1d(String resource) {
    Npy npy = read(resource);
    double[] result = new double[npy.rows * npy.columns];
    for (int i = 0; i < result.length; i++) {
      result[i] = npy.nextDouble();
    }
    return result;
  }

  public static int[] ints1d(String resource) {
    Npy npy = read(resource);
    int[] result = new int[npy.rows * npy.columns];
    for (int i = 0; i < result.length; i++) {
      result[i] = (int) npy.nextLong();
    }
    return result;
  }

  public static long[] longs1d(String resource) {
    Npy npy = read(resource);
    long[] result = new long[npy.rows * npy.columns];
    for (int i = 0; i < result.length; i++) {
      result[i] = npy.nextLong();
    }
    return result;
  }

  private double nextDouble() {
    return switch (type) {
      case "f4" -> data.getFloat();
      case "f8" -> data.getDouble();
      default -> nextLong();
    };
  }

  private long nextLong() {
    return switch (type) {
      case "i4" -> data.getInt();
      case "i8" -> data.getLong();
      default -> throw new IllegalStateException("not an array of integers: " + type);
    };
  }

  private static Npy read(String resource) {
    Npy npy = readAny(resource);
    if (npy.byColumns) {
      throw new IllegalArgumentException(resource + " is in Fortran order");
    }
    return npy;
  }

  private static Npy readAny(String resource) {
    String path = resource.startsWith("/") ? resource : "/" + resource;
    try (InputStream in = Npy.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalArgumentException("no such resource: " + path);
      }
      ByteBuffer bytes = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
      int headerLength = bytes.getShort(PREFIX - 2) & 0xFFFF;
      String header = new String(bytes.array(), PREFIX, headerLength, StandardCharsets.ISO_8859_1);
      Matcher type = TYPE.matcher(header);
      Matcher shape = SHAPE.matcher(header);
      if (bytes.get(6) != 1 || !type.find() || !shape.find()) {
        throw new IllegalArgumentException("cannot read " + path + ": " + header);
      }
      bytes.position(PREFIX + headerLength);
      int columns = shape.group(2).isEmpty() ? 1 : Integer.parseInt(shape.group(2));
      return new Npy(
          type.group(1),
          Integer.parseInt(shape.group(1)),
          columns,
          header.contains("'fortran_order': True"),
          bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
