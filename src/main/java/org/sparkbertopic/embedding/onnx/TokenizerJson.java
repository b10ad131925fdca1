package org.sparkbertopic.embedding.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.sparkbertopic.embedding.onnx.folder.ConfigJson;

/**
 * Checks a {@code tokenizer.json} before the native tokenizer sees it. That library aborts the
 * whole JVM on broken JSON within a decoder, and on a template that names an undefined token. So
 * Java checks the templates, and leaves out the decoders, which only turn tokens back into text.
 */
final class TokenizerJson {

  private TokenizerJson() {}

  /**
   * @return JSON of the same tokenizer that is safe for the native library
   * @throws IllegalArgumentException if it is not a tokenizer; the message names {@code source}
   */
  static byte[] checked(byte[] json, String source) {
    ConfigJson config = ConfigJson.parse(json, source);
    if (!(config.root() instanceof ObjectNode root) || !root.path("model").isObject()) {
      throw config.wrong("model", "a JSON object", config.root().path("model"));
    }
    root.remove("decoder");
    checkTemplates(config, root.path("post_processor"));
    return config.toBytes();
  }

  private static void checkTemplates(ConfigJson config, JsonNode processor) {
    List<JsonNode> processors = new ArrayList<>();
    processors.add(processor);
    processor.path("processors").forEach(processors::add);
    for (JsonNode one : processors) {
      JsonNode defined = one.path("special_tokens");
      for (JsonNode named : one.findValues("SpecialToken")) {
        if (!defined.has(named.path("id").asText())) {
          throw config.wrong(
              "a template of post_processor",
              "of tokens that special_tokens defines",
              named.path("id"));
        }
      }
    }
  }
}
