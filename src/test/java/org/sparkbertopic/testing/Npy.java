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
 * Reads arrays that numpy saved (format 1.0, little-endian, C order, f4, f8, i4, i8) from the class
 * path: {@code Npy.doubles2d("/golden/umap/graph_union.npy")}.
 */
public final class Npy {

  private static final Pattern HEADER =
      Pattern.compile(
          "'descr': '<(f4|f8|i4|i8)', 'fortran_order': False, 'shape': \\((\\d+),(?: (\\d+))?\\)");

  private final String type;
  private final int rows;
  private final int columns;
  private final ByteBuffer values;

  private Npy(String type, int rows, int columns, ByteBuffer values) {
    this.type = type;
    this.rows = rows;
    this.columns = columns;
    this.values = values;
  }

  public static double[][] doubles2d(String resource) {
    Npy npy = read(resource);
    double[][] result = new double[npy.rows][npy.columns];
    for (double[] row : result) {
      for (int i = 0; i < row.length; i++) {
        row[i] = npy.next().doubleValue();
      }
    }
    return result;
  }

  public static double[] doubles1d(String resource) {
    Npy npy = read(resource);
    double[] result = new double[npy.rows * npy.columns];
    for (int i = 0; i < result.length; i++) {
      result[i] = npy.next().doubleValue();
    }
    return result;
  }

  public static float[][] floats2d(String resource) {
    Npy npy = read(resource);
    float[][] result = new float[npy.rows][npy.columns];
    for (float[] row : result) {
      for (int i = 0; i < row.length; i++) {
        row[i] = npy.next().floatValue();
      }
    }
    return result;
  }

  public static int[][] ints2d(String resource) {
    Npy npy = read(resource);
    int[][] result = new int[npy.rows][npy.columns];
    for (int[] row : result) {
      for (int i = 0; i < row.length; i++) {
        row[i] = npy.next().intValue();
      }
    }
    return result;
  }

  public static int[] ints1d(String resource) {
    Npy npy = read(resource);
    int[] result = new int[npy.rows * npy.columns];
    for (int i = 0; i < result.length; i++) {
      result[i] = npy.next().intValue();
    }
    return result;
  }

  public static long[] longs1d(String resource) {
    Npy npy = read(resource);
    long[] result = new long[npy.rows * npy.columns];
    for (int i = 0; i < result.length; i++) {
      result[i] = npy.next().longValue();
    }
    return result;
  }

  private Number next() {
    return switch (type) {
      case "f4" -> values.getFloat();
      case "f8" -> values.getDouble();
      case "i4" -> values.getInt();
      default -> values.getLong();
    };
  }

  private static Npy read(String resource) {
    try (InputStream in = Npy.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + resource);
      }
      ByteBuffer bytes = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
      int headerLength = bytes.getShort(8) & 0xFFFF;
      String header = new String(bytes.array(), 10, headerLength, StandardCharsets.ISO_8859_1);
      Matcher matcher = HEADER.matcher(header);
      if (bytes.get(6) != 1 || !matcher.find()) {
        throw new IllegalArgumentException(resource + " has an unknown header: " + header);
      }
      int rows = Integer.parseInt(matcher.group(2));
      int columns = matcher.group(3) == null ? 1 : Integer.parseInt(matcher.group(3));
      return new Npy(matcher.group(1), rows, columns, bytes.position(10 + headerLength));
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }
}
