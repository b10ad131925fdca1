package org.sparkbertopic.embedding.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbertopic.embedding.EmbeddedTexts;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.http.ApiServer.Scripted;
import org.sparkbertopic.embedding.http.ApiServer.Seen;
import org.sparkbertopic.http.Backoff;
import org.sparkbertopic.params.PartJson;

class HttpEmbedderTest {

  private static final String KEY = "sk-thisKeyMustNotShowUpAnywhere";
  private static final Map<String, String> ENVIRONMENT = Map.of("SOME_KEY", KEY);
  private static final Backoff QUICK = Backoff.create().withFirstWaitMillis(1).withAttempts(4);

  private ApiServer server;
  private final List<Duration> waits = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void start() throws IOException {
    server = new ApiServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpEmbedder embedder(HttpDialect dialect) {
    String url =
        dialect == HttpDialect.AZURE
            ? server.url() + "/openai/deployments/small/embeddings?api-version=2024-02-01"
            : server.url();
    return HttpEmbedder.of(dialect, url, "some-model")
        .withKeyVariable("SOME_KEY")
        .withBackoff(QUICK);
  }

  private EmbeddedTexts embed(HttpEmbedder embedder, List<String> texts) {
    return embedder.embed(texts, ENVIRONMENT::get, waits::add);
  }

  private static List<String> texts(int count) {
    return IntStream.range(0, count).mapToObj(i -> "text " + "x".repeat(i % 7) + i).toList();
  }

  private static void assertVectors(List<String> texts, EmbeddedTexts embedded) {
    assertEquals(texts.size(), embedded.vectors().length);
    for (int i = 0; i < texts.size(); i++) {
      assertArrayEquals(ApiServer.vectorOf(texts.get(i)), embedded.vectors()[i], texts.get(i));
      assertFalse(embedded.truncated()[i]);
    }
  }

  @ParameterizedTest
  @EnumSource(HttpDialect.class)
  void every_text_gets_its_own_vector_in_every_dialect(HttpDialect dialect) {
    HttpEmbedder embedder =
        embedder(dialect).withLimits(RequestLimits.create().withTextsPerRequest(7));
    List<String> texts = texts(50);
    assertVectors(texts, embed(embedder, texts));
    assertEquals(8, server.seen.size());
    assertEquals(3, embedder.dimension(ENVIRONMENT::get, waits::add));
  }

  @Test
  void requests_are_what_the_apis_expect() {
    for (HttpDialect dialect : HttpDialect.values()) {
      embed(embedder(dialect).withDimensions(3), List.of("one", "two"));
    }
    assertRequest(
        server.seen.get(0),
        "/v1/embeddings",
        "{\"model\":\"some-model\",\"input\":[\"one\",\"two\"],\"dimensions\":3}");
    assertRequest(
        server.seen.get(1),
        "/openai/deployments/small/embeddings?api-version=2024-02-01",
        "{\"model\":\"some-model\",\"input\":[\"one\",\"two\"],\"dimensions\":3}");
    assertRequest(
        server.seen.get(2),
        "/v2/embed",
        "{\"model\":\"some-model\",\"texts\":[\"one\",\"two\"],\"input_type\":\"clustering\","
            + "\"embedding_types\":[\"float\"],\"truncate\":\"NONE\",\"output_dimension\":3}");
    assertRequest(
        server.seen.get(3),
        "/api/embed",
        "{\"model\":\"some-model\",\"input\":[\"one\",\"two\"],\"truncate\":false,\"dimensions\":3}");
    for (Seen request : server.seen) {
      boolean azure = request.path().startsWith("/openai/");
      assertEquals(azure ? null : List.of("Bearer " + KEY), request.headers().get("Authorization"));
      assertEquals(azure ? List.of(KEY) : null, request.headers().get("Api-key"));
    }
  }

  private static void assertRequest(Seen request, String path, String body) {
    assertEquals(path, request.path());
    assertEquals(body, request.body().toString());
  }

  @ParameterizedTest
  @CsvSource({
    "OPENAI, http://h:1, http://h:1/v1/embeddings",
    "OPENAI, http://h:1/v1/, http://h:1/v1/embeddings",
    "OPENAI, https://h/x/v1/embeddings, https://h/x/v1/embeddings",
    "COHERE, https://api.cohere.com, https://api.cohere.com/v2/embed",
    "OLLAMA, http://h:11434/, http://h:11434/api/embed",
    "OLLAMA, http://h:11434/api, http://h:11434/api/embed",
  })
  void an_address_is_made_of_what_people_write(HttpDialect dialect, String url, String address) {
    assertEquals(address, dialect.address(url).toString());
  }

  @Test
  void vectors_are_put_in_order_by_the_index_that_the_answer_gives() {
    server.answerInReverse();
    assertVectors(texts(20), embed(embedder(HttpDialect.OPENAI), texts(20)));
  }

  @Test
  void requests_are_bounded_in_characters_and_a_longer_text_goes_alone() {
    HttpEmbedder embedder =
        embedder(HttpDialect.OPENAI)
            .withLimits(RequestLimits.create().withCharactersPerRequest(10).withRequestsAtOnce(1));
    embed(embedder, List.of("12345", "12345", "1", "123456789012345", "1"));
    assertEquals(
        List.of(2, 1, 1, 1), server.seen.stream().map(s -> s.body().get("input").size()).toList());
  }

  @Test
  void no_more_requests_are_under_way_than_the_limit() {
    server.waitFor(3);
    HttpEmbedder embedder =
        embedder(HttpDialect.OPENAI)
            .withLimits(RequestLimits.create().withTextsPerRequest(1).withRequestsAtOnce(3));
    assertVectors(texts(30), embed(embedder, texts(30)));
    assertEquals(3, server.mostUnderWay());
  }

  @Test
  void blank_texts_are_not_sent_and_get_zeros() {
    EmbeddedTexts embedded = embed(embedder(HttpDialect.OPENAI), List.of("", "word", " \n"));
    assertArrayEquals(new float[3], embedded.vectors()[0]);
    assertArrayEquals(ApiServer.vectorOf("word"), embedded.vectors()[1]);
    assertArrayEquals(new float[3], embedded.vectors()[2]);
    for (Seen request : server.seen) {
      for (JsonNode text : request.body().get("input")) {
        assertFalse(text.textValue().isBlank());
      }
    }
    assertEquals(0, embed(embedder(HttpDialect.OPENAI), List.of()).vectors().length);
  }

  @Test
  void a_server_that_asks_to_wait_is_given_the_time() {
    server.scripted.add(new Scripted(429, Map.of("Retry-After", "3"), "{}"));
    server.scripted.add(new Scripted(429, Map.of("Retry-After", "0.2"), "{}"));
    server.scripted.add(Scripted.of(500, ""));
    assertVectors(texts(3), embed(embedder(HttpDialect.OPENAI), texts(3)));
    assertEquals(3, waits.size());
    assertEquals(Duration.ofSeconds(3), waits.get(0));
    assertEquals(Duration.ofMillis(200), waits.get(1));
    assertTrue(waits.get(2).toMillis() <= 4, waits::toString);
  }

  @Test
  void a_server_that_asks_for_more_than_the_longest_wait_is_an_error_at_once() {
    server.scripted.add(new Scripted(429, Map.of("Retry-After", "7200"), "{}"));
    assertGivesUp(embedder(HttpDialect.OPENAI), "asks to wait 7200 s");
    assertEquals(1, server.seen.size());
  }

  @Test
  void a_server_that_stays_broken_is_an_error_after_all_attempts() {
    for (int i = 0; i < 4; i++) {
      server.scripted.add(Scripted.of(503, "{\"error\": \"model is loading\"}"));
    }
    assertGivesUp(embedder(HttpDialect.OLLAMA), "after 4 attempts", "status 503: model is loading");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"data\": [{\"ind",
        "<html>busy</html>",
        "{}",
        "{\"data\": []}",
        "{\"data\": [{\"index\": 0, \"embedding\": [1, 2]}]}",
        "{\"data\": [{\"index\": 0, \"embedding\": [1]}, {\"index\": 0, \"embedding\": [2]}]}",
        "{\"data\": [{\"index\": 0, \"embedding\": [1]}, {\"index\": 2, \"embedding\": [2]}]}",
        "{\"data\": [{\"index\": 0, \"embedding\": [1]}, {\"index\": 1, \"embedding\": []}]}",
        "{\"data\": [{\"index\": 0, \"embedding\": [1]}, {\"index\": 1, \"embedding\": [null]}]}",
        "{\"data\": [{\"index\": 0, \"embedding\": [1]}, {\"index\": 1, \"embedding\": [\"NaN\"]}]}",
        "{\"data\": [{\"index\": 0, \"embedding\": [1]}, {\"index\": 1, \"embedding\": [1e39]}]}",
      })
  void an_answer_that_is_none_is_asked_for_again_and_then_an_error(String answer) {
    HttpEmbedder embedder = embedder(HttpDialect.OPENAI);
    server.scripted.add(Scripted.of(200, answer));
    assertVectors(texts(2), embed(embedder, texts(2)));
    for (int i = 0; i < 4; i++) {
      server.scripted.add(Scripted.of(200, answer));
    }
    assertGivesUp(embedder, "its answer");
  }

