package org.sparkbertopic.representation.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.http.Backoff;
import org.sparkbertopic.params.PartJson;
import org.sparkbertopic.representation.Evidence;
import org.sparkbertopic.representation.Notices;
import org.sparkbertopic.representation.RepresentationModel;
import org.sparkbertopic.representation.RepresentativeDocument;
import org.sparkbertopic.representation.TopicEvidence;
import org.sparkbertopic.representation.llm.ChatServer.Reply;
import org.sparkbertopic.representation.llm.ChatServer.Seen;

/** Against a real server on this machine. */
class LlmLabelsTest {

  private static final String KEY = "sk-thisKeyMustNotShowUpAnywhere";
  private static final Map<String, String> ENVIRONMENT = Map.of("SOME_KEY", KEY);
  private static final Backoff QUICK = Backoff.create().withFirstWaitMillis(1).withAttempts(3);

  /** As short as can be, so that the estimates of tokens can be followed. */
  private static final LabelPrompt PLAIN =
      LabelPrompt.create().withTemplate("[KEYWORDS]").withSystem("");

  @TempDir Path folder;

  private ChatServer server;
  private final List<Duration> waits = Collections.synchronizedList(new ArrayList<>());
  private final List<String> warnings = new ArrayList<>();
  private final List<String> incomplete = new ArrayList<>();
  private final Map<String, Long> counts = new TreeMap<>();

