package org.sparkbertopic.compute;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Hashes by Austin Appleby: MurmurHash64A (of MurmurHash2), with which spaCy identifies strings,
 * and the 128-bit MurmurHash3 for x64, with which floret finds the rows of n-grams.
 */
public final class MurmurHash {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long M = 0xc6a4a7935bd1e995L;
  private static final int R = 47;
  private static final long C1 = 0x87c37b91114253d5L;
  private static final long C2 = 0x4cf5ad432745937fL;

  private MurmurHash() {}

  /** MurmurHash64A of the first {@code length} bytes. */
  public static long hash64A(byte[] bytes, int length, long seed) {
    long h = seed ^ (length * M);
    int at = 0;
    for (; at + Long.BYTES <= length; at += Long.BYTES) {
      long k = (long) LONG.get(bytes, at) * M;
      k ^= k >>> R;
      h = (h ^ (k * M)) * M;
    }
    if (at < length) {
      h = (h ^ tail(bytes, at, length)) * M;
    }
    h = (h ^ (h >>> R)) * M;
    return h ^ (h >>> R);
  }

  /** MurmurHash3_x64_128 of bytes {@code from} to {@code to}: its two halves. */
  public static long[] hash3x64128(byte[] bytes, int from, int to, int seed) {
    long h1 = Integer.toUnsignedLong(seed);
    long h2 = h1;
    int at = from;
    for (; at + 2 * Long.BYTES <= to; at += 2 * Long.BYTES) {
      h1 ^= mix1((long) LONG.get(bytes, at));
      h1 = (Long.rotateLeft(h1, 27) + h2) * 5 + 0x52dce729;
      h2 ^= mix2((long) LONG.get(bytes, at + Long.BYTES));
      h2 = (Long.rotateLeft(h2, 31) + h1) * 5 + 0x38495ab5;
    }
    if (to - at > Long.BYTES) {
      h2 ^= mix2(tail(bytes, at + Long.BYTES, to));
      h1 ^= mix1((long) LONG.get(bytes, at));
    } else if (to > at) {
      h1 ^= mix1(tail(bytes, at, to));
    }
    h1 ^= to - from;
    h2 ^= to - from;
    h1 += h2;
    h2 += h1;
    h1 = finish(h1);
    h2 = finish(h2);
    h1 += h2;
    return new long[] {h1, h2 + h1};
  }

  /** At most eight bytes, the first one lowest. */
  private static long tail(byte[] bytes, int from, int to) {
    long tail = 0;
    for (int i = to - 1; i >= from; i--) {
      tail = (tail << Byte.SIZE) | (bytes[i] & 0xFF);
    }
    return tail;
  }

  private static long mix1(long k) {
    return Long.rotateLeft(k * C1, 31) * C2;
  }

  private static long mix2(long k) {
    return Long.rotateLeft(k * C2, 33) * C1;
  }

  private static long finish(long h) {
    long k = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
    k = (k ^ (k >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return k ^ (k >>> 33);
  }
}