  @Test
  void vectors_of_another_length_are_an_error() {
    assertGivesUp(
        embedder(HttpDialect.OPENAI).withDimensions(256), "must give vectors of 256", "got 3");
    server.scripted.add(
        Scripted.of(
            200,
            "{\"data\": [{\"index\": 0, \"embedding\": [1]}, {\"index\": 1, \"embedding\": [1, 2]}]}"));
    assertGivesUp(embedder(HttpDialect.OPENAI), "has changed its model");
  }

  @Test
  void a_slow_answer_ends_in_time_even_where_it_has_begun() {
    server.neverFinish();
    HttpEmbedder slow =
        embedder(HttpDialect.OPENAI)
            .withLimits(RequestLimits.create().withTimeoutSeconds(1))
            .withBackoff(QUICK.withAttempts(1));
    assertGivesUp(slow, "did not answer within 1 s");
  }

  @Test
  void a_server_that_is_not_there_is_an_error_that_says_so() {
    server.close();
    assertGivesUp(embedder(HttpDialect.OPENAI), "could not be connected to", server.url());
    assertEquals(3, waits.size());
  }

  private void assertGivesUp(HttpEmbedder embedder, String... parts) {
    IllegalStateException failure =
        assertThrows(IllegalStateException.class, () -> embed(embedder, texts(2)));
    for (String part : parts) {
      assertTrue(failure.getMessage().contains(part), failure::getMessage);
    }
  }

