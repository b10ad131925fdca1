package org.sparkbertopic.job.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretOptionsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pwd",
        "apiKey",
        "authorization",
        "fs.s3a.secret.key",
        "fs.s3a.access.key",
        "fs.azure.account.key.name.dfs.core.windows.net",
        "spark.foo.sig",
        "subscription",
        "user",
        "url",
        "nobodyHasHeardOfIt",
      })
  void an_option_that_is_not_known_to_be_harmless_is_never_written_down(String name) {
    JobConfig config = JobConfig.load("fit", null, Map.of("input.options." + name, "SESAME"));
    assertEquals(Map.of(name, "SESAME"), config.map("input.options"));
    assertFalse(config.toJson().contains("SESAME"), config.toJson());
    assertTrue(SecretOptions.isSecretKey("input.options." + name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "header",
        "multiLine",
        "sep",
        "escape",
        "encoding",
        "mode",
        "timestampFormat",
        "wholetext",
        "mergeSchema",
        "versionAsOf",
        "fs.s3a.endpoint"
      })
  void an_option_that_describes_data_is(String name) {
    JobConfig config = JobConfig.load("fit", null, Map.of("input.options." + name, "open"));
    assertTrue(config.toJson().contains("\"open\""), config.toJson());
  }

  @Test
  void the_values_of_a_urls_query_are_not_written_down() {
    String json =
        JobConfig.load(
                "fit",
                null,
                Map.of(
                    "input.path", "wasbs://c@a.blob.core.windows.net/docs?sig=SESAME",
                    "embedding.url", "https://host/v1?auth=SESAME",
                    "output.path", "s3a://KEY:SESAME@bucket/out"))
            .toJson();
    assertFalse(json.contains("SESAME"), json);
    assertTrue(json.contains("c@a.blob.core.windows.net/docs?sig="), json);
  }

  @Test
  void a_command_line_is_shown_without_them() {
    assertArrayEquals(
        new String[] {
          "fit",
          "-D",
          "input.options.pwd=" + SecretOptions.REDACTED,
          "-Dinput.options.apiKey=" + SecretOptions.REDACTED,
          "-D",
          "input.options.header=true",
          "--input",
          "https://host/x?sig=" + SecretOptions.REDACTED
        },
        SecretOptions.redacted(
            new String[] {
              "fit",
              "-D",
              "input.options.pwd=SESAME",
              "-Dinput.options.apiKey=SESAME",
              "-D",
              "input.options.header=true",
              "--input",
              "https://host/x?sig=SESAME"
            }));
  }
}
