package org.sparkbertopic.device;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.sparkbertopic.io.ProtobufWriter;

/**
 * An ONNX model that finds the rows of the largest scores for queries: {@code Gemm} multiplies the
 * queries with the rows, which are weights of the model, and adds the addends; {@code TopK} takes
 * the largest. Weights are copied to the device once, when a session is opened.
 *
 * <p>Inputs: {@value #QUERIES}, {@code float [queries][length]}, and {@value #COUNT}, {@code int64
 * [1]}. Outputs: {@value #SCORES}, {@code float [queries][count]}, and {@value #IDS}, {@code int64
 * [queries][count]}, in any order.
 */
final class ProductGraph {

  static final String QUERIES = "queries";
  static final String COUNT = "count";
  static final String SCORES = "scores";
  static final String IDS = "ids";

  private static final String ROWS = "rows";
  private static final String ADDENDS = "addends";
  private static final String PRODUCTS = "products";

  /** Of ONNX 1.10; every release of ONNX Runtime that Java 17 runs reads it. */
  private static final int IR_VERSION = 8;

  /** Gemm has been the same since 13, TopK since 11. */
  private static final int OPSET = 13;

  private static final int FLOAT = 1;
  private static final int INT64 = 7;
  private static final int INT_ATTRIBUTE = 2;

  private ProductGraph() {}

  /**
   * The model's bytes, in memory outside of the heap.
   *
   * @param rows {@code [rows][length]}
   * @param addends {@code [rows]}
   * @throws ArithmeticException if they exceed 2 GB
   */
  static ByteBuffer of(float[][] rows, float[] addends) {
    ProtobufWriter graph =
        new ProtobufWriter()
            .message(
                1, node("Gemm", PRODUCTS, QUERIES, ROWS, ADDENDS).message(5, flag("transB", 1)))
            .message(
                1,
                node("TopK", SCORES, PRODUCTS, COUNT)
                    .string(2, IDS)
                    .message(5, flag("axis", -1))
                    .message(5, flag("largest", 1))
                    .message(5, flag("sorted", 0)))
            .string(2, "nearest")
            .message(5, weights(ROWS, rows, rows.length, rows[0].length))
            .message(5, weights(ADDENDS, new float[][] {addends}, addends.length))
            .message(11, value(QUERIES, FLOAT, -1, rows[0].length))
            .message(11, value(COUNT, INT64, 1))
            .message(12, value(SCORES, FLOAT, -1, -1))
            .message(12, value(IDS, INT64, -1, -1));
    ProtobufWriter model =
        new ProtobufWriter()
            .number(1, IR_VERSION)
            .string(2, "spark-bertopic")
            .message(7, graph)
            .message(8, new ProtobufWriter().string(1, "").number(2, OPSET));
    ByteBuffer bytes = ByteBuffer.allocateDirect(Math.toIntExact(model.length()));
    model.writeTo(bytes);
    return bytes.flip();
  }

  private static ProtobufWriter node(String operator, String output, String... inputs) {
    ProtobufWriter node = new ProtobufWriter();
    Arrays.stream(inputs).forEach(input -> node.string(1, input));
    return node.string(2, output).string(3, output).string(4, operator);
  }

  private static ProtobufWriter flag(String name, long value) {
    return new ProtobufWriter().string(1, name).number(3, value).number(20, INT_ATTRIBUTE);
  }

  private static ProtobufWriter weights(String name, float[][] values, long... shape) {
    ProtobufWriter tensor = new ProtobufWriter();
    Arrays.stream(shape).forEach(axis -> tensor.number(1, axis));
    return tensor.number(2, FLOAT).string(8, name).floats(9, values);
  }

  /**
   * @param shape -1 for an axis of any length
   */
  private static ProtobufWriter value(String name, int type, long... shape) {
    ProtobufWriter axes = new ProtobufWriter();
    for (int i = 0; i < shape.length; i++) {
      ProtobufWriter axis = new ProtobufWriter();
      axes.message(1, shape[i] < 0 ? axis.string(2, name + i) : axis.number(1, shape[i]));
    }
    ProtobufWriter tensor = new ProtobufWriter().number(1, type).message(2, axes);
    return new ProtobufWriter().string(1, name).message(2, new ProtobufWriter().message(1, tensor));
  }
}
