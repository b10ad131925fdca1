package org.sparkbertopic.embedding.onnx.folder;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.io.ProtobufReader;
import org.sparkbertopic.io.ProtobufReader.DamageException;

/**
 * The outline of an ONNX file, read without ONNX Runtime: whether the file is complete, which files
 * hold its weights, and whether the texts of a batch influence each other. Refuses a truncated file
 * by name; ONNX Runtime checks the rest.
 *
 * @param operators names of the operators of the graph and its subgraphs
 * @param externalFiles names of the files that hold weights, relative to the ONNX file
 */
public record OnnxStructure(TreeSet<String> operators, TreeSet<String> externalFiles) {

  private static final int MODEL_GRAPH = 7;
  private static final int GRAPH_NODE = 1;
  private static final int GRAPH_INITIALIZER = 5;
  private static final int NODE_OPERATOR = 4;
  private static final int NODE_ATTRIBUTE = 5;
  private static final int ATTRIBUTE_TENSOR = 5;
  private static final int ATTRIBUTE_GRAPH = 6;
  private static final int ATTRIBUTE_TENSORS = 10;
  private static final int ATTRIBUTE_GRAPHS = 11;
  private static final int TENSOR_EXTERNAL_DATA = 13;
  private static final int ENTRY_KEY = 1;
  private static final int ENTRY_VALUE = 2;

  /**
   * @throws IllegalArgumentException if the file is damaged or one of its weight files is missing
   * @throws UncheckedIOException if it cannot be read
   */
  public static OnnxStructure read(Path file) {
    OnnxStructure structure;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      structure = read(in, Files.size(file), file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + "; copy the file again", e);
    }
    Path folder = file.toAbsolutePath().normalize().getParent();
    for (String name : structure.externalFiles()) {
      Path weights = folder.resolve(name).normalize();
      if (!weights.startsWith(folder) || !Files.isRegularFile(weights)) {
        throw Checks.invalid(
            "weights of %s must be next to it in the file %s, which is not there; copy that file too",
            file, name);
      }
    }
    return structure;
  }

  /** The outline of a model without external files. */
  public static OnnxStructure read(byte[] model, String name) {
    try (InputStream in = new ByteArrayInputStream(model)) {
      return read(in, model.length, name);
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory can be read", e);
    }
  }

  private static OnnxStructure read(InputStream in, long size, String name) throws IOException {
    OnnxStructure structure = new OnnxStructure(new TreeSet<>(), new TreeSet<>());
    try {
      boolean graph = false;
      ProtobufReader model = new ProtobufReader(in, size);
      while (model.next()) {
        if (model.field() == MODEL_GRAPH) {
          graph = true;
          model.message(structure::graph);
        }
      }
      if (!graph || structure.operators.isEmpty()) {
        throw new DamageException("it holds no graph");
      }
    } catch (DamageException | EOFException e) {
      throw new IllegalArgumentException(
          "model must be a whole ONNX file, got "
              + name
              + " ("
              + (e instanceof EOFException ? "it ends in the middle" : e.getMessage())
              + "); copy the file again",
          e);
    }
    return structure;
  }

  /**
   * Whether the graph computes the scale of its 8-bit numbers from the whole batch. Then a text's
   * vector depends on the others, and each text needs its own batch.
   */
  public boolean quantizesBatches() {
    return operators.stream()
        .anyMatch(name -> name.startsWith("Dynamic") && name.contains("Quantize"));
  }

  private void graph(ProtobufReader graph) throws IOException {
    while (graph.next()) {
      switch (graph.field()) {
        case GRAPH_NODE -> graph.message(this::node);
        case GRAPH_INITIALIZER -> graph.message(this::tensor);
        default -> {}
      }
    }
  }

  private void node(ProtobufReader node) throws IOException {
    while (node.next()) {
      switch (node.field()) {
        case NODE_OPERATOR -> operators.add(node.string());
        case NODE_ATTRIBUTE -> node.message(this::attribute);
        default -> {}
      }
    }
  }

  private void attribute(ProtobufReader attribute) throws IOException {
    while (attribute.next()) {
      switch (attribute.field()) {
        case ATTRIBUTE_TENSOR, ATTRIBUTE_TENSORS -> attribute.message(this::tensor);
        case ATTRIBUTE_GRAPH, ATTRIBUTE_GRAPHS -> attribute.message(this::graph);
        default -> {}
      }
    }
  }

  private void tensor(ProtobufReader tensor) throws IOException {
    while (tensor.next()) {
      if (tensor.field() == TENSOR_EXTERNAL_DATA) {
        tensor.message(this::externalEntry);
      }
    }
  }

  private void externalEntry(ProtobufReader entry) throws IOException {
    String key = "";
    String value = "";
    while (entry.next()) {
      switch (entry.field()) {
        case ENTRY_KEY -> key = entry.string();
        case ENTRY_VALUE -> value = entry.string();
        default -> {}
      }
    }
    if (key.equals("location")) {
      externalFiles.add(value);
    }
  }
}
