package org.sparkbertopic.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A few rounds of what {@code jobs/torture.sh} does at length, by that script. Kills are in {@code
 * CommandIT}: here they would need minutes to learn how long each command takes.
 */
class TortureIT {

  private static final String SEED = "20";
  private static final int PERCENT = 2;
  private static final long MINUTES = 15;
  private static final List<String> PARTS = List.of("mutations", "polls", "loads");

  @TempDir Path folder;

  @Test
  void damage_and_readers_during_overwrites_lose_and_mix_nothing() throws Exception {
    Path log = folder.resolve("torture.log");
    ProcessBuilder harness =
        new ProcessBuilder(
                "jobs/torture.sh",
                "--seed",
                SEED,
                "--folder",
                folder.resolve("runs").toString(),
                "--times",
                Integer.toString(PERCENT),
                "--only",
                String.join(",", PARTS))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    harness.environment().put("CLASS_PATH", System.getProperty("java.class.path"));
    Process process = harness.start();
    try {
      assertTrue(process.waitFor(MINUTES, TimeUnit.MINUTES), () -> read(log));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    assertEquals(0, process.exitValue(), () -> read(log));
    List<String> figures =
        read(log).lines().filter(line -> line.startsWith("torture ")).sorted().toList();
    assertEquals(
        PARTS.stream().sorted().toList(),
        figures.stream().map(line -> line.split(" ", -1)[1]).toList());
    for (String line : figures) {
      assertTrue(line.endsWith(" lost=0 mixed=0 half=0"), line);
      assertTrue(!line.contains(" tried=0 "), line);
    }
  }

  private static String read(Path log) {
    try {
      return Files.readString(log, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return e.getMessage();
    }
  }
}