  @BeforeEach
  void start() throws IOException {
    server = new ChatServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private ChatEndpoint endpoint() {
    return ChatEndpoint.at(server.url(), "some-model")
        .withKeyVariable("SOME_KEY")
        .withRequestsAtOnce(1)
        .withBackoff(QUICK);
  }

  private LlmLabels labels() {
    return LlmLabels.by(endpoint()).withPrompt(PLAIN).withTopNWords(2);
  }

  private LlmLabels kept() {
    return labels().withAnswers(folder.resolve("answers").toString());
  }

  /** Topics -1 to topics - 1; the words of topic 3 are w3 and x3. */
  private Evidence evidence(int topics) {
    List<TopicEvidence> all = new ArrayList<>();
    for (int id = -1; id < topics; id++) {
      List<TermScore> words =
          List.of(
              new TermScore("w" + id, 0.5), new TermScore("x" + id, 0.4), new TermScore("y", 0.3));
      List<RepresentativeDocument> documents =
          List.of(
              new RepresentativeDocument("a", "First  text\nof topic " + id, new float[1]),
              new RepresentativeDocument(
                  "b", "Second [KEYWORDS] " + "long ".repeat(400), new float[1]),
              new RepresentativeDocument("c", "Third", new float[1]));
      all.add(new TopicEvidence(id, words, new float[1], documents));
    }
    Notices notices =
        new Notices() {
          @Override
          public void warn(String message) {
            warnings.add(message);
          }

          @Override
          public void incomplete(String message) {
            incomplete.add(message);
          }

          @Override
          public void count(String name, long value) {
            counts.put(name, value);
          }
        };
    return new Evidence(all, 10, Optional.empty(), notices);
  }

  /** A label, or the words joined by +. */
  private Map<Integer, String> run(LlmLabels labels, Evidence evidence) {
    warnings.clear();
    incomplete.clear();
    server.seen.clear();
    waits.clear();
    Map<Integer, String> shown = new TreeMap<>();
    labels
        .represent(evidence, ENVIRONMENT::get, waits::add)
        .forEach(
            (topic, words) ->
                shown.put(topic, String.join("+", words.stream().map(TermScore::term).toList())));
    return shown;
  }

  @Test
  void every_topic_but_the_outliers_gets_the_models_label_as_its_only_word() {
    assertEquals(
        Map.of(-1, "w-1+x-1", 0, "[w0]", 1, "[w1]", 2, "[w2]"), run(labels(), evidence(3)));
    assertEquals(
        List.of(new TermScore("[w0]", 1)),
        labels().represent(evidence(1), ENVIRONMENT::get, waits::add).get(0));
    assertEquals(List.of(), warnings);
    assertEquals(List.of(), incomplete);
    assertEquals(Map.of("labelRequests", 1L, "labelTokens", 50L, "labelsKnown", 0L), counts);
  }

  @Test
  void the_question_is_what_the_api_expects_with_words_and_documents_in_their_places() {
    LabelPrompt prompt =
        LabelPrompt.create()
            .withTemplate("Words:\n[KEYWORDS]\nTexts:\n[DOCUMENTS]Name?")
            .withDocuments(2)
            .withDocumentCharacters(30);
    run(labels().withPrompt(prompt), evidence(1));
    Seen request = server.seen.get(0);
    assertEquals("/v1/chat/completions", request.path());
    assertEquals(List.of("Bearer " + KEY), request.headers().get("Authorization"));
    JsonNode body = request.body();
    assertEquals("some-model", body.get("model").textValue());
    assertEquals(0.0, body.get("temperature").doubleValue());
    assertEquals(100, body.get("max_tokens").intValue());
    assertEquals("system", body.get("messages").get(0).get("role").textValue());
    assertEquals(
        LabelPrompt.DEFAULT_SYSTEM, body.get("messages").get(0).get("content").textValue());
    assertEquals(
        "Words:\nw0, x0\nTexts:\n- First text of topic 0\n"
            + "- Second [KEYWORDS] long long lo…\nName?",
        request.question());

    run(labels().withPrompt(prompt).withTopNWords(3), evidence(1));
    assertTrue(server.seen.get(0).question().startsWith("Words:\nw0, x0, y\n"));
    LlmLabels bare =
        LlmLabels.by(endpoint().withTemperature(-1).withMaxAnswerTokens(0)).withPrompt(PLAIN);
    run(bare, evidence(1));
    JsonNode plain = server.seen.get(0).body();
    assertEquals(
        "[{\"role\":\"user\",\"content\":\"w0, x0, y\"}]", plain.get("messages").toString());
    assertFalse(plain.has("temperature"));
    assertFalse(plain.has("max_tokens"));
  }

  @Test
  void the_default_prompt_shows_words_and_four_documents() {
    LlmLabels labels = labels().withPrompt(LabelPrompt.create());
    assertEquals(4, labels.representativeDocuments());
    assertEquals(0, labels().representativeDocuments());
    run(labels, evidence(1));
    String question = server.seen.get(0).question();
    for (String part :
        List.of("\nw0, x0\n", "- First text of topic 0\n", "- Third\n", "one line")) {
      assertTrue(question.contains(part), question);
    }
    assertTrue(question.length() < 1_500, question);
  }

  @Test
  void a_server_that_asks_to_wait_is_given_the_time_and_one_that_stumbles_is_asked_again() {
    server.reply(
        (keyword, time) ->
            switch (keyword + "#" + time) {
              case "w0#1" -> new Reply(429, Map.of("Retry-After", "3"), "{}");
              case "w0#2" -> Reply.of(500, "oops");
              case "w1#1" -> Reply.of(200, "<html>busy</html>");
              case "w1#2" -> Reply.of(200, "{\"choices\": []}");
              default -> null;
            });
    assertEquals(Map.of(-1, "w-1+x-1", 0, "[w0]", 1, "[w1]"), run(labels(), evidence(2)));
    assertEquals(List.of("w0", "w0", "w0", "w1", "w1", "w1"), server.questions());
    assertEquals(4, waits.size());
    assertEquals(Duration.ofSeconds(3), waits.get(0));
    assertEquals(List.of(), incomplete);
    assertEquals(6L, counts.get("labelRequests"));
  }

  @Test
  void a_topic_whose_calls_fail_keeps_its_words_and_the_others_go_on() {
    server.reply((keyword, time) -> keyword.equals("w1") ? Reply.of(503, "loading") : null);
    assertEquals(Map.of(-1, "w-1+x-1", 0, "[w0]", 1, "w1+x1", 2, "[w2]"), run(kept(), evidence(3)));
    assertEquals(1, incomplete.size());
    assertTrue(incomplete.get(0).startsWith("1 topics (1) keep their words"), incomplete.get(0));
    assertTrue(incomplete.get(0).contains("after 3 attempts (status 503: loading)"));
  }

  @Test
  void a_slow_answer_ends_in_time_even_where_it_has_begun() {
    server.reply((keyword, time) -> keyword.equals("w0") ? Reply.of(0, "") : null);
    LlmLabels slow =
        LlmLabels.by(endpoint().withTimeoutSeconds(1).withBackoff(QUICK.withAttempts(1)))
            .withPrompt(PLAIN)
            .withTopNWords(2);
    assertEquals(Map.of(-1, "w-1+x-1", 0, "w0+x0", 1, "[w1]"), run(slow, evidence(2)));
    assertTrue(incomplete.get(0).contains("did not answer within 1 s"), incomplete.get(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " \n\n",
        "...",
        "\"\"",
        "<think>The user wants a name, so",
        "The documents that were shown all speak about several things at once, among them the economy,"
            + " the war and the schools, so that I would call them a mixture.",
      })
  void an_answer_that_is_no_label_leaves_the_words_and_is_not_paid_for_twice(String answer) {
    server.reply((keyword, time) -> Reply.saying(answer));
    assertEquals(Map.of(-1, "w-1+x-1", 0, "w0+x0"), run(kept(), evidence(1)));
    assertEquals(2, server.seen.size(), "by a schema and without");
    assertTrue(warnings.get(0).contains("the model's answer was no label"), warnings.get(0));
    assertEquals(List.of(), incomplete);
    run(kept(), evidence(1));
    assertEquals(0, server.seen.size());
  }

  @Test
  void a_model_that_says_nothing_at_all_is_no_error() {
    server.reply(
        (keyword, time) ->
            Reply.of(
                200, "{\"choices\": [{\"message\": {\"content\": null, \"refusal\": \"no\"}}]}"));
    assertEquals("w0+x0", run(labels(), evidence(1)).get(0));
    assertEquals(1, warnings.size());
  }

  /** The body of an answer. */
  private static Reply ending(String content, String reason) {
    return Reply.of(
        200,
        "{\"choices\": [{\"message\": {\"content\": "
            + content
            + ", \"reasoning_content\": \"Sport, I think\"}, \"finish_reason\": \""
            + reason
            + "\"}], \"usage\": {\"total_tokens\": 7}}");
  }

  @Test
  void what_the_server_says_of_an_answers_end_decides_whether_it_is_a_label_and_is_told() {
    server.reply(
        (keyword, time) ->
            switch (keyword) {
              case "w0" -> ending("\"Sports and ga\"", "length");
              case "w1" -> ending("null", "content_filter");
              case "w2" -> ending("\"\"", "length");
              case "w3" -> ending("null", "tool_calls");
              case "w4" ->
                  ending(
                      "[{\"type\": \"thinking\"}, {\"type\": \"text\", \"text\": \"Art\"}]",
                      "stop");
              case "w5" -> Reply.saying("I'm sorry, but I can't help with that.");
              case "w6" -> Reply.saying("<think>and so on");
              case "w7" ->
                  Reply.of(200, "{\"choices\": [{\"message\": {\"role\": \"assistant\"}}]}");
              default -> ending("\"{\\\"name\\\": \\\"Sports\\\"}\"", "stop");
            });
    Map<Integer, String> shown = run(kept(), evidence(9));
    assertEquals("Sports", shown.get(8));
    assertEquals("Art", shown.get(4));
    for (int topic : List.of(0, 1, 2, 3, 5, 6, 7)) {
      assertEquals("w" + topic + "+x" + topic, shown.get(topic));
    }
    String told = String.join("\n", warnings);
    for (String part :
        List.of(
            "2 topics (0, 2) keep their words and have no label: the model's answer was no label: it was cut",
            "1 topics (1) keep their words and have no label: the model's answer was no label: the server's content filter",
            "1 topics (3) keep",
            "1 topics (5) keep their words and have no label: the model's answer was no label: it was an apology",
            "1 topics (6) keep their words and have no label: the model's answer was no label: it was a thought",
            "1 topics (7) keep their words and have no label: the model's answer was no label: it was empty")) {
      assertTrue(told.contains(part), part + " in " + told);
    }
    assertEquals(List.of(), incomplete);
    assertEquals(shown, run(kept(), evidence(9)), "the endings are kept with the answers");
    assertEquals(0, server.seen.size());
  }

  @Test
  void one_label_of_several_topics_is_told() {
    server.reply((keyword, time) -> keyword.equals("w1") ? null : Reply.saying("General talk"));
    assertEquals("General talk", run(labels(), evidence(3)).get(2));
    assertEquals(1, warnings.size());
    assertTrue(
        warnings
            .get(0)
            .startsWith("1 labels are shared by several topics: \"General talk\" of topics 0, 2;"),
        warnings.get(0));
  }

  @Test
  void a_label_is_asked_for_as_json_with_one_field_and_the_answers_of_before_that_are_still_known()
      throws IOException {
    run(labels(), evidence(1));
    JsonNode body = server.seen.get(0).body();
    JsonNode schema = body.at("/response_format/json_schema/schema");
    assertEquals("json_schema", body.at("/response_format/type").textValue());
    assertTrue(body.at("/response_format/json_schema/strict").booleanValue());
    assertEquals("{\"name\":{\"type\":\"string\"}}", schema.get("properties").toString());
    assertFalse(schema.get("additionalProperties").booleanValue());
    assertEquals(4, body.get("stop").size());

    // As versions before this one named and wrote the answer to the question of topic 0.
    byte[] question =
        "{\"model\":\"some-model\",\"messages\":[{\"role\":\"user\",\"content\":\"w0, x0\"}],\"temperature\":0.0,\"max_tokens\":100}"
            .getBytes(StandardCharsets.UTF_8);
    Path answers = Files.createDirectories(folder.resolve("answers"));
    Files.writeString(
        answers.resolve(LabelRun.hash(question) + ".json"),
        "{\"format\":\"spark-bertopic answer\",\"model\":\"some-model\",\"text\":\"Old\",\"tokens\":9}");
    assertEquals("Old", run(kept(), evidence(1)).get(0));
    assertEquals(0, server.seen.size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "This response_format type is unavailable now",
        "Unsupported parameter: 'stop' is not supported with this model.",
        "Extra inputs are not permitted",
      })
  void what_the_server_does_not_take_is_left_out_from_then_on(String refusal) {
    server.reply(
        (keyword, time) -> {
          JsonNode body = server.seen.get(server.seen.size() - 1).body();
          boolean refused =
              refusal.contains("response_format")
                  ? body.has("response_format")
                  : refusal.contains("stop")
                      ? body.has("stop")
                      : body.has("stop") || body.has("response_format");
          return refused ? Reply.of(400, "{\"error\": {\"message\": \"" + refusal + "\"}}") : null;
        });
    assertEquals("[w2]", run(labels(), evidence(3)).get(2));
    assertEquals(List.of("w0", "w0", "w1", "w2"), server.questions());
    JsonNode last = server.seen.get(3).body();
    assertEquals(refusal.contains("stop"), last.has("response_format"));
    assertEquals(refusal.contains("response_format"), last.has("stop"));
    assertEquals(List.of(), warnings);
    assertEquals(List.of(), incomplete);
  }

  @Test
  void a_server_that_stumbles_over_the_form_of_the_answer_is_asked_without_it() {
    server.reply(
        (keyword, time) ->
            server.seen.get(server.seen.size() - 1).body().has("response_format")
                ? Reply.of(500, "KeyError: 'json_schema'")
                : null);
    assertEquals("[w1]", run(labels(), evidence(2)).get(1));
    assertEquals(List.of("w0", "w0", "w0", "w0", "w1"), server.questions());
  }

  @Test
  void a_server_that_loses_answers_by_schema_is_asked_without_one() {
    server.reply(
        (keyword, time) ->
            server.seen.get(server.seen.size() - 1).body().has("response_format")
                ? ending("\"\"", "stop")
                : null);
    Map<Integer, String> shown = run(labels(), evidence(3));
    assertEquals("[w0]", shown.get(0));
    assertEquals("[w2]", shown.get(2));
    assertEquals(List.of("w0", "w0", "w1", "w2"), server.questions());
    assertEquals(7L + 3 * ChatServer.TOKENS, counts.get("labelTokens"));
  }

  @Test
  void a_model_that_says_nothing_is_not_asked_twice_for_every_topic() {
    server.reply((keyword, time) -> Reply.saying(""));
    run(labels(), evidence(20));
    assertEquals(22, server.seen.size());
  }

  @Test
  void any_number_of_topics_the_filter_refuses_do_not_end_the_asking() {
    server.reply(
        (keyword, time) ->
            keyword.equals("w7")
                ? null
                : Reply.of(
                    400,
                    "{\"error\": {\"message\": \"The response was filtered due to the prompt triggering the content management policy.\", \"code\": \"content_filter\"}}"));
    Map<Integer, String> shown = run(labels(), evidence(8));
    assertEquals("[w7]", shown.get(7));
    assertEquals("w6+x6", shown.get(6));
    assertEquals(8, server.seen.size());
    assertTrue(incomplete.get(0).startsWith("7 topics (0, 1, 2, 3, 4, 5, 6) keep"));
  }

  @Test
  void a_server_that_goes_down_in_the_middle_costs_the_rest_their_labels_until_the_second_run()
      throws IOException {
    server.reply((keyword, time) -> keyword.compareTo("w4") < 0 ? null : Reply.of(502, "down"));
    Map<Integer, String> first = run(kept(), evidence(20));
    assertEquals("[w3]", first.get(3));
    assertEquals("w4+x4", first.get(4));
    // w4 to w8 fail three times each, and then nobody else is asked for.
    assertEquals(
        List.of(
            "w0", "w1", "w2", "w3", "w4", "w4", "w4", "w5", "w5", "w5", "w6", "w6", "w6", "w7",
            "w7", "w7", "w8", "w8", "w8"),
        server.questions());
    assertEquals("w9+x9", first.get(9));
    assertTrue(incomplete.get(0).startsWith("16 topics (4, 5, 6, 7, 8, 9, 10, "));

    server.reply((keyword, time) -> null);
    Map<Integer, String> second = run(kept(), evidence(20));
    for (int topic = 0; topic < 20; topic++) {
      assertEquals("[w" + topic + "]", second.get(topic));
    }
    assertEquals(16, server.seen.size());
    assertFalse(server.questions().contains("w3"));
    assertEquals(4L, counts.get("labelsKnown"));
    assertEquals(List.of(), incomplete);

    assertEquals(second, run(kept(), evidence(20)));
    assertEquals(0, server.seen.size());
    try (Stream<Path> files = Files.list(folder.resolve("answers"))) {
      assertEquals(20, files.filter(file -> file.toString().endsWith(".json")).count());
    }
  }

  @Test
  void anthropics_own_api_is_asked_as_it_expects() {
    server.reply(
        (keyword, time) ->
            Reply.of(
                200,
                """
                {"id": "msg_1", "type": "message", "role": "assistant", "stop_reason": "%s",
                 "content": [{"type": "thinking", "thinking": "hm"}, {"type": "text", "text": "%s"}],
                 "usage": {"input_tokens": 30, "output_tokens": 4}}"""
                    .formatted(
                        keyword.equals("w1") ? "max_tokens" : "end_turn", "Label of " + keyword)));
    LlmLabels labels =
        LlmLabels.by(
                endpoint().withApi(ChatApi.ANTHROPIC).withMaxAnswerTokens(0).withTemperature(1))
            .withPrompt(PLAIN.withSystem("Be brief."))
            .withTopNWords(2);
    assertEquals(Map.of(-1, "w-1+x-1", 0, "Label of w0", 1, "w1+x1"), run(labels, evidence(2)));
    Seen seen = server.seen.get(0);
    assertEquals("/v1/messages", seen.path());
    assertEquals(List.of(KEY), seen.headers().get("X-api-key"));
    assertEquals(List.of("2023-06-01"), seen.headers().get("Anthropic-version"));
    assertFalse(seen.headers().containsKey("Authorization"));
    assertEquals(
        "{\"model\":\"some-model\",\"messages\":[{\"role\":\"user\",\"content\":\"w0, x0\"}],"
            + "\"temperature\":1.0,\"system\":\"Be brief.\",\"max_tokens\":4096}",
        seen.body().toString());
    assertEquals(68L, counts.get("labelTokens"));
    server.reply((keyword, time) -> Reply.saying("[another API]"));
    run(labels, evidence(1));
    assertTrue(incomplete.get(0).contains("no list of texts in \"content\""), incomplete::toString);
  }

  @Test
  void coheres_own_api_is_asked_as_it_expects() {
    server.reply(
        (keyword, time) ->
            Reply.of(
                200,
                """
                {"id": "c14c", "finish_reason": "%s",
                 "message": {"role": "assistant", "content": [{"type": "text", "text": "%s"}]},
                 "usage": {"billed_units": {"input_tokens": 5, "output_tokens": 2},
                           "tokens": {"input_tokens": 71, "output_tokens": 2}}}"""
                    .formatted(
                        keyword.equals("w1") ? "MAX_TOKENS" : "COMPLETE", "Label of " + keyword)));
    LlmLabels labels = labels().withEndpoint(endpoint().withApi(ChatApi.COHERE));
    assertEquals(Map.of(-1, "w-1+x-1", 0, "Label of w0", 1, "w1+x1"), run(labels, evidence(2)));
    Seen seen = server.seen.get(0);
    assertEquals("/v2/chat", seen.path());
    assertEquals(List.of("Bearer " + KEY), seen.headers().get("Authorization"));
    assertEquals(
        "{\"model\":\"some-model\",\"messages\":[{\"role\":\"user\",\"content\":\"w0, x0\"}],"
            + "\"temperature\":0.0,\"max_tokens\":100,\"stream\":false}",
        seen.body().toString());
    assertEquals(146L, counts.get("labelTokens"));
  }

  @Test
  void the_vendors_key_goes_to_the_vendor_alone() {
    assertEquals("ANTHROPIC_API_KEY", ChatEndpoint.of(ChatApi.ANTHROPIC, "claude").keyVariable());
    assertEquals("", ChatApi.ANTHROPIC.keyVariableAt("https://proxy.example.org/v1"));
    assertEquals("COHERE_API_KEY", ChatApi.COHERE.keyVariableAt("https://API.cohere.com/v2"));
  }

  @Test
  void only_chosen_topics_are_asked_for_and_the_others_have_what_is_kept() {
    run(kept().withOnlyTopics(List.of(1)), evidence(3));
    assertEquals(List.of("w1"), server.questions());
    assertEquals(List.of(), incomplete);
    assertEquals(
        Map.of(-1, "w-1+x-1", 0, "w0+x0", 1, "[w1]", 2, "[w2]"),
        run(kept().withOnlyTopics(List.of(2)), evidence(3)));
    assertEquals(List.of("w2"), server.questions());
  }

  @Test
  void documents_are_cut_by_tokens_and_chosen_to_differ() {
    LabelPrompt prompt = LabelPrompt.create().withTemplate("[DOCUMENTS]");
    List<String> texts = List.of("one  two-three four", "five");
    Function<String, List<String>> words = text -> List.of(text.split("[ -]+", -1));
    assertEquals(
        "- one two…\n- five\n", prompt.withDocumentCharacters(7).fill(List.of(), texts, words));
    LabelPrompt two = prompt.withDocumentCharacters(7).withDocumentLength(2);
    assertEquals("- on…\n- fi…\n", two.fill(List.of(), texts, words));
    assertEquals(
        "- one two-three…\n- five\n",
        two.withTokenizer(DocumentTokens.WHITESPACE).fill(List.of(), texts, words));
    assertEquals(
        "- one two…\n- five\n",
        two.withTokenizer(DocumentTokens.VECTORIZER).fill(List.of(), texts, words));

    List<RepresentativeDocument> documents = new ArrayList<>();
    float[][] vectors = {{1, 0.1f}, {1, 0.1f}, {1, 0.11f}, {0.5f, 1}};
    for (float[] vector : vectors) {
      documents.add(new RepresentativeDocument("d" + documents.size(), "", vector));
    }
    TopicEvidence topic = new TopicEvidence(0, List.of(), new float[] {1, 0}, documents);
    assertEquals(List.of("d0", "d1"), ids(prompt.withDocuments(2).chosen(topic)));
    LabelPrompt diverse = prompt.withDocuments(2).withDiversity(0.8);
    assertEquals(List.of("d0", "d3"), ids(diverse.chosen(topic)));
    assertEquals(10, labels().withPrompt(diverse).representativeDocuments());
  }

  @Test
  void documents_are_cut_by_the_tokens_of_a_model() throws IOException {
    Path file = Files.createDirectory(folder.resolve("model")).resolve("tokenizer.json");
    Files.write(
        file,
        LlmLabelsTest.class.getResourceAsStream("/all-minilm-l6-v2-tokenizer.json").readAllBytes());
    // BERT's tokens: photos ##yn ##thesis of [UNK] plants !
    List<String> texts = List.of("Photosynthesis of 😀 Plants!", "Café");
    LabelPrompt prompt =
        LabelPrompt.create().withTemplate("[DOCUMENTS]").withDocumentTokenizer(file.toString());
    Function<Integer, String> cut =
        length -> prompt.withDocumentLength(length).fill(List.of(), texts, List::of);
    assertEquals("- Photosynthesis of 😀 Plants!\n- Café\n", cut.apply(0));
    assertEquals("- Photos…\n- Café\n", cut.apply(1));
    assertEquals("- Photosyn…\n- Café\n", cut.apply(2));
    assertEquals("- Photosynthesis of…\n- Café\n", cut.apply(4));
    assertEquals("- Photosynthesis of 😀 Plants…\n- Café\n", cut.apply(6));
    assertEquals("- Photosynthesis of 😀 Plants!\n- Café\n", cut.apply(7));
    assertEquals(
        cut.apply(5),
        prompt
            .withDocumentTokenizer(file.getParent().toString())
            .withDocumentLength(5)
            .fill(List.of(), texts, List::of));

    LlmLabels missing = labels().withPrompt(prompt.withDocumentTokenizer("gpt2"));
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, missing::checkReady);
    assertTrue(
        e.getMessage().startsWith("documentTokenizer must be a tokenizer.json on the driver"),
        e.getMessage());
  }

  private static List<String> ids(List<RepresentativeDocument> documents) {
    return documents.stream().map(RepresentativeDocument::id).toList();
  }

  @Test
  void a_changed_question_is_asked_and_the_others_are_not() {
    run(kept(), evidence(3));
    run(kept().withMostTopics(2), evidence(3));
    assertEquals(0, server.seen.size());
    run(kept().withPrompt(PLAIN.withTemplate("[KEYWORDS]\nin one word")), evidence(1));
    assertEquals(1, server.seen.size());
    run(
        new LlmLabels(
            ChatEndpoint.at(server.url(), "other-model"),
            PLAIN,
            LabelBudget.UNLIMITED,
            kept().answers(),
            List.of(),
            0,
            List.of(),
            2),
        evidence(1));
    assertEquals(1, server.seen.size());
  }

  @Test
  void answers_go_to_the_new_folder_alone_and_are_known_from_all_before() throws IOException {
    run(kept(), evidence(2));
    String own = folder.resolve("own").toString();
    LlmLabels moved = kept().keepingIn(own);
    assertEquals("[w2]", run(moved, evidence(3)).get(2));
    assertEquals(List.of("w2"), server.questions());
    assertEquals(2, files("answers"));
    assertEquals(1, files("own"));
    LlmLabels again = moved.keepingIn(folder.resolve("third").toString());
    run(again, evidence(3));
    assertEquals(0, server.seen.size());
    assertEquals(List.of(own, kept().answers()), again.earlierAnswers());

    run(moved.keepingIn(""), evidence(4));
    assertEquals(List.of("w3"), server.questions());
    assertEquals(3, files("answers") + files("own"), "kept nowhere");

    LlmLabels gone = labels().withEarlierAnswers(List.of(folder.resolve("gone").toString()));
    assertEquals("[w0]", run(gone, evidence(1)).get(0));
    assertFalse(Files.exists(folder.resolve("gone")), "a folder that is read is not made");
    Path file = Files.writeString(folder.resolve("file"), "text");
    run(labels().withEarlierAnswers(List.of(file.toString(), "nowhere:/x")), evidence(1));
    assertEquals(1, server.seen.size());
    assertTrue(warnings.get(0).contains("may be paid for again"), warnings::toString);
  }

  private long files(String name) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(name))) {
      return files.filter(file -> file.toString().endsWith(".json")).count();
    }
  }

  @Test
  void a_damaged_answer_is_asked_for_again() throws IOException {
    run(kept(), evidence(2));
    try (Stream<Path> files = Files.list(folder.resolve("answers"))) {
      for (Path file : files.toList()) {
        if (file.toString().endsWith(".json")) {
          Files.writeString(file, "{\"format\": \"spark-bert");
        } else {
          Files.delete(file);
        }
      }
    }
    assertEquals("[w1]", run(kept(), evidence(2)).get(1));
    assertEquals(2, server.seen.size());
    run(kept(), evidence(2));
    assertEquals(0, server.seen.size());
  }

  @Test
  void a_folder_that_cannot_be_made_is_an_error_before_the_work_and_a_warning_after_it()
      throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "text");
    LlmLabels labels =
        LlmLabels.by(endpoint().withKeyVariable(""))
            .withPrompt(PLAIN)
            .withTopNWords(2)
            .withAnswers(file.resolve("x").toString());
    UncheckedIOException failure = assertThrows(UncheckedIOException.class, labels::checkReady);
    assertTrue(failure.getMessage().startsWith("answers must be a folder"), failure.getMessage());
    assertEquals(0, server.seen.size());

    assertEquals("[w0]", run(labels, evidence(1)).get(0));
    assertEquals(1, warnings.size());
    assertTrue(warnings.get(0).contains("neither read nor kept"), warnings.get(0));
    assertEquals(List.of(), incomplete);
  }

  @Test
  void a_budget_of_requests_stops_in_time_and_counts_repeated_ones() {
    server.reply((keyword, time) -> keyword.equals("w1") && time == 1 ? Reply.of(500, "") : null);
    LlmLabels labels = kept().withBudget(LabelBudget.UNLIMITED.withMaxRequests(4));
    assertEquals(
        Map.of(-1, "w-1+x-1", 0, "[w0]", 1, "[w1]", 2, "[w2]", 3, "w3+x3", 4, "w4+x4"),
        run(labels, evidence(5)));
    assertEquals(4, server.seen.size());
    assertTrue(warnings.get(0).startsWith("2 topics (3, 4) keep their words"), warnings.get(0));
    assertTrue(warnings.get(0).contains("all 4 requests are used"), warnings.get(0));
    assertEquals(List.of(), incomplete);
    // What is known costs nothing: the next run gets farther with the same budget.
    assertEquals("[w4]", run(labels, evidence(5)).get(4));
    assertEquals(List.of("w3", "w4"), server.questions());
  }

  @Test
  void a_budget_of_tokens_is_never_exceeded() {
    // A question has some 375 bytes, the form of its answer included, so 125 tokens, and its answer
    // may take 100. Each costs 50, as the server says: of 400 tokens the first four fit (0, 50, 100
    // and 150 used), the fifth may need 425.
    LlmLabels labels = labels().withBudget(LabelBudget.UNLIMITED.withMaxTokens(400));
    Map<Integer, String> shown = run(labels, evidence(8));
    assertEquals(4, server.seen.size(), server.questions().toString());
    assertEquals("[w3]", shown.get(3));
    assertEquals("w4+x4", shown.get(4));
    assertTrue(warnings.get(0).contains("of 400 tokens 200 are used"), warnings.get(0));
    assertEquals(200L, counts.get("labelTokens"));
  }

  @Test
  void a_budget_of_tokens_waits_for_requests_under_way_before_it_is_used_up() {
    // Each may need 225, and two at once 450: the next waits until one has cost but 50.
    LlmLabels labels =
        LlmLabels.by(endpoint().withRequestsAtOnce(4))
            .withPrompt(PLAIN)
            .withTopNWords(2)
            .withBudget(LabelBudget.UNLIMITED.withMaxTokens(400));
    Map<Integer, String> shown = run(labels, evidence(4));
    for (int topic = 0; topic < 4; topic++) {
      assertEquals("[w" + topic + "]", shown.get(topic));
    }
    assertEquals(List.of(), warnings);
    assertEquals(200L, counts.get("labelTokens"));
  }

  @Test
  void an_attempt_that_timed_out_counts_for_what_it_may_have_cost() {
    server.reply((keyword, time) -> time == 1 ? Reply.of(0, "") : null);
    LlmLabels labels =
        LlmLabels.by(endpoint().withTimeoutSeconds(1)).withPrompt(PLAIN).withTopNWords(2);
    assertEquals("[w0]", run(labels, evidence(1)).get(0));
    long lost = counts.get("labelTokens") - ChatServer.TOKENS;
    assertTrue(lost > 200 && lost < 250, counts.toString());
    // What is left after it does not suffice for a second attempt.
    server.reply((keyword, time) -> Reply.of(0, ""));
    run(labels.withBudget(LabelBudget.UNLIMITED.withMaxTokens(300)), evidence(1));
    assertEquals(1, server.seen.size());
    assertTrue(warnings.get(0).contains("the budget is used up"), warnings.get(0));
  }

  @Test
  void only_the_first_topics_are_asked_for_where_so_many_are_wanted() {
    Map<Integer, String> shown = run(labels().withMostTopics(2), evidence(4));
    assertEquals(Map.of(-1, "w-1+x-1", 0, "[w0]", 1, "[w1]", 2, "w2+x2", 3, "w3+x3"), shown);
    assertEquals(2, server.seen.size());
    assertEquals(List.of(), warnings);
  }

  @Test
  void no_more_requests_are_under_way_than_the_limit() {
    server.waitFor(3);
    LlmLabels labels = LlmLabels.by(endpoint().withRequestsAtOnce(3)).withPrompt(PLAIN);
    Map<Integer, String> shown = run(labels, evidence(30));
    assertEquals("[w29]", shown.get(29));
    assertEquals(3, server.mostUnderWay());
  }

  @Test
  void topics_of_the_same_words_share_a_question() {
    List<TermScore> words = List.of(new TermScore("same", 1));
    Evidence twins =
        new Evidence(
            List.of(
                new TopicEvidence(0, words, new float[1], List.of()),
                new TopicEvidence(1, words, new float[1], List.of()),
                new TopicEvidence(2, List.of(), new float[1], List.of())),
            10,
            Optional.empty());
    assertEquals(Map.of(0, "[same]", 1, "[same]", 2, ""), run(labels(), twins));
    assertEquals(1, server.seen.size());
  }

  @Test
  void a_refusal_for_all_ends_the_asking_and_one_of_a_request_does_not() {
    server.reply((keyword, time) -> keyword.equals("w0") ? Reply.of(400, "content filter") : null);
    assertEquals("[w1]", run(labels(), evidence(2)).get(1));
    assertTrue(incomplete.get(0).contains("refused to label a topic (status 400: content filter)"));
    server.reply(
        (keyword, time) ->
            Reply.of(401, "{\"error\": {\"message\": \"Incorrect API key: " + KEY + "\"}}"));
    Map<Integer, String> shown = run(labels(), evidence(6));
    assertEquals("w5+x5", shown.get(5));
    assertEquals(1, server.seen.size());
    assertTrue(incomplete.get(0).startsWith("6 topics"), incomplete.get(0));
    assertTrue(incomplete.get(0).contains("Incorrect API key: ***"), incomplete.get(0));
  }

  @Test
  void a_server_that_is_not_there_leaves_all_topics_their_words() {
    server.close();
    Map<Integer, String> shown = run(labels(), evidence(12));
    assertEquals("w11+x11", shown.get(11));
    assertEquals(5 * 2, waits.size());
    assertTrue(incomplete.get(0).contains("could not be connected to"), incomplete.get(0));
  }

  @Test
  void the_key_is_in_no_file_and_no_text() throws IOException {
    LlmLabels labels = kept();
    run(labels, evidence(2));
    String json = PartJson.encode(labels, RepresentationModel.class);
    assertEquals(labels, PartJson.decode(json, RepresentationModel.class));
    assertFalse((json + labels).contains(KEY));
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertFalse(Files.readString(file, StandardCharsets.ISO_8859_1).contains(KEY));
      }
    }
    assertRefused("keyVariable must be the name", () -> endpoint().withKeyVariable(KEY));
    assertRefused("the environment variable SOME_KEY must hold the key", labels::checkReady);
  }

  @Test
  void without_a_key_what_is_known_is_used_and_the_rest_keeps_its_words() {
    run(kept(), evidence(2));
    server.seen.clear();
    Map<Integer, List<TermScore>> words = kept().represent(evidence(3), name -> null, waits::add);
    assertEquals("[w1]", words.get(1).get(0).term());
    assertEquals("w2", words.get(2).get(0).term());
    assertEquals(1, incomplete.size());
    assertTrue(incomplete.get(0).contains("environment variable SOME_KEY must hold the key"));
    kept().represent(evidence(2), name -> null, waits::add);
    assertEquals(1, incomplete.size());
    assertEquals(0, server.seen.size());
  }

  @Test
  void parameters_are_checked() {
    assertRefused("url must be an http", () -> ChatEndpoint.at("ftp://host", "m"));
    assertRefused("model must not be blank", () -> ChatEndpoint.at("http://host", " "));
    assertRefused("temperature must be in [0, 2]", () -> endpoint().withTemperature(3));
    assertRefused("maxAnswerTokens must be", () -> endpoint().withMaxAnswerTokens(-1));
    assertRefused("requestsAtOnce must be", () -> endpoint().withRequestsAtOnce(0));
    assertRefused("template must hold [KEYWORDS]", () -> PLAIN.withTemplate("Name it."));
    assertRefused("documents must be at least 1", () -> PLAIN.withDocuments(0));
    assertRefused("documentCharacters must be", () -> PLAIN.withDocumentCharacters(5_000));
    assertRefused("maxTokens must be", () -> LabelBudget.UNLIMITED.withMaxTokens(-1));
    assertRefused("mostTopics must be", () -> labels().withMostTopics(-1));
    assertRefused("topNWords must be", () -> labels().withTopNWords(0));
  }

  private static void assertRefused(String start, Executable call) {
    String message = assertThrows(IllegalArgumentException.class, call).getMessage();
    assertTrue(message.startsWith(start), message);
    assertFalse(message.contains(KEY), message);
  }
}
