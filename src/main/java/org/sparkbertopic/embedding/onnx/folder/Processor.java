package org.sparkbertopic.embedding.onnx.folder;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The features of this machine's processor, as far as Java can find out: from {@code os.arch}, from
 * Linux's list of flags, and elsewhere from the vector instructions that the JVM uses.
 *
 * @param arm 64-bit ARM
 * @param avx512 with 512-bit vectors
 * @param vnni with dot products of bytes in 512-bit vectors
 */
record Processor(boolean arm, boolean avx512, boolean vnni) {

  private static final Path LINUX_FLAGS = Path.of("/proc/cpuinfo");

  private static final Processor HERE = look();

  static Processor here() {
    return HERE;
  }

  private static Processor look() {
    String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    Set<String> flags = linuxFlags();
    return new Processor(
        arch.equals("aarch64") || arch.equals("arm64"),
        flags.contains("avx512f") || (flags.isEmpty() && jvmUsesAvx512()),
        flags.contains("avx512_vnni"));
  }

  private static Set<String> linuxFlags() {
    if (!Files.isReadable(LINUX_FLAGS)) {
      return Set.of();
    }
    try (Stream<String> lines = Files.lines(LINUX_FLAGS, StandardCharsets.UTF_8)) {
      return lines
          .filter(line -> line.startsWith("flags") || line.startsWith("Features"))
          .findFirst()
          .map(line -> Arrays.stream(line.split("[:\\s]+")).collect(Collectors.toSet()))
          .orElse(Set.of());
    } catch (IOException e) {
      return Set.of();
    }
  }

  private static boolean jvmUsesAvx512() {
    try {
      HotSpotDiagnosticMXBean jvm =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      return jvm != null && Integer.parseInt(jvm.getVMOption("UseAVX").getValue()) >= 3;
    } catch (IllegalArgumentException e) {
      return false; // no such option: another JVM or another kind of processor
    }
  }
}
