package org.sparkbertopic.embedding.spacy;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads MessagePack, value by value. No size that the content claims is trusted: memory is taken as
 * the values come, and no more than there are bytes.
 */
public final class MessagePack {

  private static final int DEEPEST = 32;

  private final ByteBuffer in;

  public MessagePack(byte[] content) {
    this.in = ByteBuffer.wrap(content);
  }

  /** The content was no MessagePack, or not what was asked for. */
  public static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
      super(message);
    }
  }

  /** Reads the beginning of a map: how many keys with values follow. */
  int readMapSize() throws MalformedException {
    try {
      return mapSize(in.get() & 0xFF);
    } catch (BufferUnderflowException e) {
      throw cutShort();
    }
  }

  /** Reads an integer; unsigned ones beyond 2^63 come as negative. */
  long readLong() throws MalformedException {
    Object value = read();
    if (value instanceof Long number) {
      return number;
    }
    throw new MalformedException("it has " + value + " where a number should be");
  }

  /** Reads a value: null, Boolean, Long, Double, String, byte[], List or Map. */
  public Object read() throws MalformedException {
    try {
      return read(0);
    } catch (BufferUnderflowException e) {
      throw cutShort();
    }
  }

  public boolean atEnd() {
    return !in.hasRemaining();
  }

  private static MalformedException cutShort() {
    return new MalformedException("it is cut short");
  }

  private Object read(int depth) throws MalformedException {
    if (depth > DEEPEST) {
      throw new MalformedException("it is nested too deeply");
    }
    int type = in.get() & 0xFF;
    if (type < 0x80 || type >= 0xE0) {
      return (long) (byte) type;
    }
    if (type < 0x90 || type == 0xDE || type == 0xDF) {
      return map(mapSize(type), depth);
    }
    if (type < 0xA0) {
      return list(type & 0x0F, depth);
    }
    if (type < 0xC0) {
      return text(type & 0x1F);
    }
    return switch (type) {
      case 0xC0 -> null;
      case 0xC2 -> false;
      case 0xC3 -> true;
      case 0xC4 -> bytes(in.get() & 0xFF);
      case 0xC5 -> bytes(in.getShort() & 0xFFFF);
      case 0xC6 -> bytes(in.getInt());
      case 0xCA -> (double) in.getFloat();
      case 0xCB -> in.getDouble();
      case 0xCC -> (long) (in.get() & 0xFF);
      case 0xCD -> (long) (in.getShort() & 0xFFFF);
      case 0xCE -> in.getInt() & 0xFFFFFFFFL;
      case 0xCF, 0xD3 -> in.getLong();
      case 0xD0 -> (long) in.get();
      case 0xD1 -> (long) in.getShort();
      case 0xD2 -> (long) in.getInt();
      case 0xD9 -> text(in.get() & 0xFF);
      case 0xDA -> text(in.getShort() & 0xFFFF);
      case 0xDB -> text(in.getInt());
      case 0xDC -> list(in.getShort() & 0xFFFF, depth);
      case 0xDD -> list(in.getInt(), depth);
      default -> throw new MalformedException("it has a value of the unknown type " + type);
    };
  }

  private int mapSize(int type) throws MalformedException {
    if (type >= 0x80 && type < 0x90) {
      return type & 0x0F;
    }
    return switch (type) {
      case 0xDE -> in.getShort() & 0xFFFF;
      case 0xDF -> checked(in.getInt());
      default -> throw new MalformedException("it has no map where one should be");
    };
  }

  /** Every element takes a byte at least. */
  private int checked(int size) throws MalformedException {
    if (size < 0 || size > in.remaining()) {
      throw cutShort();
    }
    return size;
  }

  private Map<Object, Object> map(int size, int depth) throws MalformedException {
    Map<Object, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      Object key = read(depth + 1);
      map.put(key, read(depth + 1));
    }
    return map;
  }

  private List<Object> list(int size, int depth) throws MalformedException {
    checked(size);
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      list.add(read(depth + 1));
    }
    return list;
  }

  private String text(int size) throws MalformedException {
    return new String(bytes(size), StandardCharsets.UTF_8);
  }

  private byte[] bytes(int size) throws MalformedException {
    byte[] bytes = new byte[checked(size)];
    in.get(bytes);
    return bytes;
  }
}
