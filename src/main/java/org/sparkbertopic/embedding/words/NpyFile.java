package org.sparkbertopic.embedding.words;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sparkbertopic.io.DType;

/**
 * Maps a matrix in NumPy's format ({@code .npy}, versions 1 to 3) with C order and little-endian
 * floats.
 */
public final class NpyFile {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LONGEST_HEADER = 1 << 16;
  private static final Pattern TYPE = Pattern.compile("'descr':\\s*'[<|]([a-z]\\d)'");
  private static final Pattern SHAPE =
      Pattern.compile("'shape':\\s*\\((\\d{1,12}),\\s*(\\d{1,12})\\s*,?\\)");

  private static final String WHAT = "a NumPy matrix of floats";

  private NpyFile() {}

  /**
   * @throws IllegalArgumentException if the file has another format, or is truncated
   */
  public static VectorTable map(Path file) throws IOException {
    int offset;
    String header;
    try (InputStream in = Files.newInputStream(file)) {
      byte[] prefix = in.readNBytes(MAGIC.length + 2);
      if (prefix.length < MAGIC.length + 2
          || !Arrays.equals(prefix, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
        throw unusable(file, "it is something else");
      }
      byte[] lengthBytes = in.readNBytes(prefix[MAGIC.length] == 1 ? 2 : 4);
      int length = 0;
      for (int i = lengthBytes.length - 1; i >= 0; i--) {
        length = (length << Byte.SIZE) | (lengthBytes[i] & 0xFF);
      }
      if (length < 0 || length > LONGEST_HEADER) {
        throw unusable(file, "its header is damaged");
      }
      header = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
      offset = prefix.length + lengthBytes.length + length;
    }
    Matcher type = TYPE.matcher(header);
    Matcher shape = SHAPE.matcher(header);
    if (!type.find() || !shape.find() || !header.contains("'fortran_order': False")) {
      throw unusable(file, "its header is " + header.strip());
    }
    DType element =
        switch (type.group(1)) {
          case "f2" -> DType.F16;
          case "f4" -> DType.F32;
          case "f8" -> DType.F64;
          default -> throw unusable(file, "its numbers are of the type " + type.group(1));
        };
    return map(
        file, offset, Long.parseLong(shape.group(1)), Long.parseLong(shape.group(2)), element);
  }

  private static VectorTable map(Path file, long offset, long rows, long columns, DType element)
      throws IOException {
    if (rows < 1 || columns < 1) {
      throw unusable(file, "it is of " + rows + " x " + columns);
    }
    long bytes = Files.size(file) - offset;
    if (columns > WordStore.MOST_DIMENSIONS || bytes != rows * columns * element.bytes()) {
      throw unusable(
          file,
          "it has "
              + bytes
              + " bytes for "
              + rows
              + " x "
              + columns
              + " numbers of "
              + element.bytes());
    }
    VectorTable table = VectorTable.map(file, offset, rows, (int) columns, element);
    long row = table.firstNotFinite();
    if (row >= 0) {
      throw unusable(file, "its row " + row + " has a number that is not finite");
    }
    return table;
  }

  private static IllegalArgumentException unusable(Path file, String problem) {
    return VectorFiles.unusable(file, WHAT, problem, VectorFiles.COPY_AGAIN);
  }
}
