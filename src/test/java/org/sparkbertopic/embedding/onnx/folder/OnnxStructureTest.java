package org.sparkbertopic.embedding.onnx.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbertopic.embedding.onnx.OnnxEmbedder;
import org.sparkbertopic.embedding.onnx.TinyModel;

class OnnxStructureTest {

  private static OnnxStructure ofClassPath(boolean quantized) throws IOException {
    TransformerFiles files =
        TransformerFiles.locate(OnnxEmbedder.ALL_MINI_LM_L6_V2, "", quantized, Device.CPU);
    return OnnxStructure.read(files.readModel(), files.modelName());
  }

  @Test
  void operators_are_found_and_tell_whether_batches_are_quantized_as_one() throws IOException {
    OnnxStructure full = ofClassPath(false);
    assertTrue(full.operators().containsAll(Set.of("Gather", "MatMul", "Softmax", "Erf")));
    assertFalse(full.quantizesBatches());
    OnnxStructure quantized = ofClassPath(true);
    assertTrue(quantized.operators().contains("DynamicQuantizeLinear"));
    assertTrue(quantized.quantizesBatches());
  }

  @Test
  void files_with_weights_are_named() {
    byte[] graph =
        TinyModel.tokens("out").weightsIn("a.bin", "x", 2, 3).weightsIn("b.bin", "y", 4).toBytes();
    assertEquals(Set.of("a.bin", "b.bin"), OnnxStructure.read(graph, "graph").externalFiles());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 40, 200})
  void a_file_that_ends_too_early_is_refused_by_name(int left) {
    byte[] graph = TinyModel.tokens("out").toBytes();
    assertTrue(left < graph.length);
    assertRefused(Arrays.copyOf(graph, left));
  }

  private static void assertRefused(byte[] file) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> OnnxStructure.read(file, "g.onnx"));
    assertTrue(e.getMessage().contains("must be a whole ONNX file, got g.onnx ("), e.getMessage());
  }
}
