package org.sparkbertopic.embedding.words;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbertopic.embedding.spacy.MessagePack;
import org.sparkbertopic.io.DType;

class BinaryFormatsTest {

  private static Object unpack(String hex) throws MessagePack.MalformedException {
    MessagePack in = new MessagePack(HexFormat.of().parseHex(hex));
    Object value = in.read();
    assertTrue(in.atEnd());
    return value;
  }

  @Test
  void messagepack_values_of_every_kind_are_read() throws MessagePack.MalformedException {
    assertEquals(5L, unpack("05"));
    assertEquals(-1L, unpack("ff"));
    assertEquals(200L, unpack("ccc8"));
    assertEquals(-100L, unpack("d09c"));
    assertEquals(65535L, unpack("cdffff"));
    assertEquals(-2L, unpack("d1fffe"));
    assertEquals(4294967295L, unpack("ceffffffff"));
    assertEquals(-2L, unpack("d2fffffffe"));
    assertEquals(-1L, unpack("cfffffffffffffffff"));
    assertEquals(-1L, unpack("d3ffffffffffffffff"));
    assertEquals(1.5, unpack("ca3fc00000"));
    assertEquals(1.5, unpack("cb3ff8000000000000"));
    assertEquals("\u00e9", unpack("a2c3a9"));
    assertEquals("a", unpack("d90161"));
    assertEquals(true, unpack("c3"));
    assertEquals(List.of(1L, "a"), unpack("9201a161"));
    assertEquals(Map.of("a", List.of(), 1L, false), unpack("82a1619001c2"));
    assertEquals(Map.of(1L, 2L), unpack("de00010102"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "c1",
        "92 01",
        "dfffffffff",
        "ddffffffff01",
        "dbffffffff61",
        "c6 7fffffff 00",
        "a5 61"
      })
  void messagepack_that_claims_more_than_there_is_is_malformed(String hex) {
    assertThrows(MessagePack.MalformedException.class, () -> unpack(hex.replace(" ", "")));
  }

  @Test
  void messagepack_that_is_nested_without_end_is_malformed() {
    assertThrows(MessagePack.MalformedException.class, () -> unpack("91".repeat(100_000)));
  }

  @Test
  void halves_of_floats_are_what_their_bits_say() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      int exponent = bits >> 10 & 31;
      int fraction = bits & 1023;
      double magnitude =
          exponent == 31
              ? fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN
              : exponent == 0
                  ? fraction * Math.pow(2, -24)
                  : (1 + fraction / 1024.0) * Math.pow(2, exponent - 15);
      double expected = (bits & 0x8000) == 0 ? magnitude : -magnitude;
      assertEquals(expected, DType.halfToFloat((short) bits), 0);
    }
    assertEquals(-1.5f, DType.bfloatToFloat((short) 0xBFC0));
  }
}
