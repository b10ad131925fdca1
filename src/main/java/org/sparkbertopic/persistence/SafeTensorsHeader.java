package org.sparkbertopic.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The JSON at the start of a safetensors file: where each tensor lies. */
record SafeTensorsHeader(List<Entry> entries, Map<String, String> metadata) {

  private static final String METADATA = "__metadata__";
  private static final int ALIGNMENT = 8;

  /** A tensor's type, shape and bytes {@code [begin, end)} after the header. */
  record Entry(String name, DType dtype, long[] shape, long begin, long end) {}

  /** Entries ascending by offset; padded with blanks so that the data starts at a multiple of 8. */
  byte[] toBytes() {
    ObjectNode root = Json.MAPPER.createObjectNode();
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

  /**
   * @param dataBytes bytes that follow the header
   * @throws ModelDirectoryException if the header is damaged or does not describe these bytes
   */
  static SafeTensorsHeader parse(byte[] bytes, long dataBytes, String file)
      throws ModelDirectoryException {
    JsonNode root;
    try {
      root = Json.MAPPER.readTree(new String(bytes, StandardCharsets.UTF_8));
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
    checkOffsets(entries, dataBytes, file);
    return new SafeTensorsHeader(List.copyOf(entries), Map.copyOf(metadata));
  }

  private static Entry entry(String name, JsonNode node, String file)
      throws ModelDirectoryException {
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
    if (bytes / dtype.bytes() > Integer.MAX_VALUE - 8) {
      throw new ModelDirectoryException(
          String.format(
              Locale.ROOT,
              "%s: tensor '%s' has %d elements, more than fit an array of the JVM; split it",
              file,
              name,
              bytes / dtype.bytes()));
    }
    return new Entry(name, dtype, shape, offsets[0], offsets[1]);
  }

  private static DType dtype(String name, JsonNode node, String file)
      throws ModelDirectoryException {
    for (DType known : DType.values()) {
      if (known.name().equals(node.asText())) {
        return known;
      }
    }
    throw new ModelDirectoryException(
        String.format(
            Locale.ROOT,
            "%s: tensor '%s' is of type %s, known are %s; convert it to one of them and save again",
            file,
            name,
            node,
            Arrays.toString(DType.values())));
  }

  private static long[] lengths(String name, JsonNode node, String what, String file)
      throws ModelDirectoryException {
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
      throws ModelDirectoryException {
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

  static ModelDirectoryException damaged(String file, String what) {
    return new ModelDirectoryException(
        file + " is damaged: " + what + "; copy the file again or save the model again");
  }
}
