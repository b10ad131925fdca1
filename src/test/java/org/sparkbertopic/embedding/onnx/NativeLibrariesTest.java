package org.sparkbertopic.embedding.onnx;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.EngineException;
import org.junit.jupiter.api.Test;

/** What is said where a native library does not load. */
class NativeLibrariesTest {

  private static String told(Throwable failure) {
    return NativeLibraries.notLoaded("the library", "change the folder", failure).getMessage();
  }

  @Test
  void an_old_system_is_told_which_glibc_it_lacks() {
    String told =
        told(
            new EngineException(
                "Failed to load native library.",
                new UnsatisfiedLinkError(
                    "/tmp/libtokenizers.so: /lib64/libc.so.6: version `GLIBC_2.34' not found"
                        + " (required by /tmp/libtokenizers.so)")));
    assertTrue(told.contains("it needs glibc 2.34"), told);
  }

  @Test
  void a_system_without_a_library_is_told_what_works_without() {
    for (String message :
        new String[] {
          "Tokenizer native library not found in jar: native/lib/linux-ppc64le/cpu/libtokenizers.so",
          "ld-linux-x86-64.so.2: cannot open shared object file: No such file or directory"
        }) {
      String told = told(new UnsatisfiedLinkError(message));
      assertTrue(told.contains("tf-idf"), told);
      assertTrue(told.contains(System.getProperty("os.arch")), told);
    }
  }

  @Test
  void a_folder_that_holds_no_programs_is_told_with_its_remedy() {
    String told =
        told(
            new UnsatisfiedLinkError(
                "/tmp/libonnxruntime.so: failed to map segment from shared object"));
    assertTrue(told.endsWith("; change the folder"), told);
  }

  /** The sentence that all users of the library share. */
  @Test
  void onnx_runtime_is_named_with_the_folder_that_it_is_unpacked_to() {
    String told =
        NativeLibraries.withoutOnnxRuntime(new UnsatisfiedLinkError("failed to map segment"))
            .getMessage();
    assertTrue(told.startsWith("ONNX Runtime's native library did not load (failed"), told);
    assertTrue(told.contains("set java.io.tmpdir to a writable folder"), told);
  }
}
