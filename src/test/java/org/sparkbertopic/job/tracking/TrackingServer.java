package org.sparkbertopic.job.tracking;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A server on loopback that keeps what it was sent and answers as a test wants. */
final class TrackingServer implements AutoCloseable {

  /** An answer: status and body. */
  record Answer(int status, String body) {}

  /** A request as it came. */
  record Request(String method, String target, String authorization, String body) {}

  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(work -> new Thread(work, "tracking server"));
  private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());

  TrackingServer(Function<Request, Answer> answers) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", exchange -> handle(exchange, answers));
    server.start();
  }

  private void handle(HttpExchange exchange, Function<Request, Answer> answers) throws IOException {
    Request request =
        new Request(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            exchange.getRequestHeaders().getFirst("Authorization"),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    requests.add(request);
    Answer answer = answers.apply(request);
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  List<Request> requests() {
    return List.copyOf(requests);
  }

  /** Bodies of the files that were sent, by path. */
  Map<String, String> files() {
    Map<String, String> files = new TreeMap<>();
    for (Request request : requests()) {
      if (request.method().equals("PUT")) {
        files.put(request.target(), request.body());
      }
    }
    return files;
  }

  /** The answers of a server that takes everything. */
  static Answer mlflow(Request request) {
    String target = request.target();
    if (target.contains("/experiments/search")) {
      return new Answer(200, "{\"experiments\": [{\"experiment_id\": \"7\", \"name\": \"e\"}]}");
    }
    if (target.contains("/runs/create")) {
      return new Answer(
          200,
          "{\"run\": {\"info\": {\"run_id\": \"abc\", \"run_uuid\": \"abc\","
              + " \"artifact_uri\": \"mlflow-artifacts:/7/abc/artifacts\"}}}");
    }
    return new Answer(200, "{}");
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
