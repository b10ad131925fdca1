package org.sparkbertopic.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkbertopic.testing.Golden;
import org.sparkbertopic.testing.Npy;

class SafeTensorsTest {

  private static final String EMBEDDINGS = "model/python_bertopic/topic_embeddings.safetensors";

  @Test
  void every_type_comes_back_with_the_bits_it_had_across_buffer_boundaries() throws IOException {
    int size = 20_001;
    float[] floats = new float[size];
    double[] doubles = new double[size];
    int[] ints = new int[size];
    long[] longs = new long[size];
    for (int i = 0; i < size; i++) {
      floats[i] = Float.intBitsToFloat(i * 0x9E3779B9);
      doubles[i] = Math.sqrt(i) * (i % 2 == 0 ? 1 : -1);
      ints[i] = i * 0x9E3779B9;
      longs[i] = i * 0x9E3779B97F4A7C15L;
    }
    SafeTensors written =
        new SafeTensors(
            Map.of(
                "floats", Tensor.of(floats),
                "doubles", Tensor.of(doubles),
                "ints", Tensor.of(ints),
                "longs", Tensor.of(longs),
                "rows", Tensor.of(new float[][] {{1, 2, 3}, {4, 5, 6}}),
                "none", Tensor.of(new float[0][])),
            Map.of("größe", "1 \"Meter\""));
    SafeTensors read = read(bytes(written));
    assertEquals(written.metadata(), read.metadata());
    assertEquals(written.tensors().keySet(), read.tensors().keySet());
    assertArrayEquals(floats, (float[]) read.tensors().get("floats").elements());
    assertArrayEquals(doubles, read.tensors().get("doubles").toDoubles());
    assertArrayEquals(ints, read.tensors().get("ints").toInts());
    assertArrayEquals(longs, (long[]) read.tensors().get("longs").elements());
    assertArrayEquals(
        new float[][] {{1, 2, 3}, {4, 5, 6}}, read.tensors().get("rows").toFloatRows());
    assertArrayEquals(new long[] {0, 0}, read.tensors().get("none").shape());
  }

  @Test
  void what_python_wrote_is_read_bit_for_bit() throws IOException {
    byte[] file = Golden.bytes(EMBEDDINGS);
    Tensor tensor = read(file).tensors().get("topic_embeddings");
    assertEquals(DType.F32, tensor.dtype());
    assertArrayEquals(Npy.floats2d("golden/topics/topic_embeddings.npy"), tensor.toFloatRows());
  }

  @Test
  void what_python_wrote_is_written_byte_for_byte() throws IOException {
    byte[] file = Golden.bytes(EMBEDDINGS);
    byte[] ours = bytes(read(file));
    int pythonHeader = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt();
    int ourHeader = ByteBuffer.wrap(ours).order(ByteOrder.LITTLE_ENDIAN).getInt();
    ObjectMapper json = new ObjectMapper();
    assertEquals(json.readTree(file, 8, pythonHeader), json.readTree(ours, 8, ourHeader));
    assertArrayEquals(
        Arrays.copyOfRange(file, 8 + pythonHeader, file.length),
        Arrays.copyOfRange(ours, 8 + ourHeader, ours.length));
  }

  @Test
  void every_tensor_starts_at_a_multiple_of_its_elements() throws IOException {
    byte[] file =
        bytes(
            SafeTensors.of(
                Map.of(
                    "a", Tensor.of(new int[3]),
                    "b", Tensor.of(new long[2]),
                    "c", Tensor.of(new float[1]),
                    "d", Tensor.of(new double[1]))));
    int header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt();
    assertEquals(0, header % 8);
    SafeTensorsHeader parsed =
        SafeTensorsHeader.read(new ByteArrayInputStream(file), file.length, "f");
    assertEquals(8 + header, parsed.dataOffset());
    for (SafeTensorsHeader.Entry entry : parsed.entries()) {
      assertEquals(0, entry.begin() % entry.dtype().bytes(), entry.name());
    }
  }

