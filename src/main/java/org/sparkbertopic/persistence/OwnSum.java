package org.sparkbertopic.persistence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A JSON object in a file that begins with the SHA-256 of its remaining content. */
final class OwnSum {

  private static final String BEGIN = "{\"sha256\": \"";
  private static final String END = "\",";

  private OwnSum() {}

  static byte[] bytes(ObjectNode root) throws IOException {
    String body = Json.MAPPER.writer(Json.lines()).writeValueAsString(root).substring(1);
    String sum = FileDigest.of(body.getBytes(StandardCharsets.UTF_8)).hex();
    return (BEGIN + sum + END + body).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * @throws ModelDirectoryException if the file does not match the SHA-256 in its first line
   */
  static void check(byte[] content, String file) throws ModelDirectoryException {
    int digits = FileDigest.of(new byte[0]).hex().length();
    int from = Math.min(BEGIN.length() + digits + END.length(), content.length);
    String head = new String(content, 0, from, StandardCharsets.UTF_8);
    byte[] body = Arrays.copyOfRange(content, from, content.length);
    String expected = BEGIN + FileDigest.of(body).hex() + END;
    if (!head.equals(expected)) {
      throw new ModelDirectoryException(
          file
              + " is damaged: it does not match the SHA-256 in its first line; copy the model again or save it again");
    }
  }
}
