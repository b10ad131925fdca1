package org.sparkbertopic.embedding.onnx.folder;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** SHA-256 of a model's files, read once per JVM and model. */
public final class ContentHash {

  private static final int BUFFER_BYTES = 1 << 16;

  private static final Map<String, String> KNOWN = new ConcurrentHashMap<>();

  private ContentHash() {}

  public static String of(TransformerFiles files) {
    return KNOWN.computeIfAbsent(files.key(), key -> compute(files));
  }

  private static String compute(TransformerFiles files) {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER_BYTES];
    try {
      List<InputStream> streams = files.openAll();
      try {
        for (InputStream in : streams) {
          for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            digest.update(buffer, 0, read);
          }
        }
      } finally {
        for (InputStream in : streams) {
          in.close();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot read the model " + files.modelName() + "; copy its files again", e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