  @Test
  void a_refusal_is_final_and_says_what_to_do() {
    server.scripted.add(
        Scripted.of(
            401, "{\"error\": {\"message\": \"Incorrect API key provided: " + KEY + "\"}}"));
    assertRefused("Incorrect API key provided: ***", "set the environment variable SOME_KEY");
    server.scripted.add(Scripted.of(404, "{\"error\": \"model not found\"}"));
    assertRefused("model not found", "check url and model");
    server.scripted.add(
        Scripted.of(
            429, "{\"error\": {\"code\": \"insufficient_quota\", \"message\": \"quota\"}}"));
    assertRefused("status 429: quota", "add credit");
    server.scripted.add(new Scripted(302, Map.of("Location", "http://elsewhere/"), ""));
    assertRefused("status 302", "sends elsewhere");
    server.scripted.add(Scripted.of(400, "bad ".repeat(10_000)));
    IllegalArgumentException failure =
        assertRefused("status 400: bad bad", "check HttpEmbedder.model");
    assertTrue(failure.getMessage().length() < 600, "shortened");
    assertEquals(List.of(), waits);
    assertEquals(5, server.seen.size());
  }

  private IllegalArgumentException assertRefused(String... parts) {
    IllegalArgumentException failure =
        assertThrows(
            IllegalArgumentException.class,
            () -> embed(embedder(HttpDialect.OPENAI), List.of("text")));
    for (String part : parts) {
      assertTrue(failure.getMessage().contains(part), failure::getMessage);
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      assertFalse(cause.toString().contains(KEY), cause::toString);
    }
    return failure;
  }

