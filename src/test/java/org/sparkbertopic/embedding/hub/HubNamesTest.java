package org.sparkbertopic.embedding.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubNamesTest {

  private static final Path HOME = Path.of("/home/someone");

  private static HubSettings settings(String... environment) {
    Map<String, String> map = new java.util.HashMap<>();
    for (int i = 0; i < environment.length; i += 2) {
      map.put(environment[i], environment[i + 1]);
    }
    return HubSettings.of(map, HOME);
  }

  @Test
  void a_name_has_an_organisation_a_model_and_perhaps_a_revision() {
    HubName name = HubName.parse("sentence-transformers/all-MiniLM-L6-v2");
    assertEquals("main", name.revision());
    assertEquals("sentence-transformers/all-MiniLM-L6-v2", name.toString());
    HubName pinned = HubName.parse("org/model@" + "a1".repeat(20));
    assertTrue(pinned.isPinned());
    assertEquals("org/model@" + "a1".repeat(20), pinned.toString());
    assertEquals("refs/pr/3", HubName.parse("org/model@refs/pr/3").revision());
  }

  @Test
  void a_token_is_no_part_of_a_name_and_is_not_shown() {
    String token = "hf_" + "Ab3".repeat(11);
    for (String address :
        List.of("hf://org/model@" + token, "hf://" + token, "hf://org/x@y/" + token, token)) {
      IllegalArgumentException failure =
          assertThrows(IllegalArgumentException.class, () -> HubName.ofAddress(address));
      assertTrue(failure.getMessage().contains("set the environment variable HF_TOKEN"));
      assertFalse(failure.getMessage().contains(token));
    }
    IllegalArgumentException parsed =
        assertThrows(IllegalArgumentException.class, () -> HubName.parse("org/model@" + token));
    assertFalse(parsed.getMessage().contains(token));
    assertEquals("hf_next", HubName.ofAddress("hf://org/model@hf_next").revision());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "all-MiniLM-L6-v2", "./models/mine", "/opt/models", "a/b/c", "../x", "org/", "/model",
        "org/mod--el", "org/model.git", "org/..", "src/main", "http://host/x", "", "C:\\models\\x"
      })
  void what_is_no_name_is_not_recognised(String model) {
    assertFalse(HubName.recognizes(model));
  }

  @Test
  void a_bare_name_gets_the_owner_that_sentence_transformers_would_look_at() {
    String multilingual = "paraphrase-multilingual-MiniLM-L12-v2";
    assertEquals("sentence-transformers/" + multilingual, HubName.full(multilingual));
    assertEquals(
        "sentence-transformers/all-mpnet-base-v2@v1", HubName.full("all-mpnet-base-v2@v1"));
    assertEquals("google-bert/bert-base-uncased", HubName.full("bert-base-uncased"));
    assertEquals("FacebookAI/xlm-roberta-large", HubName.full("xlm-roberta-large"));
    assertEquals(
        "sentence-transformers/bert-base-nli-mean-tokens",
        HubName.full("bert-base-nli-mean-tokens"));
    for (String asItIs : List.of("org/model", "./folder", "C:\\models\\x", "with blank", "")) {
      assertEquals(asItIs, HubName.full(asItIs));
    }
  }

  @Test
  void names_are_recognised_unless_a_folder_has_them() {
    assertTrue(HubName.recognizes("BAAI/bge-small-en-v1.5"));
    assertTrue(HubName.recognizes("minishlab/potion-base-8M@v1"));
    assertFalse(HubName.recognizes("src/test"), "a folder of this project");
  }

  @ParameterizedTest
  @ValueSource(strings = {"org/model@", "org/model@../x", "org/model@a b", "org/model@-x", "model"})
  void a_name_that_is_none_is_an_error(String model) {
    assertThrows(IllegalArgumentException.class, () -> HubName.parse(model));
  }

  @Test
  void the_cache_is_where_python_looks_for_it() {
    assertEquals(Path.of("/home/someone/.cache/huggingface/hub"), settings().cache());
    assertEquals(Path.of("/x/huggingface/hub"), settings("XDG_CACHE_HOME", "/x").cache());
    assertEquals(Path.of("/hf/hub"), settings("XDG_CACHE_HOME", "/x", "HF_HOME", "/hf").cache());
    assertEquals(Path.of("/home/someone/hf/hub"), settings("HF_HOME", "~/hf").cache());
    assertEquals(
        Path.of("/c"),
        settings("HF_HOME", "/hf", "HUGGINGFACE_HUB_CACHE", "/old", "HF_HUB_CACHE", "/c").cache());
  }

  @Test
  void offline_and_the_endpoint_are_pythons_too() {
    assertEquals(URI.create("https://huggingface.co"), settings().endpoint());
    assertEquals(
        URI.create("https://mirror.example/hf"),
        settings("HF_ENDPOINT", "https://mirror.example/hf/").endpoint());
    for (String on : List.of("1", "true", "YES", "On")) {
      assertTrue(settings("HF_HUB_OFFLINE", on).offline());
    }
    assertTrue(settings("TRANSFORMERS_OFFLINE", "1").offline());
    assertFalse(settings("HF_HUB_OFFLINE", "0").offline());
    HubSettings off = settings("HF_TOKEN", "hf_x", "HF_HUB_DISABLE_IMPLICIT_TOKEN", "1");
    assertEquals(Optional.empty(), off.token());
    IllegalArgumentException none =
        assertThrows(
            IllegalArgumentException.class,
            () -> HubRepository.of(off, HubName.parse("org/model")));
    assertTrue(none.getMessage().contains("unset HF_HUB_DISABLE_IMPLICIT_TOKEN, and set HF_TOKEN"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"huggingface.co", "ftp://x", "https://user:hunter2@host", "https://a b"})
  void an_endpoint_that_is_no_url_is_an_error_that_shows_no_password(String endpoint) {
    IllegalArgumentException failure =
        assertThrows(IllegalArgumentException.class, () -> settings("HF_ENDPOINT", endpoint));
    assertTrue(failure.getMessage().contains("HF_ENDPOINT must be"), failure::getMessage);
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      assertFalse(cause.toString().contains("hunter2"));
    }
  }
}
