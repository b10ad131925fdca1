package org.sparkbertopic.persistence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Changes a flat model directory as somebody would who makes all of its checksums anew. */
public final class Forgery {

  private final Path model;

  private Forgery(Path model) {
    this.model = model;
  }

  public static Forgery of(Path model) {
    return new Forgery(model);
  }

  /** Another content of a file, listed in the manifest. */
  public void replace(String file, byte[] content) throws IOException {
    Files.write(model.resolve(file), content);
    list(file, content.length, FileDigest.of(content).hex());
  }

  /** Only the list is changed. */
  public void list(String file, long bytes, String sha256) throws IOException {
    change(
        manifest ->
            ((ObjectNode) manifest.get("files"))
                .putObject(file)
                .put("bytes", bytes)
                .put("sha256", sha256));
  }

  /** Another manifest, with the checksum that it has to have. */
  public void change(Consumer<ObjectNode> change) throws IOException {
    Path path = model.resolve(ModelFiles.MANIFEST);
    ObjectNode manifest = (ObjectNode) Json.MAPPER.readTree(Files.readAllBytes(path));
    manifest.remove("sha256");
    change.accept(manifest);
    String body = manifest.toString().substring(1);
    String sum = FileDigest.of(body.getBytes(StandardCharsets.UTF_8)).hex();
    Files.writeString(path, "{\"sha256\": \"" + sum + "\"," + body);
  }
}
