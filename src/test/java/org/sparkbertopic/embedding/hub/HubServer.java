package org.sparkbertopic.embedding.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Answers as the hub does: a list of files by the API, small files at once, large ones by a
 * redirect to storage on another host (here the same server by another name), which knows ranges.
 * Takes commits, with large files by Git LFS's protocol ({@link HubWrites}). Faults are queued and
 * each is used up by one request.
 */
public final class HubServer implements AutoCloseable {

  public static final String REPOSITORY = "some-org/some-model";
  public static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
  private static final int LARGE = 10_000;

  /** What goes wrong with one request. */
  public record Fault(int status, Map<String, String> headers, int cutAfter) {

    public static Fault status(int status, String... headers) {
      Map<String, String> map = new LinkedHashMap<>();
      for (int i = 0; i < headers.length; i += 2) {
        map.put(headers[i], headers[i + 1]);
      }
      return new Fault(status, map, -1);
    }

    /** Nothing goes wrong. */
    public static final Fault NONE = new Fault(0, Map.of(), -1);

    static Fault cutAfter(int bytes) {
      return new Fault(0, Map.of(), bytes);
    }
  }

  /** A request as the server saw it. */
  public record Seen(String line, String range, String authorization) {}

  /** What goes wrong with the next uploads. */
  public final Deque<Fault> uploadFaults = new ArrayDeque<>();

  /** The files of the last commit to main. */
  public final Map<String, byte[]> files = new TreeMap<>();

  public final HubWrites writes = new HubWrites(this);
  final Deque<Fault> apiFaults = new ArrayDeque<>();
  final Deque<Fault> storageFaults = new ArrayDeque<>();
  public final List<Seen> seen = Collections.synchronizedList(new ArrayList<>());
  private final HttpServer server;
  private final ExecutorService threads;
  private String commit = COMMIT;
  private String requiredToken;
  private boolean ranges = true;
  private boolean damaged;
  private long claimedSize = -1;

  static {
    // Small answers wait for the client's acknowledgement otherwise, 40 ms each.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  public HubServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    AtomicInteger next = new AtomicInteger();
    threads =
        Executors.newFixedThreadPool(4, task -> new Thread(task, "hub-" + next.getAndIncrement()));
    server.setExecutor(threads);
    server.createContext("/", exchange -> handle(exchange));
    server.start();
    files.put("README.md", bytes("not needed", 1));
    files.put("config.json", "{\"model_type\": \"bert\"}".getBytes(StandardCharsets.UTF_8));
    files.put(
        "modules.json",
        """
        [{"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
         {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"}]
        """
            .getBytes(StandardCharsets.UTF_8));
    files.put("1_Pooling/config.json", bytes("{}", 1));
    files.put("tokenizer.json", bytes("{\"version\": \"1.0\"}", 1));
    files.put("onnx/model.onnx", bytes("weights of some model. ", 100_000));
    files.put("onnx/model_quantized.onnx", bytes("small weights. ", 2_000));
    files.put("pytorch_model.bin", bytes("not needed", 10_000));
  }

  public static byte[] bytes(String text, int times) {
    return text.repeat(times).getBytes(StandardCharsets.UTF_8);
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  public void requireToken(String token) {
    requiredToken = token;
  }

  void withoutRanges() {
    ranges = false;
  }

  public void damageStorage(boolean value) {
    damaged = value;
  }

  void claimSize(long size) {
    claimedSize = size;
  }

  void moveMainTo(String newCommit) {
    commit = newCommit;
  }

  String commit() {
    return commit;
  }

  int port() {
    return server.getAddress().getPort();
  }

  public long requestsTo(String part) {
    synchronized (seen) {
      return seen.stream().filter(request -> request.line().contains(part)).count();
    }
  }

  List<Seen> storageRequests() {
    synchronized (seen) {
      return seen.stream().filter(request -> request.line().contains("/storage/")).toList();
    }
  }

  public static String sha256(byte[] content) {
    return hash("SHA-256", content);
  }

  static String gitHash(byte[] content) {
    byte[] header = ("blob " + content.length + "\0").getBytes(StandardCharsets.UTF_8);
    byte[] both = Arrays.copyOf(header, header.length + content.length);
    System.arraycopy(content, 0, both, header.length, content.length);
    return hash("SHA-1", both);
  }

  private static String hash(String algorithm, byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      seen.add(
          new Seen(
              exchange.getRequestMethod() + " " + path,
              exchange.getRequestHeaders().getFirst("Range"),
              exchange.getRequestHeaders().getFirst("Authorization")));
      if (path.startsWith("/storage/")) {
        storage(exchange, path.substring("/storage/".length()));
      } else if (path.startsWith("/upload/")) {
        upload(exchange, path.substring("/upload/".length()));
      } else if (refused(exchange)) {
        return;
      } else if (exchange.getRequestMethod().equals("POST")) {
        writes.answer(exchange, path);
      } else if (!writes.exists) {
        send(exchange, 404, Map.of("X-Error-Code", "RepoNotFound"), new byte[0]);
      } else if (path.startsWith("/api/models/" + REPOSITORY + "/revision/")) {
        list(exchange, path.substring(path.lastIndexOf('/') + 1));
      } else if (path.startsWith("/" + REPOSITORY + "/resolve/" + commit + "/")) {
        resolve(exchange, path.substring(("/" + REPOSITORY + "/resolve/").length() + 41));
      } else {
        send(exchange, 404, Map.of("X-Error-Code", "RepoNotFound"), new byte[0]);
      }
    }
  }

