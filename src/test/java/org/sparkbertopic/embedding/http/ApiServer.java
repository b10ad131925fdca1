package org.sparkbertopic.embedding.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Answers as the APIs do. A text's vector is (its length, its characters' sum, 1); scripted answers
 * come first.
 */
final class ApiServer implements AutoCloseable {

  private static final JsonMapper MAPPER = new JsonMapper();

  /** An answer that is given whatever is asked. */
  record Scripted(int status, Map<String, String> headers, String body) {

    static Scripted of(int status, String body) {
      return new Scripted(status, Map.of(), body);
    }
  }

  /** A request as the server saw it. */
  record Seen(String path, JsonNode body, Map<String, List<String>> headers) {}

  final Deque<Scripted> scripted = new ArrayDeque<>();
  final List<Seen> seen = Collections.synchronizedList(new ArrayList<>());
  private final HttpServer server;
  private final ExecutorService threads;
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger mostUnderWay = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);
  private int mostCharacters = Integer.MAX_VALUE;
  private boolean reversed;
  private boolean silent;
  private CountDownLatch meeting = new CountDownLatch(0);

  static {
    // Small answers wait for the client's acknowledgement otherwise, 40 ms each.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  ApiServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    AtomicInteger next = new AtomicInteger();
    threads =
        Executors.newFixedThreadPool(16, task -> new Thread(task, "api-" + next.getAndIncrement()));
    server.setExecutor(threads);
    server.createContext("/", exchange -> handle(exchange));
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  static float[] vectorOf(String text) {
    return new float[] {text.length(), text.chars().sum() / 8f, 1};
  }

  /** Texts of more characters, alone or together, are refused. */
  void takeAtMost(int characters) {
    mostCharacters = characters;
  }

  void answerInReverse() {
    reversed = true;
  }

  /** Sends the head of an answer, and never its body. */
  void neverFinish() {
    silent = true;
  }

  /** No request is answered before this many are there. */
  void waitFor(int requests) {
    meeting = new CountDownLatch(requests);
  }

  int mostUnderWay() {
    return mostUnderWay.get();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
      JsonNode body = MAPPER.readTree(exchange.getRequestBody().readAllBytes());
      seen.add(
          new Seen(
              exchange.getRequestURI().toString(), body, Map.copyOf(exchange.getRequestHeaders())));
      meeting.countDown();
      meeting.await();
      answer(exchange, body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      underWay.decrementAndGet();
    }
  }

  private void answer(HttpExchange exchange, JsonNode body)
      throws IOException, InterruptedException {
    Scripted next;
    synchronized (this) {
      next = scripted.poll();
    }
    if (silent) {
      exchange.sendResponseHeaders(200, 1_000);
      exchange.getResponseBody().write('{');
      exchange.getResponseBody().flush();
      closed.await();
    } else if (next != null) {
      next.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
      send(exchange, next.status(), next.body());
    } else {
      send(exchange, body);
    }
  }

  private void send(HttpExchange exchange, JsonNode body) throws IOException {
    List<String> texts = new ArrayList<>();
    (body.has("texts") ? body.get("texts") : body.get("input"))
        .forEach(text -> texts.add(text.textValue()));
    JsonNode truncate = body.path("truncate");
    boolean cuts = truncate.asBoolean() || truncate.asText().equals("END");
    if (!cuts && texts.stream().mapToInt(String::length).sum() > mostCharacters) {
      send(
          exchange,
          400,
          "{\"error\": {\"message\": \"This model's maximum context length is 8192 tokens\"}}");
      return;
    }
    ObjectNode json = MAPPER.createObjectNode();
    String path = exchange.getRequestURI().getPath();
    if (path.endsWith("/embeddings")) {
      ArrayNode data = json.putArray("data");
      for (int i = 0; i < texts.size(); i++) {
        int index = reversed ? texts.size() - 1 - i : i;
        ObjectNode entry = data.addObject();
        entry.put("object", "embedding").put("index", index);
        put(entry.putArray("embedding"), texts.get(index));
      }
      json.putObject("usage").put("prompt_tokens", texts.size()).put("total_tokens", texts.size());
    } else if (path.endsWith("/v2/embed")) {
      ArrayNode vectors = json.putObject("embeddings").putArray("float");
      texts.forEach(text -> put(vectors.addArray(), text));
      json.putObject("meta").putObject("billed_units").put("input_tokens", 2 * texts.size());
    } else {
      ArrayNode vectors = json.putArray("embeddings");
      texts.forEach(text -> put(vectors.addArray(), text));
      json.put("prompt_eval_count", 3 * texts.size());
    }
    send(exchange, 200, json.toString());
  }

  private static void put(ArrayNode numbers, String text) {
    for (float number : vectorOf(text)) {
      numbers.add(number);
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
