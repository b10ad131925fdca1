package org.sparkbertopic.embedding.onnx;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says why a native library did not load, and what to do. */
public final class NativeLibraries {

  private static final Pattern NEWER_GLIBC =
      Pattern.compile("GLIBC(?:XX)?_([\\d.]+).{0,3} not found");

  /** What the two libraries say of a system that they have no file for. */
  private static final Pattern NO_FILE =
      Pattern.compile(
          "(?i)not found in jar|no native library|unsupported (os|platform|arch)|Unexpected flavor"
              + "|ld-linux-[\\w-]+\\.so\\.\\d: cannot open|ld-musl|wrong ELF class"
              + "|Failed to find .* in classpath|Unknown arch");

  private NativeLibraries() {}

  /** The error for ONNX Runtime, whatever needs it. */
  public static IllegalStateException withoutOnnxRuntime(Throwable failure) {
    return notLoaded(
        "ONNX Runtime's native library",
        "set java.io.tmpdir to a writable folder that may hold programs",
        failure);
  }

  /**
   * The error for a library that did not load.
   *
   * @param library such as "ONNX Runtime's native library"
   * @param folder what to do where the folder that it is unpacked to cannot hold programs
   */
  static IllegalStateException notLoaded(String library, String folder, Throwable failure) {
    String told = messages(failure);
    Matcher glibc = NEWER_GLIBC.matcher(told);
    String advice;
    if (glibc.find()) {
      advice =
          "it needs glibc "
              + glibc.group(1)
              + ", and the system's is older; run it on RHEL 8, Amazon Linux 2023, Ubuntu 20.04,"
              + " Debian 10 or later";
    } else if (NO_FILE.matcher(told).find()) {
      advice =
          "there is none for "
              + System.getProperty("os.name")
              + " on "
              + System.getProperty("os.arch")
              + " without glibc or with this processor; run it on Linux with glibc 2.28 (x86-64 or"
              + " ARM), or take given embeddings, word vectors or tf-idf, which need no native library";
    } else {
      advice = folder;
    }
    return new IllegalStateException(
        String.format(Locale.ROOT, "%s did not load (%s); %s", library, told, advice), failure);
  }

  /** The messages of a failure and its causes, each once. */
  private static String messages(Throwable failure) {
    Set<Throwable> seen = new LinkedHashSet<>();
    Set<String> messages = new LinkedHashSet<>();
    for (Throwable each = failure; each != null && seen.add(each); each = each.getCause()) {
      messages.add(each.getMessage() == null ? each.getClass().getSimpleName() : each.getMessage());
    }
    return String.join(": ", messages);
  }
}
