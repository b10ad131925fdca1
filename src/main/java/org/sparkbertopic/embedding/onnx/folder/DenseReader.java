package org.sparkbertopic.embedding.onnx.folder;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.io.FileFormatException;
import org.sparkbertopic.io.SafeTensors;
import org.sparkbertopic.io.Tensor;

/** Reads a {@code Dense} module of sentence-transformers: {@code config.json} and its weights. */
final class DenseReader {

  static final String WEIGHTS = "model.safetensors";
  private static final String PICKLE = "pytorch_model.bin";

  private DenseReader() {}

  /**
   * @throws IllegalArgumentException if a file is missing or damaged, or the weights are a pickle
   */
  static DenseLayer read(Path folder) {
    ConfigJson config = ConfigJson.read(folder.resolve("config.json"));
    int in = config.integer("in_features", 0);
    int out = config.integer("out_features", 0);
    Activation activation =
        Activation.named(
            config.string("activation_function", "torch.nn.modules.activation.Tanh"),
            config.file());
    Path file = folder.resolve(WEIGHTS);
    if (!Files.isRegularFile(file)) {
      throw withoutWeights(folder);
    }
    Map<String, Tensor> tensors = tensors(file);
    float[][] weights = rows(tensors, file);
    if (weights.length != out || out < 1 || weights[0].length != in || in < 1) {
      throw config.wrong(
          "in_features and out_features",
          "the shape of linear.weight in " + file + ", " + tensors.get("linear.weight"),
          in + " and " + out);
    }
    float[] bias = new float[out];
    if (config.flag("bias", true)) {
      bias = bias(tensors, file, out);
    }
    requireFinite(bias, file);
    for (float[] row : weights) {
      requireFinite(row, file);
    }
    return new DenseLayer(weights, bias, activation, file.toString());
  }

  private static Map<String, Tensor> tensors(Path file) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return SafeTensors.read(in, Files.size(file), file.toString()).tensors();
    } catch (FileFormatException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + "; copy the file again", e);
    }
  }

  private static float[][] rows(Map<String, Tensor> tensors, Path file) {
    Tensor tensor = tensors.get("linear.weight");
    try {
      if (tensor != null) {
        return tensor.toFloatRows();
      }
    } catch (IllegalArgumentException e) {
      throw wrongTensor("linear.weight", "[out_features, in_features]", tensor, file);
    }
    throw wrongTensor("linear.weight", "[out_features, in_features]", tensors.keySet(), file);
  }

  private static float[] bias(Map<String, Tensor> tensors, Path file, int out) {
    Tensor tensor = tensors.get("linear.bias");
    if (tensor == null || tensor.size() != out) {
      throw wrongTensor(
          "linear.bias", "[" + out + "]", tensor == null ? tensors.keySet() : tensor, file);
    }
    double[] values;
    try {
      values = tensor.toDoubles();
    } catch (IllegalArgumentException e) {
      throw wrongTensor("linear.bias", "of fractions", tensor, file);
    }
    float[] bias = new float[out];
    for (int i = 0; i < out; i++) {
      bias[i] = (float) values[i];
    }
    return bias;
  }

  private static void requireFinite(float[] numbers, Path file) {
    for (float x : numbers) {
      if (!Float.isFinite(x)) {
        throw new IllegalArgumentException(
            "weights in " + file + " must be numbers, got " + x + "; copy the file again");
      }
    }
  }

  private static IllegalArgumentException wrongTensor(
      String name, String rule, Object got, Path file) {
    return new IllegalArgumentException(
        name + " in " + file + " must be " + rule + ", got " + got + "; copy the file again");
  }

  private static IllegalArgumentException withoutWeights(Path folder) {
    if (!Files.isRegularFile(folder.resolve(PICKLE))) {
      return new IllegalArgumentException(
          "a Dense module must have " + WEIGHTS + ", got " + folder + "; copy the model again");
    }
    return Checks.invalid(
        "weights must be %s, got %s, a pickle, which could run any program when it is read;"
            + " convert the model once, if you trust it, with: python -c \"from"
            + " sentence_transformers import SentenceTransformer;"
            + " SentenceTransformer('MODEL').save('FOLDER', safe_serialization=True)\"",
        WEIGHTS, folder.resolve(PICKLE));
  }
}
