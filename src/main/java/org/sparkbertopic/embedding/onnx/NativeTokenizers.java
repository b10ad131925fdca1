package org.sparkbertopic.embedding.onnx;

import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;

/** Opens Hugging Face tokenizers, which are native code, and keeps them off the network. */
public final class NativeTokenizers {

  private NativeTokenizers() {}

  /**
   * Opens a tokenizer that neither truncates nor pads.
   *
   * @param json content of a {@code tokenizer.json}
   * @param specialTokens whether the model's special tokens are added to texts
   * @throws EngineException if the native library cannot be unpacked or loaded; see {@link
   *     #notLoaded}
   */
  public static HuggingFaceTokenizer open(byte[] json, boolean specialTokens) throws IOException {
    keepOffTheNetwork();
    Map<String, String> options =
        Map.of(
            "truncation",
            "do_not_truncate",
            "padding",
            "do_not_pad",
            "addSpecialTokens",
            String.valueOf(specialTokens));
    return HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), options);
  }

  /**
   * As {@link #open}, for a file that may be damaged: refuses content that would crash the JVM.
   *
   * @param source the file's name, for messages
   * @throws IllegalArgumentException if it is not a tokenizer
   */
  public static HuggingFaceTokenizer openChecked(byte[] json, String source) throws IOException {
    return open(TokenizerJson.checked(json, source), true);
  }

  /** The error if the native library does not load. */
  public static IllegalStateException notLoaded(EngineException e) {
    return NativeLibraries.notLoaded(
        "the tokenizer's native library",
        "set the environment variable DJL_CACHE_DIR to a writable folder that may hold programs",
        e);
  }

  /**
   * On EC2 DJL would report its use to its makers, and with a GPU it would download a CUDA build of
   * the tokenizer. A user's own setting is kept.
   */
  private static void keepOffTheNetwork() {
    setUnlessSet("ai.djl.offline", "true");
    setUnlessSet("OPT_OUT_TRACKING", "true");
    setUnlessSet("RUST_FLAVOR", "cpu");
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null && System.getenv(property) == null) {
      System.setProperty(property, value);
    }
  }

  /**
   * The first {@code end} characters, with U+FFFD for unpaired surrogates, which have no UTF-8
   * form.
   */
  public static String wellFormed(String text, int end) {
    StringBuilder repaired = null;
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) {
        continue;
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < end
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
        continue;
      }
      if (repaired == null) {
        repaired = new StringBuilder(text.substring(0, end));
      }
      repaired.setCharAt(i, '\uFFFD');
    }
    return repaired == null ? text.substring(0, end) : repaired.toString();
  }
}