  @Test
  void half_precision_is_read_as_floats_with_the_same_numbers() throws IOException {
    String json =
        "{\"b\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[10,14]},"
            + "\"h\":{\"dtype\":\"F16\",\"shape\":[5],\"data_offsets\":[0,10]}}";
    ByteBuffer file =
        ByteBuffer.allocate(8 + json.length() + 14)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length())
            .put(json.getBytes(StandardCharsets.UTF_8));
    for (int half : new int[] {0x3C00, 0xC000, 0x0001, 0x7BFF, 0xFC00, 0x3F80, 0xC048}) {
      file.putShort((short) half);
    }
    SafeTensors read = read(file.array());
    assertEquals("F32[5]", read.tensors().get("h").toString());
    assertArrayEquals(
        new double[] {1, -2, 0x1p-24, 65504, Double.NEGATIVE_INFINITY},
        read.tensors().get("h").toDoubles());
    assertArrayEquals(new double[] {1, -3.125}, read.tensors().get("b").toDoubles());
  }

  @Test
  void the_order_in_which_tensors_are_given_does_not_show_in_the_bytes() throws IOException {
    Map<String, Tensor> ascending = new LinkedHashMap<>();
    Map<String, Tensor> descending = new LinkedHashMap<>();
    for (int i = 0; i < 40; i++) {
      ascending.put("t" + i, Tensor.of(new int[] {i}));
      descending.put("t" + (39 - i), Tensor.of(new int[] {39 - i}));
    }
    assertArrayEquals(bytes(SafeTensors.of(ascending)), bytes(SafeTensors.of(descending)));
  }

  @Test
  void a_file_cut_short_anywhere_is_told_as_damaged() throws IOException {
    byte[] file =
        bytes(
            SafeTensors.of(
                Map.of("a", Tensor.of(new int[] {1, 2}), "b", Tensor.of(new double[] {1.5}))));
    for (int length = 0; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      String message =
          assertThrows(FileFormatException.class, () -> read(cut), "length " + length).getMessage();
      assertTrue(message.startsWith("here.safetensors is damaged: "), message);
    }
  }

  @Test
  void a_stream_that_ends_before_the_announced_length_is_told_as_cut_short() throws IOException {
    byte[] file = bytes(SafeTensors.of(Map.of("a", Tensor.of(new int[] {1, 2}))));
    InputStream in = new ByteArrayInputStream(file, 0, file.length - 1);
    String message =
        assertThrows(
                FileFormatException.class,
                () -> SafeTensors.read(in, file.length, "here.safetensors"))
            .getMessage();
    assertEquals(
        "here.safetensors is cut short; copy the file again or save the model again", message);
  }

  @Test
  void a_flipped_byte_in_the_header_never_gives_another_failure_than_damaged() throws IOException {
    byte[] file =
        bytes(
            SafeTensors.of(
                Map.of(
                    "a", Tensor.of(new float[][] {{1, 2}}), "b", Tensor.of(new double[] {1.5}))));
    int header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt();
    for (int at = 0; at < 8 + header; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] flipped = file.clone();
        flipped[at] ^= (byte) (1 << bit);
        try {
          assertEquals(2, read(flipped).tensors().size() + read(flipped).metadata().size());
        } catch (FileFormatException e) {
          assertTrue(e.getMessage().contains("here.safetensors"), e.getMessage());
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":{\"dtype\":\"U32\",\"shape\":[1],\"data_offsets\":[0,4]}}"
            + "|tensor 'a' is of type U32, known are [F16, BF16, I32, F32, I64, F64]",
        "{\"a\":{\"dtype\":\"F4\",\"shape\":[8],\"data_offsets\":[0,4]}}"
            + "|tensor 'a' is of type \"F4\", known are [BOOL, U8,",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}"
            + "|its header announces 8 bytes of data, there are 4",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}"
            + "|tensor 'a' of F32[2] does not take the 4 bytes that data_offsets give it",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}"
            + "|tensor 'a' starts at byte 4, but the header ends at 0",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}"
            + "|tensor 'b' starts at byte 0, but tensor 'a' ends at 4",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}"
            + "|data_offsets of tensor 'a' must be a begin and an end, got [4, 0]",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}"
            + "|shape of tensor 'a' must be a list of whole numbers from 0, got [-1]",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,4]}}"
            + "|does not take the 4 bytes",
        "{\"a\":1}|tensor 'a' is of type",
        "[1]|its header is not a JSON object",
        "{\"a\"|its header is not JSON",
      })
  void a_header_that_does_not_describe_the_data_is_told_with_what_is_wrong(
      String header, String expected) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    byte[] file =
        ByteBuffer.allocate(8 + json.length + 4)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length)
            .put(json)
            .array();
    String message = assertThrows(FileFormatException.class, () -> read(file)).getMessage();
    assertTrue(message.startsWith("here.safetensors"), message);
    assertTrue(message.contains(expected), message);
  }

  @Test
  void a_header_length_beyond_the_file_is_told_before_memory_is_taken() {
    byte[] file = new byte[64];
    Arrays.fill(file, 0, 8, (byte) 0xFF);
    String message = assertThrows(FileFormatException.class, () -> read(file)).getMessage();
    assertTrue(message.contains("18446744073709551615 bytes in a file of 64"), message);
  }

  @Test
  void wide_integers_are_taken_as_narrow_ones_only_if_they_fit() {
    assertArrayEquals(new int[] {7, -7}, Tensor.of(new long[] {7, -7}).toInts());
    assertThrows(IllegalArgumentException.class, () -> Tensor.of(new long[] {1L << 31}).toInts());
    assertThrows(IllegalArgumentException.class, () -> Tensor.of(new double[1]).toInts());
  }

  private static SafeTensors read(byte[] file) throws IOException {
    return SafeTensors.read(new ByteArrayInputStream(file), file.length, "here.safetensors");
  }

  private static byte[] bytes(SafeTensors tensors) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    tensors.write(out);
    return out.toByteArray();
  }
}
