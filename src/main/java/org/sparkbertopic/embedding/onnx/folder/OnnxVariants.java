package org.sparkbertopic.embedding.onnx.folder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.sparkbertopic.compute.Checks;

/**
 * Chooses among the ONNX files of a model's folder, named as sentence-transformers and
 * transformers.js do: {@code model.onnx}, {@code model_O3.onnx}, {@code
 * model_qint8_avx512_vnni.onnx}, ..., in the folder itself or in {@code onnx/}.
 */
final class OnnxVariants {

  /** Full precision; O1 to O3 are the same weights with another graph. */
  private static final List<String> FULL = List.of("model", "model_O3", "model_O2", "model_O1");

  /** Half precision, for GPUs. */
  private static final List<String> HALF = List.of("model_O4", "model_fp16");

  /** For any processor, optimized for none. */
  private static final List<String> ANY_8_BIT =
      List.of("model_quantized", "model_int8", "model_uint8");

  private OnnxVariants() {}

  /** Names of 8-bit files, the best for the processor first. */
  static List<String> quantized(Processor processor) {
    List<String> names = new ArrayList<>();
    if (processor.arm()) {
      names.add("model_qint8_arm64");
    } else {
      if (processor.vnni()) {
        names.add("model_qint8_avx512_vnni");
      }
      if (processor.avx512()) {
        names.add("model_qint8_avx512");
      }
      names.add("model_quint8_avx2");
    }
    names.addAll(ANY_8_BIT);
    return names;
  }

  /**
   * @param file the path in the folder, or empty to choose
   * @throws IllegalArgumentException if there is none; the message names the expected files and the
   *     files that exist
   */
  static Path choose(
      FolderLayout layout, String file, boolean quantized, Device device, Processor processor) {
    List<Path> homes = homes(layout);
    if (!file.isEmpty()) {
      Path given = layout.folder().resolve(file);
      if (Files.isRegularFile(given)) {
        return given;
      }
      throw missing(layout, List.of(file), homes);
    }
    List<String> names = new ArrayList<>();
    if (quantized) {
      names.addAll(quantized(processor));
    } else {
      names.addAll(FULL);
      if (device != Device.CPU) {
        names.addAll(HALF);
      }
    }
    for (String name : names) {
      for (Path home : homes) {
        Path candidate = home.resolve(name + ".onnx");
        if (Files.isRegularFile(candidate)) {
          return candidate;
        }
      }
    }
    throw missing(layout, names.stream().map(name -> name + ".onnx").toList(), homes);
  }

  private static List<Path> homes(FolderLayout layout) {
    List<Path> homes = new ArrayList<>();
    homes.add(layout.folder());
    homes.add(layout.folder().resolve("onnx"));
    if (!layout.transformer().equals(layout.folder().toAbsolutePath().normalize())
        && !layout.transformer().equals(layout.folder())) {
      homes.add(layout.transformer());
      homes.add(layout.transformer().resolve("onnx"));
    }
    return homes;
  }

  private static IllegalArgumentException missing(
      FolderLayout layout, List<String> names, List<Path> homes) {
    Path folder = layout.folder();
    List<String> present = present(layout, homes);
    String advice;
    if (!present.isEmpty()) {
      advice = "it has " + present + "; name one of them (file), or set quantized as they are";
    } else if (Files.isRegularFile(folder.resolve("pytorch_model.bin"))
        || Files.isRegularFile(folder.resolve("model.safetensors"))) {
      advice =
          "it has weights for PyTorch only; export the model with: optimum-cli export onnx --task"
              + " feature-extraction --model "
              + folder
              + " "
              + folder.resolve("onnx");
    } else {
      advice =
          "it holds no ONNX file; export the model with: optimum-cli export onnx --task"
              + " feature-extraction";
    }
    return Checks.invalid(
        "model must be a folder with an ONNX file, one of %s in it or in its folder onnx, got"
            + " %s; %s",
        names, folder, advice);
  }

  private static List<String> present(FolderLayout layout, List<Path> homes) {
    List<String> present = new ArrayList<>();
    for (Path home : homes) {
      if (!Files.isDirectory(home)) {
        continue;
      }
      try (Stream<Path> files = Files.list(home)) {
        files
            .filter(file -> file.getFileName().toString().endsWith(".onnx"))
            .map(file -> layout.folder().toAbsolutePath().relativize(file.toAbsolutePath()))
            .map(file -> file.toString().replace('\\', '/'))
            .sorted()
            .forEach(present::add);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot look into the folder " + home, e);
      }
    }
    return present;
  }
}
