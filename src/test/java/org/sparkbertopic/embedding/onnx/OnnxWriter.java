package org.sparkbertopic.embedding.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes small ONNX files, for models that no jar brings. */
public final class OnnxWriter {

  public static final int FLOAT = 1;
  public static final int INT32 = 6;
  public static final int INT64 = 7;

  private final Message graph = new Message();

  /** A message of Protocol Buffers under construction. */
  private static final class Message {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message number(int field, long value) {
      varint((long) field << 3);
      varint(value);
      return this;
    }

    Message bytes(int field, byte[] value) {
      varint(((long) field << 3) | 2);
      varint(value.length);
      out.writeBytes(value);
      return this;
    }

    Message string(int field, String value) {
      return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Message message(int field, Message value) {
      return bytes(field, value.out.toByteArray());
    }

    private void varint(long value) {
      long rest = value;
      while ((rest & ~0x7FL) != 0) {
        out.write((int) ((rest & 0x7F) | 0x80));
        rest >>>= 7;
      }
      out.write((int) rest);
    }
  }

  /**
   * @param shape -1 for an axis of any length
   */
  public OnnxWriter input(String name, int type, long... shape) {
    graph.message(11, valueInfo(name, type, shape));
    return this;
  }

  public OnnxWriter output(String name, int type, long... shape) {
    graph.message(12, valueInfo(name, type, shape));
    return this;
  }

  private static Message valueInfo(String name, int type, long... shape) {
    Message axes = new Message();
    for (int i = 0; i < shape.length; i++) {
      Message axis = new Message();
      if (shape[i] < 0) {
        axis.string(2, "axis" + i);
      } else {
        axis.number(1, shape[i]);
      }
      axes.message(1, axis);
    }
    Message tensor = new Message().number(1, type).message(2, axes);
    return new Message().string(1, name).message(2, new Message().message(1, tensor));
  }

  public OnnxWriter weights(String name, float[] values, long... shape) {
    graph.message(5, tensor(name, FLOAT, shape).bytes(9, littleEndian(values)));
    return this;
  }

  /** Weights in a file of their own. */
  public OnnxWriter weightsIn(String file, String name, long... shape) {
    Message tensor = tensor(name, FLOAT, shape);
    tensor.message(13, new Message().string(1, "location").string(2, file));
    graph.message(5, tensor.number(14, 1));
    return this;
  }

  private static Message tensor(String name, int type, long... shape) {
    Message tensor = new Message();
    for (long length : shape) {
      tensor.number(1, length);
    }
    return tensor.number(2, type).string(8, name);
  }

  static byte[] littleEndian(float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  public OnnxWriter node(String operator, List<String> inputs, String output) {
    graph.message(1, nodeOf(operator, inputs, output));
    return this;
  }

  /** With attributes of the mean over one axis. */
  public OnnxWriter meanOver(int axis, String input, String output) {
    Message axes = new Message().string(1, "axes").number(8, axis).number(20, 7);
    Message keep = new Message().string(1, "keepdims").number(3, 0).number(20, 2);
    Message node = nodeOf("ReduceMean", List.of(input), output);
    graph.message(1, node.message(5, axes).message(5, keep));
    return this;
  }

  private static Message nodeOf(String operator, List<String> inputs, String output) {
    Message node = new Message();
    inputs.forEach(input -> node.string(1, input));
    return node.string(2, output).string(3, output).string(4, operator);
  }

  public byte[] toBytes() {
    graph.string(2, "graph");
    Message opset = new Message().string(1, "").number(2, 13);
    return new Message().number(1, 8).message(8, opset).message(7, graph).out.toByteArray();
  }
}
