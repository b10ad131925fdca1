package org.sparkbertopic.embedding.onnx.folder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.embedding.onnx.OnnxEmbedder;
import org.sparkbertopic.io.FileIdentity;

/**
 * A model in a local folder, laid out as on the Hugging Face hub. A model above 2 GB keeps its
 * weights in files next to the graph.
 *
 * @param model the ONNX file
 */
public record FolderModel(FolderLayout layout, Path model, Path tokenizer)
    implements TransformerFiles {

  /** Files whose content {@link #settings} reflects. */
  private static final List<String> CONFIGURATION =
      List.of(
          "config.json",
          "tokenizer_config.json",
          "sentence_bert_config.json",
          "config_sentence_transformers.json",
          FolderLayout.MODULES);

  /** Names of a graph's external weight files, by the graph's path, size and time. */
  private static final Map<String, Set<String>> WEIGHT_FILES = new ConcurrentHashMap<>();

  /**
   * @throws IllegalArgumentException if the folder or a file is missing; the message names it
   */
  static TransformerFiles in(Path folder, String file, boolean quantized, Device device) {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          "model must be a folder on this machine, got " + folder + "; copy the model there");
    }
    FolderLayout layout = FolderLayout.of(folder);
    Path model = OnnxVariants.choose(layout, file, quantized, device, Processor.here());
    Path tokenizer = layout.file("tokenizer.json");
    if (!Files.isRegularFile(tokenizer)) {
      throw Checks.invalid(
          "model must be a folder with an ONNX file and tokenizer.json, got %s, which has no"
              + " tokenizer.json; make it with: python -c \"from transformers import AutoTokenizer;"
              + " AutoTokenizer.from_pretrained('%s').save_pretrained('%s')\"",
          folder, folder, folder);
    }
    return new FolderModel(layout, model, tokenizer);
  }

  /** The ONNX file as {@link OnnxEmbedder#file} names it. */
  public String file() {
    return relative(model);
  }

  /** Every file that is used, relative to the folder. */
  public List<String> paths() {
    return used().stream().map(this::relative).sorted().distinct().toList();
  }

  private String relative(Path file) {
    Path home = layout.folder().toAbsolutePath().normalize();
    return home.relativize(file.toAbsolutePath().normalize()).toString().replace('\\', '/');
  }

  @Override
  public String key() {
    return FileIdentity.key(used());
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
  public TransformerSettings settings() {
    return FolderSettings.read(layout);
  }

  @Override
  public List<InputStream> openAll() throws IOException {
    List<InputStream> streams = new ArrayList<>();
    try {
      for (Path file : content()) {
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

  private List<Path> used() {
    List<Path> files = content();
    files.addAll(configuration());
    return files;
  }

  /** Graph, its external weights, tokenizer, and weights of the layers after the transformer. */
  private List<Path> content() {
    List<Path> files = new ArrayList<>();
    files.add(model);
    Set<String> weights =
        WEIGHT_FILES.computeIfAbsent(
            FileIdentity.key(model), absent -> OnnxStructure.read(model).externalFiles());
    for (String name : weights) {
      files.add(model.resolveSibling(name));
    }
    files.add(tokenizer);
    addOfModules(DenseReader.WEIGHTS, files);
    return files;
  }

  private List<Path> configuration() {
    List<Path> files = new ArrayList<>();
    for (String name : CONFIGURATION) {
      Path file = layout.file(name);
      if (Files.isRegularFile(file)) {
        files.add(file);
      }
    }
    addOfModules("config.json", files);
    return files;
  }

  private void addOfModules(String name, List<Path> files) {
    if (layout.modules() != null) {
      for (FolderLayout.Module module : layout.modules()) {
        Path file = module.folder().resolve(name);
        if (Files.isRegularFile(file)) {
          files.add(file);
        }
      }
    }
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
