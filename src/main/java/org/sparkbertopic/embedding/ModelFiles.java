package org.sparkbertopic.embedding;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Where the files of an ONNX sentence transformer lie: on the class path or in a local folder. Two
 * with equal {@link #key()} hold the same model.
 */
interface ModelFiles {

  /** Identity of the model in this JVM. */
  String key();

  /** The ONNX file, for messages. */
  String modelName();

  String tokenizerName();

  /** The ONNX file, where it is a local file; null if it can only be read as a stream. */
  Path modelPath();

  /** Everything that makes up the model's content: graph, weights beside it, tokenizer. */
  List<InputStream> openAll() throws IOException;

  byte[] readModel() throws IOException;

  byte[] readTokenizer() throws IOException;

  /**
   * Finds a model.
   *
   * @param model a folder if it holds a slash or backslash, otherwise the name of a model on the
   *     class path
   * @throws IllegalArgumentException if a file is missing; the message names it
   */
  static ModelFiles locate(String model) {
    return isFolder(model) ? folder(Path.of(model)) : classPath(model);
  }

  static boolean isFolder(String model) {
    return model.indexOf('/') >= 0 || model.indexOf('\\') >= 0;
  }

  private static ModelFiles classPath(String name) {
    String resource = name.toLowerCase(Locale.ROOT);
    return new OnClassPath(
        resource(name, resource + ".onnx"), resource(name, resource + "-tokenizer.json"));
  }

  private static URL resource(String model, String resource) {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    URL url = context == null ? null : context.getResource(resource);
    if (url == null) {
      url = ModelFiles.class.getClassLoader().getResource(resource);
    }
    if (url == null) {
      throw new IllegalArgumentException(
          "model must be a folder (with a slash: ./"
              + model
              + ") or a model on the class path, got "
              + model
              + ", and there is no resource "
              + resource
              + "; add the jar that carries it (lib/ of the build; spark-submit --jars)");
    }
    return url;
  }

  private static ModelFiles folder(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          "model must be a folder on this machine, got "
              + folder
              + "; put the model there on every executor (spark-submit --archives)");
    }
    Path model = folder.resolve("model.onnx");
    if (!Files.isRegularFile(model)) {
      model = folder.resolve("onnx").resolve("model.onnx");
    }
    if (!Files.isRegularFile(model)) {
      throw missing(folder, "model.onnx, nor onnx/model.onnx");
    }
    Path tokenizer = folder.resolve("tokenizer.json");
    if (!Files.isRegularFile(tokenizer)) {
      throw missing(folder, "tokenizer.json");
    }
    return new InFolder(model, tokenizer);
  }

  private static IllegalArgumentException missing(Path folder, String file) {
    return new IllegalArgumentException(
        "model must be a folder with model.onnx and tokenizer.json, got "
            + folder
            + ", which has no "
            + file
            + "; export the model with: optimum-cli export onnx --task feature-extraction");
  }

  /** Files inside a jar on the class path. */
  record OnClassPath(URL model, URL tokenizer) implements ModelFiles {

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

  /** Local files; a model above 2 GB keeps its weights in files beside the graph. */
  record InFolder(Path model, Path tokenizer) implements ModelFiles {

    @Override
    public String key() {
      StringBuilder key = new StringBuilder();
      try {
        for (Path file : files()) {
          key.append(file.toRealPath())
              .append('?')
              .append(Files.size(file))
              .append('@')
              .append(Files.getLastModifiedTime(file).toMillis())
              .append('\n');
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot look at the files beside " + model, e);
      }
      return key.toString();
    }

    @Override
    public String modelName() {
      return model.toString();
    }

    @Override
    public String tokenizerName() {
      return tokenizer.toString();
    }

    @Override
    public Path modelPath() {
      return model;
    }

    @Override
    public List<InputStream> openAll() throws IOException {
      List<InputStream> streams = new ArrayList<>();
      try {
        for (Path file : files()) {
          streams.add(Files.newInputStream(file));
        }
      } catch (IOException e) {
        for (InputStream stream : streams) {
          stream.close();
        }
        throw e;
      }
      return streams;
    }

    private List<Path> files() throws IOException {
      List<Path> files = new ArrayList<>();
      String name = model.getFileName().toString();
      try (Stream<Path> siblings = Files.list(model.toAbsolutePath().getParent())) {
        siblings
            .filter(file -> file.getFileName().toString().startsWith(name))
            .sorted()
            .forEach(files::add);
      }
      files.add(tokenizer);
      return files;
    }

    @Override
    public byte[] readModel() throws IOException {
      return Files.readAllBytes(model);
    }

    @Override
    public byte[] readTokenizer() throws IOException {
      return Files.readAllBytes(tokenizer);
    }
  }
}
