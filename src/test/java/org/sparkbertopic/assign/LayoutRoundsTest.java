package org.sparkbertopic.assign;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.clustering.ClusterModel.Prediction;

/** Layouts of the rounds of one fit, and of others behind them. */
class LayoutRoundsTest {

  private static final float[] NORTH = {0, 1};
  private static final float[] EAST = {1, 0};
  private static final float[] NORTH_EAST = {1, 1};

  /** Knows one embedding as noise, and gives any other its one cluster. */
  private static LayoutModel without(float[] noise) {
    return LayoutModel.ofCenters(new float[][] {EAST}, 2, new float[][] {noise}, new int[] {-1});
  }

  private static int[] clusters(Layouts layouts, float[]... embeddings) {
    return Arrays.stream(layouts.assign(embeddings)).mapToInt(Prediction::label).toArray();
  }

  @Test
  void noise_of_a_sample_is_left_to_the_further_rounds_of_its_fit_alone() {
    LayoutModel first = without(NORTH);
    assertArrayEquals(
        new int[] {-1, 0},
        clusters(Layouts.of(first, LaterLayouts.NONE.plus(without(EAST))), NORTH, NORTH_EAST));
    assertArrayEquals(
        new int[] {1, 0},
        clusters(Layouts.of(first, LaterLayouts.NONE.plusRound(without(EAST))), NORTH, NORTH_EAST));
  }

  @Test
  void what_the_sample_of_a_round_knows_is_asked_of_no_other_before_it() {
    LayoutModel knows =
        LayoutModel.ofCenters(new float[][] {NORTH, EAST}, 2, new float[][] {NORTH}, new int[] {0});
    LaterLayouts rounds = LaterLayouts.NONE.plusRound(without(NORTH)).plusRound(knows);
    // noise in two samples, and the first cluster of the third layout
    assertArrayEquals(new int[] {2}, clusters(Layouts.of(without(NORTH), rounds), NORTH));
    LaterLayouts unknown = LaterLayouts.NONE.plusRound(without(EAST)).plusRound(knows);
    assertArrayEquals(new int[] {2}, clusters(Layouts.of(without(NORTH), unknown), NORTH));
  }

  @Test
  void a_layout_learnt_later_is_not_of_the_fit() {
    LaterLayouts later =
        LaterLayouts.NONE.plusRound(without(NORTH)).plus(without(EAST)).plusRound(without(EAST));
    assertArrayEquals(new int[] {0, 1}, new int[] {later.rounds()[0], later.rounds()[1] - 1});
    assertArrayEquals(new int[] {-1}, clusters(Layouts.of(without(NORTH), later), NORTH));
  }

  @Test
  void rounds_are_kept_in_the_file_and_a_model_without_them_has_the_first_format()
      throws IOException {
    LaterLayouts rounds =
        LaterLayouts.NONE.plusRound(without(NORTH)).plus(without(EAST)).closing(new int[] {1});
    LaterLayouts read = LaterLayouts.read(in(written(rounds)));
    assertArrayEquals(new int[] {0}, read.rounds());
    assertArrayEquals(new int[] {1}, read.closed());
    assertArrayEquals(written(rounds), written(read));
    assertEquals(1, in(written(LaterLayouts.NONE.plus(without(EAST)))).readInt());
    byte[] later = written(rounds);
    later[3] = 3;
    assertThrows(IOException.class, () -> LaterLayouts.read(in(later)));
  }

  private static byte[] written(LaterLayouts layouts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    layouts.write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static DataInputStream in(byte[] bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }
}
