package org.sparkbertopic.embedding.onnx.folder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.embedding.hub.HubFiles;
import org.sparkbertopic.embedding.hub.HubModels;
import org.sparkbertopic.embedding.hub.HubName;
import org.sparkbertopic.embedding.hub.HubSnapshot;
import org.sparkbertopic.embedding.hub.ModelFolder;

/**
 * The files of an ONNX sentence transformer: on the class path or in a local folder. Two values
 * with equal {@link #key()} hold the same model.
 */
public interface TransformerFiles {

  /** Identity of the model in this JVM. */
  String key();

  /** The ONNX file, for messages. */
  String modelName();

  String tokenizerName();

  /** The ONNX file if it is a local file; null if it can only be read as a stream. */
  Path modelPath();

  /**
   * Reads the settings from the files next to the graph and the tokenizer.
   *
   * @throws IllegalArgumentException if one is damaged; the message names it
   */
  TransformerSettings settings();

  /** The model's content: graph, external weights, tokenizer and layers. */
  List<InputStream> openAll() throws IOException;

  byte[] readModel() throws IOException;

  byte[] readTokenizer() throws IOException;

  /**
   * Finds a model.
   *
   * @param model a folder, local or shipped by the driver, if it holds a slash or backslash; {@code
   *     org/model} on the hub if there is no such folder; otherwise the name of a model on the
   *     class path
   * @param file the ONNX file in the folder, or empty to choose one
   * @throws IllegalArgumentException if a file is missing; the message names it
   */
  static TransformerFiles locate(String model, String file, boolean quantized, Device device) {
    if (HubName.recognizes(model)) {
      return FolderModel.in(fetched(model, quantized).folder(), file, quantized, device);
    }
    if (isFolder(model)) {
      return FolderModel.in(ModelFolder.resolve(model), file, quantized, device);
    }
    if (!file.isEmpty()) {
      throw Checks.invalid(
          "file must be empty for a model on the class path, got %s with the model %s; give a"
              + " folder, with a slash: ./%s",
          file, model, model);
    }
    return ClassPathModel.named(model, quantized);
  }

  /**
   * A model's full name. A bare name that is neither known nor on the class path is a model of the
   * hub: {@code all-mpnet-base-v2} is {@code sentence-transformers/all-mpnet-base-v2}.
   */
  static String fullName(String model) {
    return isFolder(model) || ClassPathModel.knows(model) ? model : HubName.full(model);
  }

  /** A model of the hub, downloaded once. */
  static HubSnapshot fetched(String model, boolean quantized) {
    HubFiles wanted = quantized ? HubFiles.onnx("quantized") : HubFiles.onnx();
    return HubModels.shared(HubName.parse(model), wanted);
  }

  static boolean isFolder(String model) {
    return model.indexOf('/') >= 0 || model.indexOf('\\') >= 0;
  }
}
