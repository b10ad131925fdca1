package org.sparkbertopic.embedding.onnx.folder;

import java.util.ArrayList;
import java.util.List;
import org.sparkbertopic.compute.Checks;

/** The activation functions of a {@link DenseLayer}, by the names of PyTorch's classes. */
enum Activation {
  IDENTITY("Identity") {
    @Override
    double apply(double x) {
      return x;
    }
  },
  TANH("Tanh") {
    @Override
    double apply(double x) {
      return StrictMath.tanh(x);
    }
  },
  RELU("ReLU") {
    @Override
    double apply(double x) {
      return Math.max(x, 0);
    }
  },
  SIGMOID("Sigmoid") {
    @Override
    double apply(double x) {
      return 1 / (1 + StrictMath.exp(-x));
    }
  },
  SILU("SiLU") {
    @Override
    double apply(double x) {
      return x / (1 + StrictMath.exp(-x));
    }
  };

  private final String className;

  Activation(String className) {
    this.className = className;
  }

  abstract double apply(double x);

  /**
   * @param name such as {@code torch.nn.modules.activation.Tanh}
   * @throws IllegalArgumentException if it is not one of these
   */
  static Activation named(String name, String file) {
    String simple = name.substring(name.lastIndexOf('.') + 1);
    List<String> known = new ArrayList<>();
    for (Activation activation : values()) {
      if (activation.className.equals(simple)) {
        return activation;
      }
      known.add(activation.className);
    }
    throw Checks.invalid(
        "activation_function in %s must be one of %s, got %s; export the whole model to ONNX"
            + " with a sentence_embedding output: optimum-cli export onnx --library"
            + " sentence_transformers",
        file, String.join(", ", known), name);
  }
}
