package org.sparkbertopic.embedding.words;

/** How a number lies in a file, little-endian. */
enum ElementType {
  F16(2),
  BF16(2),
  F32(4),
  F64(8),
  I8(1);

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  int bytes() {
    return bytes;
  }

  /** IEEE 754 half precision: one bit of sign, five of exponent, ten of fraction. */
  static float halfToFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = (half >>> 10) & 0x1F;
    int fraction = half & 0x3FF;
    if (exponent == 0) {
      float magnitude = fraction * 0x1.0p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    int wide = exponent == 0x1F ? 0xFF : exponent - 15 + 127;
    return Float.intBitsToFloat(sign | (wide << 23) | (fraction << 13));
  }

  /** The upper half of a 32-bit float. */
  static float bfloatToFloat(short upper) {
    return Float.intBitsToFloat(upper << 16);
  }
}
