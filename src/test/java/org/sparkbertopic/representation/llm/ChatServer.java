package org.sparkbertopic.representation.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/**
 * Answers as OpenAI's chat API does. A question's label is its first keyword in brackets; what is
 * answered in place of it is up to the test.
 */
public final class ChatServer implements AutoCloseable {

  private static final JsonMapper MAPPER = new JsonMapper();

  /** An answer. */
  public record Reply(int status, Map<String, String> headers, String body) {

    public static Reply of(int status, String body) {
      return new Reply(status, Map.of(), body);
    }

    /** What the model says. */
    public static Reply saying(String text) {
      ObjectNode json = MAPPER.createObjectNode();
      json.putArray("choices").addObject().putObject("message").put("content", text);
      json.putObject("usage").put("total_tokens", TOKENS);
      return of(200, json.toString());
    }
  }

  /** A request as the server saw it. */
  public record Seen(String path, JsonNode body, Map<String, List<String>> headers) {

    public String question() {
      JsonNode messages = body.get("messages");
      return messages.get(messages.size() - 1).get("content").textValue();
    }
  }

  /** What every answer costs. */
  public static final int TOKENS = 50;

  public final List<Seen> seen = Collections.synchronizedList(new ArrayList<>());
  private final HttpServer server;
  private final ExecutorService threads;
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger mostUnderWay = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Map<String, Integer> asked = new ConcurrentHashMap<>();
  private volatile BiFunction<String, Integer, Reply> script = (question, time) -> null;
  private volatile CountDownLatch meeting = new CountDownLatch(0);

  static {
    // Small answers wait for the client's acknowledgement otherwise, 40 ms each.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  public ChatServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    AtomicInteger next = new AtomicInteger();
    threads =
        Executors.newFixedThreadPool(
            16, task -> new Thread(task, "chat-" + next.getAndIncrement()));
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /**
   * Replies to a question (its first keyword) that is asked for the n-th time, from 1; null: the
   * usual label; a status of 0: the head of an answer, and never its body.
   */
  public void reply(BiFunction<String, Integer, Reply> value) {
    script = value;
  }

  /** No request is answered before this many are there. */
  void waitFor(int requests) {
    meeting = new CountDownLatch(requests);
  }

  int mostUnderWay() {
    return mostUnderWay.get();
  }

  /** First keywords in the order of the requests. */
  public List<String> questions() {
    synchronized (seen) {
      return seen.stream().map(Seen::question).map(ChatServer::keyword).toList();
    }
  }

  /**
   * The prompts of the tests, and the default one, have the keywords on the line of the first
   * comma.
   */
  private static String keyword(String question) {
    return question
        .lines()
        .filter(line -> line.matches("[^ ]+, .*|[^ ]+"))
        .findFirst()
        .map(line -> line.split(",", -1)[0])
        .orElse("?");
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
      JsonNode body = MAPPER.readTree(exchange.getRequestBody().readAllBytes());
      Seen request =
          new Seen(
              exchange.getRequestURI().toString(), body, Map.copyOf(exchange.getRequestHeaders()));
      seen.add(request);
      meeting.countDown();
      meeting.await();
      String keyword = keyword(request.question());
      Reply reply = script.apply(keyword, asked.merge(keyword, 1, Integer::sum));
      if (reply != null && reply.status() == 0) {
        exchange.sendResponseHeaders(200, 1_000);
        exchange.getResponseBody().write('{');
        exchange.getResponseBody().flush();
        closed.await();
        return;
      }
      // Before the answer is out: whoever has it may send the next request at once.
      underWay.decrementAndGet();
      send(exchange, reply == null ? Reply.saying("[" + keyword + "]") : reply);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
