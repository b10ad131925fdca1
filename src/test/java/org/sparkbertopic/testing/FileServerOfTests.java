package org.sparkbertopic.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Serves files by their paths, and parts of them by ranges, as storage does. Redirects first, as
 * the releases of GitHub and TF Hub do.
 */
public final class FileServerOfTests implements AutoCloseable {

  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-");

  /** Content by path. */
  public final Map<String, byte[]> files = new ConcurrentHashMap<>();

  /** Requests, with their queries and ranges. */
  public final List<String> seen = Collections.synchronizedList(new ArrayList<>());

  /** The next answers of files that end in {@code .gz} end after this many bytes. */
  public final AtomicInteger cuts = new AtomicInteger();

  private final HttpServer server;

  public FileServerOfTests() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  public URI address(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String range = exchange.getRequestHeaders().getFirst("Range");
    seen.add(exchange.getRequestURI() + (range == null ? "" : " " + range));
    boolean stored = path.startsWith("/storage");
    byte[] content = files.get(stored ? path.substring("/storage".length()) : path);
    if (content == null) {
      exchange.sendResponseHeaders(404, -1);
    } else if (!stored) {
      exchange.getResponseHeaders().add("Location", address("/storage" + path).toString());
      exchange.sendResponseHeaders(302, -1);
    } else {
      send(exchange, content, range);
    }
  }

  private void send(HttpExchange exchange, byte[] content, String range) throws IOException {
    Matcher asked = RANGE.matcher(range == null ? "" : range);
    int from = asked.matches() ? Integer.parseInt(asked.group(1)) : 0;
    if (from > 0) {
      exchange
          .getResponseHeaders()
          .add(
              "Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
    int length = content.length - from;
    if (exchange.getRequestURI().getPath().endsWith(".gz")
        && cuts.get() > 0
        && cuts.getAndDecrement() > 0) {
      exchange.getResponseBody().write(content, from, length / 2);
      exchange.getResponseBody().flush();
      // closes the connection
      exchange.close();
      return;
    }
    exchange.getResponseBody().write(content, from, length);
    exchange.getResponseBody().close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
