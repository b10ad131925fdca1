package org.sparkbertopic.reduction;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class UmapModelTest extends ReductionModelContract {

  @Override
  DimensionReducer reducer() {
    return Umap.create().withNEpochs(60);
  }

  @Test
  void aModelThatWasCutOffOrDamagedIsAnErrorOfReading() throws IOException {
    UmapModel model = UmapTest.fit(Umap.create().withNEpochs(1), training(), 1);
    byte[] bytes = write(model);
    for (int length = 0; length < bytes.length; length += bytes.length / 50) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThrows(IOException.class, () -> read(cut));
    }
    byte[] otherMetric = bytes.clone();
    int metric = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("COSINE");
    otherMetric[metric] = 'K';
    IOException error = assertThrows(IOException.class, () -> read(otherMetric));
    assertTrue(error.getMessage().contains("unknown Metric 'KOSINE'"), error.getMessage());
  }
}