  private synchronized boolean refused(HttpExchange exchange) throws IOException {
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (requiredToken != null && !("Bearer " + requiredToken).equals(authorization)) {
      send(exchange, 401, Map.of("X-Error-Code", "GatedRepo"), bytes("Access denied", 1));
      return true;
    }
    Fault fault = apiFaults.poll();
    if (fault != null) {
      send(exchange, fault.status(), fault.headers(), bytes("a fault", 1));
    }
    return fault != null;
  }

  private void list(HttpExchange exchange, String revision) throws IOException {
    if (!List.of("main", "v1.0", commit).contains(revision)
        && !writes.branches.contains(revision)) {
      send(exchange, 404, Map.of("X-Error-Code", "RevisionNotFound"), new byte[0]);
      return;
    }
    String siblings =
        files.keySet().stream()
            .map(file -> "{\"rfilename\": \"" + file + "\"}")
            .collect(Collectors.joining(","));
    String json =
        "{\"sha\": \"%s\", \"private\": %s, \"siblings\": [%s]}"
            .formatted(commit, writes.isPrivate, siblings);
    send(exchange, 200, Map.of(), json.getBytes(StandardCharsets.UTF_8));
  }

  private void resolve(HttpExchange exchange, String path) throws IOException {
    byte[] content = files.get(path);
    if (content == null) {
      send(exchange, 404, Map.of("X-Error-Code", "EntryNotFound"), new byte[0]);
    } else if (content.length < LARGE) {
      Map<String, String> headers =
          Map.of("ETag", "\"" + gitHash(content) + "\"", "X-Repo-Commit", commit);
      send(exchange, 200, headers, content);
    } else {
      String hash = sha256(content);
      send(
          exchange,
          302,
          Map.of(
              "X-Linked-Etag",
              "\"" + hash + "\"",
              "X-Linked-Size",
              Long.toString(claimedSize < 0 ? content.length : claimedSize),
              "X-Repo-Commit",
              commit,
              "Location",
              // Another host to a client, the same socket to us.
              "http://localhost:" + server.getAddress().getPort() + "/storage/" + hash),
          new byte[0]);
    }
  }

  private void storage(HttpExchange exchange, String hash) throws IOException {
    byte[] content =
        files.values().stream().filter(f -> sha256(f).equals(hash)).findFirst().orElseThrow();
    if (damaged) {
      content = content.clone();
      content[content.length / 2] ^= 1;
    }
    Fault fault;
    synchronized (this) {
      fault = storageFaults.poll();
    }
    if (fault != null && fault.cutAfter() < 0) {
      send(exchange, fault.status(), fault.headers(), new byte[0]);
      return;
    }
    String range = exchange.getRequestHeaders().getFirst("Range");
    String ifRange = exchange.getRequestHeaders().getFirst("If-Range");
    String etag = "\"storage-" + hash.substring(0, 8) + "\"";
    int from = 0;
    if (ranges && range != null && (ifRange == null || ifRange.equals(etag))) {
      from = Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
      exchange
          .getResponseHeaders()
          .set(
              "Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
    }
    exchange.getResponseHeaders().set("ETag", etag);
    byte[] rest = Arrays.copyOfRange(content, from, content.length);
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, rest.length);
    OutputStream body = exchange.getResponseBody();
    body.write(rest, 0, fault == null ? rest.length : Math.min(fault.cutAfter(), rest.length));
    body.flush();
  }

  /** Takes a file, or a part of it, at an address that is signed. */
  private void upload(HttpExchange exchange, String name) throws IOException {
    byte[] content = exchange.getRequestBody().readAllBytes();
    Fault fault;
    synchronized (this) {
      fault = uploadFaults.poll();
    }
    if (fault != null && !fault.equals(Fault.NONE)) {
      send(exchange, fault.status(), fault.headers(), bytes("a fault", 1));
      return;
    }
    send(exchange, 200, Map.of("ETag", writes.take(name, content)), new byte[0]);
  }

  static void send(HttpExchange exchange, int status, Map<String, String> headers, byte[] body)
      throws IOException {
    headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
      exchange.sendResponseHeaders(status, -1);
    } else {
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
