package org.sparkbertopic.embedding.onnx.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.embedding.onnx.OnnxEmbedder;
import org.sparkbertopic.embedding.onnx.TinyModel;

class OnnxVariantsTest {

  private static final Processor VNNI = new Processor(false, true, true);
  private static final Processor AVX512 = new Processor(false, true, false);
  private static final Processor AVX2 = new Processor(false, false, false);
  private static final Processor ARM = new Processor(true, false, false);

  @TempDir Path folder;

  private void files(String... names) throws IOException {
    for (String name : names) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.createFile(file);
    }
  }

  private String choose(boolean quantized, Device device, Processor processor) {
    Path chosen = OnnxVariants.choose(FolderLayout.of(folder), "", quantized, device, processor);
    return folder.relativize(chosen).toString();
  }

  private String quantizedFor(Processor processor) {
    return choose(true, Device.CPU, processor);
  }

  @Test
  void full_precision_is_the_default_whatever_else_there_is() throws IOException {
    files(
        "onnx/model_O3.onnx",
        "onnx/model_O4.onnx",
        "onnx/model_quantized.onnx",
        "onnx/model_qint8_avx512_vnni.onnx");
    assertEquals("onnx/model_O3.onnx", choose(false, Device.CPU, VNNI));
    files("onnx/model.onnx");
    assertEquals("onnx/model.onnx", choose(false, Device.CPU, VNNI));
    assertEquals("onnx/model.onnx", choose(false, Device.CUDA, VNNI));
    files("model.onnx");
    assertEquals("model.onnx", choose(false, Device.AUTO, ARM));
  }

  @Test
  void eight_bits_are_those_for_the_processor() throws IOException {
    files("onnx/model.onnx", "onnx/model_quantized.onnx");
    assertEquals("onnx/model_quantized.onnx", quantizedFor(VNNI));
    assertEquals("onnx/model_quantized.onnx", quantizedFor(ARM));
    files(
        "onnx/model_qint8_avx512_vnni.onnx",
        "onnx/model_qint8_avx512.onnx",
        "onnx/model_quint8_avx2.onnx",
        "onnx/model_qint8_arm64.onnx");
    assertEquals("onnx/model_qint8_avx512_vnni.onnx", quantizedFor(VNNI));
    assertEquals("onnx/model_qint8_avx512.onnx", quantizedFor(AVX512));
    assertEquals("onnx/model_quint8_avx2.onnx", quantizedFor(AVX2));
    assertEquals("onnx/model_qint8_arm64.onnx", quantizedFor(ARM));
  }

  @Test
  void half_precision_is_for_gpus_alone() throws IOException {
    files("onnx/model_fp16.onnx");
    assertEquals("onnx/model_fp16.onnx", choose(false, Device.CUDA, VNNI));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> choose(false, Device.CPU, VNNI));
    assertTrue(e.getMessage().contains("it has [onnx/model_fp16.onnx]"), e.getMessage());
    assertTrue(e.getMessage().contains("model_O3.onnx"), e.getMessage());
  }

  @Test
  void a_file_that_is_named_is_taken_and_stays_named() {
    TinyModel model = TinyModel.in(folder);
    byte[] graph = TinyModel.tokens("last_hidden_state").toBytes();
    model.file("onnx/model_O2.onnx", graph).file("onnx/model_qint8_arm64.onnx", graph);
    OnnxEmbedder embedder = model.embedder();
    assertEquals("model.onnx", embedder.settled().file());
    assertEquals("onnx/model_O2.onnx", embedder.withFile("onnx/model_O2.onnx").settled().file());
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> embedder.withFile("model_O9.onnx").dimension());
    assertTrue(e.getMessage().contains("onnx/model_O2.onnx"), e.getMessage());
    model.without("model.onnx");
    assertEquals("onnx/model_O2.onnx", embedder.settled().file());
    assertEquals(embedder.settled().fingerprint(), embedder.fingerprint());
  }

  @Test
  void executors_take_the_file_that_the_driver_chose() {
    OnnxEmbedder embedder = TinyModel.in(folder).embedder();
    assertEquals(embedder.withFile("model.onnx"), embedder.settled());
    OnnxEmbedder elsewhere = OnnxEmbedder.of(folder.resolve("not-here").toString());
    assertEquals(elsewhere, elsewhere.settled());
    OnnxEmbedder named = OnnxEmbedder.allMiniLmL6V2();
    assertEquals(named, named.settled());
  }

  @Test
  void this_machines_processor_is_one_of_those_there_are() {
    Processor here = Processor.here();
    assertTrue(here.avx512() || !here.vnni(), here.toString());
    assertTrue(!here.arm() || !here.avx512(), here.toString());
  }
}
