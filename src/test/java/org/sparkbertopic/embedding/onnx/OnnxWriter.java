package org.sparkbertopic.embedding.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.sparkbertopic.io.ProtobufWriter;

/** Writes small ONNX files, for models that no jar brings. */
public final class OnnxWriter {

  public static final int FLOAT = 1;
  public static final int INT32 = 6;
  public static final int INT64 = 7;

  private final ProtobufWriter graph = new ProtobufWriter();

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

  private static ProtobufWriter valueInfo(String name, int type, long... shape) {
    ProtobufWriter axes = new ProtobufWriter();
    for (int i = 0; i < shape.length; i++) {
      ProtobufWriter axis = new ProtobufWriter();
      if (shape[i] < 0) {
        axis.string(2, "axis" + i);
      } else {
        axis.number(1, shape[i]);
      }
      axes.message(1, axis);
    }
    ProtobufWriter tensor = new ProtobufWriter().number(1, type).message(2, axes);
    return new ProtobufWriter().string(1, name).message(2, new ProtobufWriter().message(1, tensor));
  }

  public OnnxWriter weights(String name, float[] values, long... shape) {
    graph.message(5, tensor(name, FLOAT, shape).floats(9, values));
    return this;
  }

  /** Weights in a file of their own. */
  public OnnxWriter weightsIn(String file, String name, long... shape) {
    ProtobufWriter tensor = tensor(name, FLOAT, shape);
    tensor.message(13, new ProtobufWriter().string(1, "location").string(2, file));
    graph.message(5, tensor.number(14, 1));
    return this;
  }

  private static ProtobufWriter tensor(String name, int type, long... shape) {
    ProtobufWriter tensor = new ProtobufWriter();
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
    ProtobufWriter axes = new ProtobufWriter().string(1, "axes").number(8, axis).number(20, 7);
    ProtobufWriter keep = new ProtobufWriter().string(1, "keepdims").number(3, 0).number(20, 2);
    ProtobufWriter node = nodeOf("ReduceMean", List.of(input), output);
    graph.message(1, node.message(5, axes).message(5, keep));
    return this;
  }

  private static ProtobufWriter nodeOf(String operator, List<String> inputs, String output) {
    ProtobufWriter node = new ProtobufWriter();
    inputs.forEach(input -> node.string(1, input));
    return node.string(2, output).string(3, output).string(4, operator);
  }

  public byte[] toBytes() {
    graph.string(2, "graph");
    ProtobufWriter opset = new ProtobufWriter().string(1, "").number(2, 13);
    return new ProtobufWriter().number(1, 8).message(8, opset).message(7, graph).toBytes();
  }
}
