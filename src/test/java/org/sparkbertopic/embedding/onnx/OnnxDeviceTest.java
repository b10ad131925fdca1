package org.sparkbertopic.embedding.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.embedding.onnx.folder.Device;

/** What can be said of devices where there is no GPU. */
class OnnxDeviceTest {

  @BeforeEach
  void onlyWithoutCuda() {
    assumeFalse(
        OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA),
        "this is the build with onnxruntime_gpu");
  }

  @Test
  void cuda_that_is_not_there_fails_at_once_with_cause_and_fix(@TempDir Path folder) {
    OnnxEmbedder embedder = TinyModel.in(folder).embedder().withDevice(Device.CUDA);
    for (int attempt = 0; attempt < 2; attempt++) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, embedder::dimension);
      assertTrue(e.getMessage().contains("cuda:0 cannot be used ("), e.getMessage());
      assertTrue(e.getMessage().contains("profile gpu"), e.getMessage());
      assertTrue(e.getMessage().contains("CUDA 12 and cuDNN 9"), e.getMessage());
    }
  }

  @Test
  void auto_without_cuda_gives_the_bits_of_the_cpu(@TempDir Path folder) {
    OnnxEmbedder cpu = TinyModel.in(folder).embedder();
    List<String> texts = List.of("tax cut", "war", "");
    OnnxEmbedder auto = cpu.withDevice(Device.AUTO);
    assertArrayEquals(cpu.embed(texts).vectors(), auto.embed(texts).vectors());
    assertTrue(auto.rowsPerCall() > cpu.rowsPerCall());
  }

  @Test
  void the_device_is_the_first_of_the_tasks_addresses() {
    assertEquals(OnnxDevice.cuda(3), new OnnxDevice(OnnxDevice.parse(new String[] {"3", "1"})));
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class, () -> OnnxDevice.parse(new String[] {"GPU-8a1f"}));
    assertTrue(e.getMessage().contains("got [GPU-8a1f]"), e.getMessage());
    assertEquals(OnnxDevice.cuda(0), OnnxDevice.ofTask());
    assertFalse(OnnxDevice.CPU.isCuda());
  }
}
