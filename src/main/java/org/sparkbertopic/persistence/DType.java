package org.sparkbertopic.persistence;

/** Types of the elements of a {@link Tensor}, as the safetensors format names them. */
public enum DType {
  F32(4),
  F64(8),
  I32(4),
  I64(8);

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }
}
