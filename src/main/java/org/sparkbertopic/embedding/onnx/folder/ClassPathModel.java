package org.sparkbertopic.embedding.onnx.folder;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import org.sparkbertopic.compute.Checks;

/**
 * A model inside a jar on the class path: {@code NAME.onnx} and {@code NAME-tokenizer.json}, with
 * settings from {@link BundledModels}.
 */
record ClassPathModel(URL model, URL tokenizer, TransformerSettings settings)
    implements TransformerFiles {

  /**
   * @throws IllegalArgumentException if it is not there; the message says how to get it
   */
  static TransformerFiles named(String name, boolean quantized) {
    String resource = BundledModels.resource(name, quantized);
    return new ClassPathModel(
        find(name, resource, ".onnx"),
        find(name, resource, "-tokenizer.json"),
        BundledModels.settings(resource));
  }

  /** Whether a name is that of a model that comes as a jar, or of one on the class path. */
  static boolean knows(String name) {
    String resource = BundledModels.resource(name, false);
    return BundledModels.knows(resource) || resourceOf(resource + ".onnx") != null;
  }

  private static URL resourceOf(String file) {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    URL url = context == null ? null : context.getResource(file);
    return url == null ? ClassPathModel.class.getClassLoader().getResource(file) : url;
  }

  private static URL find(String model, String resource, String ending) {
    String file = resource + ending;
    URL url = resourceOf(file);
    if (url == null) {
      throw Checks.invalid(
          "model must be a folder (with a slash: ./%s) or a model on the class path, got %s,"
              + " and there is no resource %s; %s",
          model, model, file, BundledModels.advice(resource));
    }
    return url;
  }

  @Override
  public String key() {
    return model.toExternalForm();
  }

  @Override
  public String modelName() {
    return model.toExternalForm();
  }

  @Override
  public String tokenizerName() {
    return tokenizer.toExternalForm();
  }

  @Override
  public Path modelPath() {
    return null;
  }

  @Override
  public List<InputStream> openAll() throws IOException {
    InputStream graph = model.openStream();
    try {
      return List.of(graph, tokenizer.openStream());
    } catch (IOException e) {
      graph.close();
      throw e;
    }
  }

  @Override
  public byte[] readModel() throws IOException {
    return read(model);
  }

  @Override
  public byte[] readTokenizer() throws IOException {
    return read(tokenizer);
  }

  private static byte[] read(URL url) throws IOException {
    try (InputStream in = url.openStream()) {
      return in.readAllBytes();
    }
  }
}
