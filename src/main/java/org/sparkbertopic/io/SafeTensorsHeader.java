package org.sparkbertopic.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The header of a safetensors file, which lists its tensors and their offsets; read without the
 * tensors.
 *
 * @param entries ascending by offset
 * @param metadata strings by name, may be empty
 * @param dataOffset offset in the file where the tensors' bytes start
 */
public record SafeTensorsHeader(
    List<Entry> entries, Map<String, String> metadata, long dataOffset) {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final String METADATA = "__metadata__";
  private static final int ALIGNMENT = 8;

  /** Limit of the format's own reference implementation. */
  private static final long MAX_BYTES = 100_000_000;

  /** A tensor's type, shape and bytes {@code [begin, end)} after {@link #dataOffset}. */
  public record Entry(String name, DType dtype, long[] shape, long begin, long end) {

    /** Number of elements. */
    public long size() {
      return (end - begin) / dtype.bytes();
    }

    @Override
    public String toString() {
      return dtype + Arrays.toString(shape);
    }
  }

  /** The tensor of that name. */
  public Optional<Entry> entry(String name) {
    return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
  }

  /**
   * Reads the header at the start of a file, and leaves {@code in} where the tensors' bytes start.
   *
   * @param length size of the whole file in bytes, to detect a truncated file before memory is
   *     allocated
   * @param file its name, for messages
   * @throws FileFormatException if it is not such a file, is truncated or damaged, or a tensor has
   *     an unknown type
   */
  public static SafeTensorsHeader read(InputStream in, long length, String file)
      throws IOException {
    if (length < Long.BYTES) {
      throw damaged(file, String.format(Locale.ROOT, "it has %d bytes, too few", length));
    }
    long bytes =
        ByteBuffer.wrap(readFully(in, Long.BYTES, file)).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (bytes < 2 || bytes > Math.min(MAX_BYTES, length - Long.BYTES)) {
      throw damaged(
          file,
          String.format(
              Locale.ROOT,
              "a header of %s bytes in a file of %d is impossible, or it is not a safetensors file",
              Long.toUnsignedString(bytes),
              length));
    }
    return parse(readFully(in, (int) bytes, file), length, file);
  }

  private static byte[] readFully(InputStream in, int count, String file) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw cutShort(file, count - bytes.length);
    }
    return bytes;
  }

  /** Entries ascending by offset; padded with blanks so that the data starts at a multiple of 8. */
  static byte[] toBytes(List<Entry> entries, Map<String, String> metadata) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    if (!metadata.isEmpty()) {
      ObjectNode node = root.putObject(METADATA);
      metadata.forEach(node::put);
    }
    for (Entry entry : entries) {
      ObjectNode node = root.putObject(entry.name());
      node.put("dtype", entry.dtype().name());
      ArrayNode shape = node.putArray("shape");
      Arrays.stream(entry.shape()).forEach(shape::add);
      node.putArray("data_offsets").add(entry.begin()).add(entry.end());
    }
    byte[] json = root.toString().getBytes(StandardCharsets.UTF_8);
    int padded = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    byte[] header = Arrays.copyOf(json, padded);
    Arrays.fill(header, json.length, padded, (byte) ' ');
    return header;
  }

  private static SafeTensorsHeader parse(byte[] bytes, long length, String file)
      throws FileFormatException {
    JsonNode root;
    try {
      root = MAPPER.readTree(new String(bytes, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw damaged(file, "its header is not JSON (" + e.getOriginalMessage() + ")");
    }
    if (!root.isObject()) {
      throw damaged(file, "its header is not a JSON object");
    }
    List<Entry> entries = new ArrayList<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      if (field.getKey().equals(METADATA)) {
        field.getValue().properties().forEach(e -> metadata.put(e.getKey(), e.getValue().asText()));
      } else {
        entries.add(entry(field.getKey(), field.getValue(), file));
      }
    }
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long dataOffset = Long.BYTES + (long) bytes.length;
    checkOffsets(entries, length - dataOffset, file);
    return new SafeTensorsHeader(List.copyOf(entries), Map.copyOf(metadata), dataOffset);
  }

  private static Entry entry(String name, JsonNode node, String file) throws FileFormatException {
    DType dtype = dtype(name, node.path("dtype"), file);
    long[] shape = lengths(name, node.path("shape"), "shape", file);
    long[] offsets = lengths(name, node.path("data_offsets"), "data_offsets", file);
    if (offsets.length != 2 || offsets[0] > offsets[1]) {
      throw damaged(
          file,
          String.format(
              Locale.ROOT,
              "data_offsets of tensor '%s' must be a begin and an end, got %s",
              name,
              Arrays.toString(offsets)));
    }
    long bytes = dtype.bytes();
    try {
      for (long length : shape) {
        bytes = Math.multiplyExact(bytes, length);
      }
    } catch (ArithmeticException e) {
      bytes = -1;
    }
    if (bytes != offsets[1] - offsets[0]) {
      throw damaged(
          file,
          String.format(
              Locale.ROOT,
              "tensor '%s' of %s%s does not take the %d bytes that data_offsets give it",
              name,
              dtype,
              Arrays.toString(shape),
              offsets[1] - offsets[0]));
    }
    return new Entry(name, dtype, shape, offsets[0], offsets[1]);
  }

  private static DType dtype(String name, JsonNode node, String file) throws FileFormatException {
    for (DType known : DType.values()) {
      if (known.name().equals(node.asText())) {
        return known;
      }
    }
    throw unknownType(name, node, EnumSet.allOf(DType.class), file);
  }

  static FileFormatException unknownType(String name, Object type, Set<DType> known, String file) {
    return new FileFormatException(
        String.format(
            Locale.ROOT,
            "%s: tensor '%s' is of type %s, known are %s; convert it to one of them and save again",
            file,
            name,
            type,
            known));
  }

  private static long[] lengths(String name, JsonNode node, String what, String file)
      throws FileFormatException {
    boolean whole = node.isArray();
    long[] lengths = new long[node.size()];
    for (int i = 0; whole && i < lengths.length; i++) {
      whole = node.get(i).canConvertToExactIntegral() && node.get(i).canConvertToLong();
      lengths[i] = node.get(i).asLong();
      whole &= lengths[i] >= 0;
    }
    if (!whole) {
      throw damaged(
          file,
          String.format(
              Locale.ROOT,
              "%s of tensor '%s' must be a list of whole numbers from 0, got %s",
              what,
              name,
              node));
    }
    return lengths;
  }

  private static void checkOffsets(List<Entry> entries, long dataBytes, String file)
      throws FileFormatException {
    long end = 0;
    String before = "the header";
    for (Entry entry : entries) {
      if (entry.begin() != end) {
        throw damaged(
            file,
            String.format(
                Locale.ROOT,
                "tensor '%s' starts at byte %d, but %s ends at %d",
                entry.name(),
                entry.begin(),
                before,
                end));
      }
      end = entry.end();
      before = "tensor '" + entry.name() + "'";
    }
    if (end != dataBytes) {
      throw damaged(
          file,
          String.format(
              Locale.ROOT, "its header announces %d bytes of data, there are %d", end, dataBytes));
    }
  }

  static FileFormatException damaged(String file, String what) {
    return new FileFormatException(
        file + " is damaged: " + what + "; copy the file again or save the model again");
  }

  static FileFormatException cutShort(String file, long missing) {
    return new FileFormatException(
        file + " is cut short; copy the file again or save the model again",
        new EOFException(missing + " bytes are missing"));
  }
}
