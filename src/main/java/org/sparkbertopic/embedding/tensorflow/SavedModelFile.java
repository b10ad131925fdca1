package org.sparkbertopic.embedding.tensorflow;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.sparkbertopic.io.ProtobufReader;
import org.sparkbertopic.io.ProtobufReader.DamageException;

/**
 * The content of {@code saved_model.pb}: its graphs and their signatures. It is read in Java, so
 * that a truncated file, or a model that takes no strings, fails with a clear message before native
 * code sees it.
 *
 * @param graphs in the file's order
 */
record SavedModelFile(List<Graph> graphs) {

  static final String NAME = "saved_model.pb";

  private static final int MODEL_GRAPH = 2;
  private static final int GRAPH_INFO = 1;
  private static final int GRAPH_SIGNATURE = 5;
  private static final int INFO_TAG = 4;
  private static final int SIGNATURE_INPUT = 1;
  private static final int SIGNATURE_OUTPUT = 2;
  private static final int ENTRY_KEY = 1;
  private static final int ENTRY_VALUE = 2;
  private static final int TENSOR_NAME = 1;
  private static final int TENSOR_TYPE = 2;
  private static final int TENSOR_SHAPE = 3;
  private static final int SHAPE_DIMENSION = 2;
  private static final int SHAPE_UNKNOWN_RANK = 3;
  private static final int DIMENSION_SIZE = 1;

  /**
   * A graph with its variables.
   *
   * @param tags its purposes, such as {@code serve}
   * @param signatures by name
   */
  record Graph(List<String> tags, SortedMap<String, Signature> signatures) {}

  /** A function of a graph; tensors by their names in the signature. */
  record Signature(SortedMap<String, TensorInfo> inputs, SortedMap<String, TensorInfo> outputs) {

    @Override
    public String toString() {
      return inputs + " to " + outputs;
    }
  }

  /**
   * A tensor of a graph.
   *
   * @param tensor its name in the graph, {@code OPERATION:INDEX}; empty if it is not a plain tensor
   * @param type TensorFlow's number of its type
   * @param shape sizes, -1 for any; null if even the number of axes is unknown
   */
  record TensorInfo(String tensor, int type, List<Long> shape) {

    static final int FLOAT = 1;
    static final int STRING = 7;

    private static final List<String> TYPES =
        List.of("none", "float", "double", "int32", "uint8", "int16", "int8", "string");

    private static final int INT64 = 9;

    /** The form in messages: {@code float[?][512]}. */
    @Override
    public String toString() {
      String name =
          type == INT64 ? "int64" : type < TYPES.size() ? TYPES.get(type) : "type " + type;
      if (tensor.isEmpty()) {
        return name + " (not a plain tensor)";
      }
      if (shape == null) {
        return name + " of any shape";
      }
      StringBuilder text = new StringBuilder(name);
      for (long size : shape) {
        text.append('[').append(size < 0 ? "?" : Long.toString(size)).append(']');
      }
      return text.toString();
    }
  }

  /**
   * @throws IllegalArgumentException if the file is damaged
   * @throws UncheckedIOException if it cannot be read
   */
  static SavedModelFile read(Path file) {
    List<Graph> graphs = new ArrayList<>();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      ProtobufReader model = new ProtobufReader(in, Files.size(file));
      while (model.next()) {
        if (model.field() == MODEL_GRAPH) {
          model.message(message -> graphs.add(graph(message)));
        }
      }
      if (graphs.isEmpty()) {
        throw new DamageException("it holds no graph");
      }
    } catch (DamageException | EOFException e) {
      throw new IllegalArgumentException(
          "model must be a whole SavedModel, got "
              + file
              + " ("
              + (e instanceof EOFException ? "it ends in the middle" : e.getMessage())
              + "); copy the file again",
          e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + "; copy the file again", e);
    }
    return new SavedModelFile(List.copyOf(graphs));
  }

  private static Graph graph(ProtobufReader message) throws IOException {
    List<String> tags = new ArrayList<>();
    SortedMap<String, Signature> signatures = new TreeMap<>();
    while (message.next()) {
      if (message.field() == GRAPH_INFO) {
        message.message(
            info -> {
              while (info.next()) {
                if (info.field() == INFO_TAG) {
                  tags.add(info.string());
                }
              }
            });
      } else if (message.field() == GRAPH_SIGNATURE) {
        Signature signature = new Signature(new TreeMap<>(), new TreeMap<>());
        String name = entry(message, value -> readInto(signature, value));
        signatures.put(name, signature);
      }
    }
    return new Graph(List.copyOf(tags), signatures);
  }

  private static void readInto(Signature signature, ProtobufReader message) throws IOException {
    while (message.next()) {
      if (message.field() == SIGNATURE_INPUT) {
        readInto(signature.inputs(), message);
      } else if (message.field() == SIGNATURE_OUTPUT) {
        readInto(signature.outputs(), message);
      }
    }
  }

  private static void readInto(SortedMap<String, TensorInfo> tensors, ProtobufReader message)
      throws IOException {
    TensorInfo[] read = new TensorInfo[1];
    String name = entry(message, value -> read[0] = tensor(value));
    tensors.put(name, read[0] == null ? new TensorInfo("", 0, null) : read[0]);
  }

  /** Reads an entry of a map and returns its key. */
  private static String entry(ProtobufReader message, ProtobufReader.Walk overValue)
      throws IOException {
    String[] key = {""};
    message.message(
        entry -> {
          while (entry.next()) {
            if (entry.field() == ENTRY_KEY) {
              key[0] = entry.string();
            } else if (entry.field() == ENTRY_VALUE) {
              entry.message(overValue);
            }
          }
        });
    return key[0];
  }

  private static TensorInfo tensor(ProtobufReader message) throws IOException {
    String name = "";
    int type = 0;
    List<Long> shape = new ArrayList<>();
    boolean[] unknown = {true};
    while (message.next()) {
      switch (message.field()) {
        case TENSOR_NAME -> name = message.string();
        case TENSOR_TYPE -> type = (int) message.number();
        case TENSOR_SHAPE -> message.message(value -> unknown[0] = shape(value, shape::add));
        default -> {
          // names of sparse and composite tensors, which are not used here
        }
      }
    }
    return new TensorInfo(name, type, unknown[0] ? null : List.copyOf(shape));
  }

  /** Returns whether the number of axes is unknown. */
  private static boolean shape(ProtobufReader message, Consumer<Long> sizes) throws IOException {
    boolean unknown = false;
    while (message.next()) {
      if (message.field() == SHAPE_UNKNOWN_RANK) {
        unknown = message.number() != 0;
      } else if (message.field() == SHAPE_DIMENSION) {
        long[] size = {0};
        message.message(
            dimension -> {
              while (dimension.next()) {
                if (dimension.field() == DIMENSION_SIZE) {
                  size[0] = dimension.number();
                }
              }
            });
        sizes.accept(size[0]);
      }
    }
    return unknown;
  }
}
