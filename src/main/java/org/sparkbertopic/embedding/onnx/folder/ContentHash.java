package org.sparkbertopic.embedding.onnx.folder;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.codec.digest.DigestUtils;

/** SHA-256 of a model's files, read once per JVM and model. */
public final class ContentHash {

  private static final int BUFFER_BYTES = 1 << 16;

  private static final Map<String, String> KNOWN = new ConcurrentHashMap<>();

  private ContentHash() {}

  public static String of(TransformerFiles files) {
    return KNOWN.computeIfAbsent(files.key(), key -> compute(files));
  }

  private static String compute(TransformerFiles files) {
    MessageDigest digest = DigestUtils.getSha256Digest();
    try {
      List<InputStream> streams = files.openAll();
      try {
        for (InputStream in : streams) {
          DigestUtils.updateDigest(digest, new BufferedInputStream(in, BUFFER_BYTES));
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
}
