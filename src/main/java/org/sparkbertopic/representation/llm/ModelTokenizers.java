package org.sparkbertopic.representation.llm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.embedding.hub.HubFiles;
import org.sparkbertopic.embedding.hub.HubModels;
import org.sparkbertopic.embedding.hub.HubName;
import org.sparkbertopic.embedding.onnx.TextTokenizer;

/** The tokenizers of language models, by file, folder or name. */
final class ModelTokenizers {

  private static final String FILE = "tokenizer.json";

  /** Tokenizers stay open until the JVM ends. */
  private static final Map<Path, TextTokenizer> OPEN = new ConcurrentHashMap<>();

  private ModelTokenizers() {}

  /**
   * A tokenizer that is opened once per JVM.
   *
   * @param name a {@code tokenizer.json}, a folder with one, or {@code org/model} of the hub
   * @throws IllegalArgumentException if there is none
   */
  static TextTokenizer shared(String name) {
    return OPEN.computeIfAbsent(file(name), TextTokenizer::open);
  }

  private static Path file(String name) {
    if (HubName.recognizes(name)) {
      return HubModels.shared(HubName.parse(name), HubFiles.tokenizer()).folder().resolve(FILE);
    }
    Path path = Path.of(name);
    Path file = Files.isDirectory(path) ? path.resolve(FILE) : path;
    if (!Files.isRegularFile(file)) {
      throw Checks.invalid(
          "documentTokenizer must be a tokenizer.json on the driver, a folder with one, or"
              + " org/model of the Hugging Face hub, got %s, and there is no file %s; save one with"
              + " transformers' AutoTokenizer.save_pretrained, or name the owner too, as in"
              + " openai-community/gpt2",
          name, file);
    }
    return file.toAbsolutePath().normalize();
  }
}
