package org.sparkbertopic.embedding.onnx.folder;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the parts of a model are in its folder: as sentence-transformers' {@code modules.json} says
 * or, in a plain Hugging Face transformer, all in the folder itself.
 *
 * @param folder the model's
 * @param transformer the folder of the tokenizer and the transformer's configuration
 * @param modules the modules after the transformer, in order; null if there is no {@code
 *     modules.json}
 */
record FolderLayout(Path folder, Path transformer, List<Module> modules) {

  static final String MODULES = "modules.json";

  /**
   * A module of sentence-transformers.
   *
   * @param type the last part of its class name
   */
  record Module(String type, Path folder) {}

  /**
   * @throws IllegalArgumentException if {@code modules.json} is damaged or does not begin with a
   *     transformer
   */
  static FolderLayout of(Path folder) {
    Path file = folder.resolve(MODULES);
    if (!Files.isRegularFile(file)) {
      return new FolderLayout(folder, folder, null);
    }
    ConfigJson json = ConfigJson.read(file);
    List<Module> modules = new ArrayList<>();
    for (JsonNode module : json.root()) {
      modules.add(module(json, folder, module));
    }
    if (modules.isEmpty() || !modules.get(0).type().equals("Transformer")) {
      throw json.wrong("the first module", "a Transformer", modules);
    }
    Path transformer = modules.get(0).folder();
    return new FolderLayout(folder, transformer, List.copyOf(modules.subList(1, modules.size())));
  }

  private static Module module(ConfigJson json, Path folder, JsonNode module) {
    JsonNode type = module.path("type");
    JsonNode path = module.path("path");
    if (!type.isTextual() || !path.isTextual()) {
      throw json.wrong("a module", "{\"type\": CLASS, \"path\": FOLDER, ...}", module);
    }
    Path home = folder.toAbsolutePath().normalize();
    Path place = home.resolve(path.textValue().replace('\0', '?')).normalize();
    if (!place.startsWith(home)) {
      throw json.wrong("path", "a folder below the model's", path);
    }
    String name = type.textValue();
    return new Module(name.substring(name.lastIndexOf('.') + 1), place);
  }

  /** A file of the transformer, or the file of the same name next to {@code modules.json}. */
  Path file(String name) {
    Path file = transformer.resolve(name);
    return Files.isRegularFile(file) ? file : folder.resolve(name);
  }
}
