package org.sparkbertopic.embedding.spacy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.msgpack.core.MessageFormat;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessageUnpacker;

/**
 * Reads MessagePack, value by value. Sizes in the content are not trusted: each is compared with
 * the remaining bytes before msgpack-core allocates memory for it.
 */
public final class MessagePack {

  private static final int DEEPEST = 32;

  private final MessageUnpacker in;
  private final long length;

  public MessagePack(byte[] content) {
    this.in = org.msgpack.core.MessagePack.newDefaultUnpacker(content);
    this.length = content.length;
  }

  /** The content is not MessagePack, or has another type than expected. */
  public static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
      super(message);
    }

    private MalformedException(Exception cause) {
      super("it is cut short or damaged", cause);
    }
  }

  /** Reads the header of a map: the number of its entries. */
  int readMapSize() throws MalformedException {
    try {
      return checked(in.unpackMapHeader());
    } catch (MessagePackException | IOException e) {
      throw new MalformedException(e);
    }
  }

  /** Reads an integer; unsigned values of 2^63 and above become negative. */
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
    } catch (MessagePackException | IOException e) {
      throw new MalformedException(e);
    }
  }

  public boolean atEnd() {
    return left() == 0;
  }

  private long left() {
    return length - in.getTotalReadBytes();
  }

  private Object read(int depth) throws MalformedException, IOException {
    if (depth > DEEPEST) {
      throw new MalformedException("it is nested too deeply");
    }
    MessageFormat format = in.getNextFormat();
    return switch (format.getValueType()) {
      case NIL -> {
        in.unpackNil();
        yield null;
      }
      case BOOLEAN -> in.unpackBoolean();
      case INTEGER ->
          format == MessageFormat.UINT64
              ? in.unpackBigInteger().longValue()
              : (Object) in.unpackLong();
      case FLOAT -> in.unpackDouble();
      case STRING ->
          new String(in.readPayload(checked(in.unpackRawStringHeader())), StandardCharsets.UTF_8);
      case BINARY -> in.readPayload(checked(in.unpackBinaryHeader()));
      case ARRAY -> list(checked(in.unpackArrayHeader()), depth);
      case MAP -> map(checked(in.unpackMapHeader()), depth);
      case EXTENSION ->
          throw new MalformedException("it has a value of the unknown type " + format);
    };
  }

  /** Every element takes at least one byte. */
  private int checked(int size) throws MalformedException {
    if (size > left()) {
      throw new MalformedException("it is cut short");
    }
    return size;
  }

  private Map<Object, Object> map(int size, int depth) throws MalformedException, IOException {
    Map<Object, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      Object key = read(depth + 1);
      map.put(key, read(depth + 1));
    }
    return map;
  }

  private List<Object> list(int size, int depth) throws MalformedException, IOException {
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      list.add(read(depth + 1));
    }
    return list;
  }
}