  @ParameterizedTest
  @EnumSource(HttpDialect.class)
  void a_text_that_is_too_long_is_cut_and_told_and_the_others_are_not(HttpDialect dialect) {
    server.takeAtMost(40);
    List<String> texts = new ArrayList<>(texts(12));
    texts.set(5, "a".repeat(100));
    EmbeddedTexts embedded = embed(embedder(dialect), texts);
    for (int i = 0; i < texts.size(); i++) {
      assertEquals(i == 5, embedded.truncated()[i]);
      if (i != 5) {
        assertArrayEquals(ApiServer.vectorOf(texts.get(i)), embedded.vectors()[i]);
      }
    }
    boolean serverCuts = dialect == HttpDialect.COHERE || dialect == HttpDialect.OLLAMA;
    // 100, 75, 56, 42, 31 characters
    String seen = "a".repeat(serverCuts ? 100 : 31);
    assertArrayEquals(ApiServer.vectorOf(seen), embedded.vectors()[5]);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "413 | <html>Request Entity Too Large</html>",
        "400 | {\"error\": {\"code\": \"context_length_exceeded\", \"message\": \"no\"}}",
        "422 | {\"detail\": [{\"msg\": \"too many tokens\", \"input\": \"text\"}]}",
        "500 | {\"error\": \"the input length exceeds the context length\"}",
      })
  void a_request_that_is_too_long_is_known_by_its_status_and_what_the_error_says(
      int status, String body) {
    server.scripted.add(Scripted.of(status, body));
    assertVectors(texts(2), embed(embedder(HttpDialect.OPENAI), texts(2)));
    assertEquals(3, server.seen.size());
    assertEquals(List.of(), waits);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "504 | {\"error\": \"the model took too long to respond, maximum context length\"}",
        "500 | {\"error\": \"cannot read the model's context length\"}",
        "503 | upstream took too long to respond",
      })
  void a_fault_of_the_server_does_not_cut_a_text(int status, String body) {
    server.scripted.add(Scripted.of(status, body));
    assertVectors(List.of("text"), embed(embedder(HttpDialect.OPENAI), List.of("text")));
    assertEquals(1, waits.size());
  }

  @Test
  void a_refusal_that_repeats_the_text_does_not_cut_it() {
    server.scripted.add(
        Scripted.of(400, "{\"error\": \"bad model\", \"input\": \"on context length\"}"));
    assertRefused("status 400: bad model");
    server.scripted.add(Scripted.of(400, "the model took too long to respond"));
    assertRefused("status 400: the model took");
    server.scripted.add(
        Scripted.of(401, "{\"error\": \"this key is not for this context length\"}"));
    assertRefused("status 401");
  }

  @Test
  void a_text_is_not_cut_within_a_character() {
    server.takeAtMost(2);
    embed(embedder(HttpDialect.OPENAI), List.of("\uD83D\uDE00\uD83D\uDE00"));
    String sent = server.seen.get(server.seen.size() - 1).body().get("input").get(0).textValue();
    assertEquals("\uD83D\uDE00", sent);
  }

  @Test
  void the_key_is_in_no_text_that_an_embedder_gives() {
    HttpEmbedder embedder = embedder(HttpDialect.OPENAI);
    embed(embedder, List.of("text"));
    String json = PartJson.encode(embedder, Embedder.class);
    assertEquals(embedder, PartJson.decode(json, Embedder.class));
    for (String text :
        List.of(json, embedder.toString(), embedder.fingerprint(), embedder.name())) {
      assertFalse(text.contains(KEY), text);
    }
    assertTrue(json.contains("SOME_KEY"), json);
  }

  @Test
  void a_key_in_the_wrong_place_is_refused_without_showing_it() {
    assertHidden(() -> embedder(HttpDialect.OPENAI).withKeyVariable(KEY));
    assertHidden(() -> HttpEmbedder.openAiCompatible("https://me:" + KEY + "@host", "m"));
    assertHidden(() -> HttpEmbedder.openAiCompatible("https://host/v1?api_key=" + KEY, "m"));
    assertHidden(() -> HttpEmbedder.openAiCompatible("https://host/ " + KEY, "m"));
    assertHidden(
        () ->
            embedder(HttpDialect.OPENAI)
                .embed(List.of("text"), name -> KEY + "\nX-Evil: 1", waits::add));
  }

  private static void assertHidden(org.junit.jupiter.api.function.Executable action) {
    IllegalArgumentException failure = assertThrows(IllegalArgumentException.class, action);
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      assertFalse(cause.toString().contains(KEY), cause::toString);
    }
  }

  @Test
  void a_missing_key_is_an_error_before_anything_is_sent() {
    IllegalArgumentException failure =
        assertThrows(
            IllegalArgumentException.class,
            () -> embedder(HttpDialect.COHERE).embed(List.of("text"), name -> null, waits::add));
    assertTrue(failure.getMessage().contains("environment variable SOME_KEY"));
    assertTrue(server.seen.isEmpty());
    embedder(HttpDialect.OLLAMA)
        .withKeyVariable("")
        .embed(List.of("text"), name -> null, waits::add);
    assertEquals(null, server.seen.get(0).headers().get("Authorization"));
  }

  @Test
  void what_it_has_cost_is_counted() {
    server.scripted.add(Scripted.of(500, ""));
    HttpEmbedder openAi = embedder(HttpDialect.OPENAI);
    embed(openAi, texts(10));
    assertEquals(new ApiUsage(2, 10, 10), openAi.usage());
    embed(openAi, texts(2));
    assertEquals(new ApiUsage(3, 12, 12), openAi.usage());
    embed(embedder(HttpDialect.COHERE), texts(10));
    assertEquals(new ApiUsage(1, 10, 20), embedder(HttpDialect.COHERE).usage());
    embed(embedder(HttpDialect.OLLAMA), texts(10));
    assertEquals(new ApiUsage(1, 10, 30), embedder(HttpDialect.OLLAMA).usage());
  }

  @Test
  void fingerprints_tell_vectors_apart_and_nothing_else() {
    HttpEmbedder embedder = embedder(HttpDialect.COHERE);
    List<HttpEmbedder> others =
        Arrays.asList(
            embedder.withDimensions(256),
            embedder.withInputType("classification"),
            embedder.withUrl("https://api.cohere.com"),
            HttpEmbedder.of(HttpDialect.COHERE, embedder.url(), "other-model"),
            HttpEmbedder.of(HttpDialect.OLLAMA, embedder.url(), "some-model"));
    for (HttpEmbedder other : others) {
      assertNotEquals(embedder.fingerprint(), other.fingerprint());
    }
    assertEquals(
        embedder.fingerprint(),
        embedder
            .withKeyVariable("")
            .withBackoff(Backoff.create())
            .withLimits(RequestLimits.create().withTextsPerRequest(5))
            .fingerprint());
  }

  @Test
  void a_url_is_recognised_as_a_server() {
    assertTrue(HttpEmbedder.recognizes("http://localhost:8000/v1"));
    assertTrue(HttpEmbedder.recognizes("HTTPS://api.openai.com"));
    assertFalse(HttpEmbedder.recognizes("sentence-transformers/all-MiniLM-L6-v2"));
    assertFalse(HttpEmbedder.recognizes("./http://x"));
  }
}
