package org.sparkbertopic.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The native libraries in the packaged jar: for which systems there are some. */
class NativeFilesIT {

  /** Of RHEL 8, Debian 10 and Amazon Linux 2023 at least. */
  private static final int NEWEST_GLIBC = 28;

  /** The names of symbol versions lie as plain text in a library's table of strings. */
  private static final Pattern GLIBC = Pattern.compile("\\x00GLIBC_2\\.(\\d+)");

  private static JarFile jar() throws IOException {
    return new JarFile(System.getProperty("jar.under.test"));
  }

  @Test
  void linux_on_both_processors_has_a_tokenizer_and_a_runtime() throws IOException {
    try (JarFile jar = jar()) {
      for (String name :
          List.of(
              "native/lib/linux-x86_64/cpu/libtokenizers.so",
              "native/lib/linux-aarch64/cpu/libtokenizers.so",
              "ai/onnxruntime/native/linux-x64/libonnxruntime.so",
              "ai/onnxruntime/native/linux-x64/libonnxruntime4j_jni.so",
              "ai/onnxruntime/native/linux-aarch64/libonnxruntime.so",
              "ai/onnxruntime/native/linux-aarch64/libonnxruntime4j_jni.so")) {
        JarEntry entry = jar.getJarEntry(name);
        assertTrue(entry != null && entry.getSize() > 10_000, name);
      }
    }
  }

  @Test
  void no_library_needs_a_newer_glibc_than_the_documents_say() throws IOException {
    Map<String, Integer> needed = new TreeMap<>();
    try (JarFile jar = jar()) {
      for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
        if (entry.getName().matches(".*linux-(x64|x86[-_]64|aarch64)/.*\\.so")) {
          try (InputStream in = jar.getInputStream(entry)) {
            needed.put(entry.getName(), glibc(in.readAllBytes()));
          }
        }
      }
    }
    assertTrue(needed.size() >= 6, needed::toString);
    needed.values().removeIf(minor -> minor <= NEWEST_GLIBC);
    assertEquals(Map.of(), needed, "glibc 2.x that is needed");
  }

  private static int glibc(byte[] library) {
    Matcher versions = GLIBC.matcher(new String(library, StandardCharsets.ISO_8859_1));
    int newest = 0;
    while (versions.find()) {
      newest = Math.max(newest, Integer.parseInt(versions.group(1)));
    }
    return newest;
  }
}
