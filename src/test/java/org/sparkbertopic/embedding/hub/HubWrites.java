package org.sparkbertopic.embedding.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What of {@link HubServer} takes files, as the hub's API for commits does. */
public final class HubWrites {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SAMPLE = 512;

  private final HubServer hub;

  /** Whether the repository is there. */
  public boolean exists = true;

  public boolean isPrivate;

  /** Whether the token may make repositories of this owner, and write to the one that is there. */
  public boolean mayCreate = true;

  public boolean mayWrite = true;

  /** Larger files come in parts of this size. */
  public int partBytes = Integer.MAX_VALUE;

  /** Of the storage, by SHA-256. */
  public final Map<String, byte[]> stored = new HashMap<>();

  /** The last commit's message. */
  public String message;

  public final Set<String> branches = new TreeSet<>();

  /** Files of pull requests. */
  public final Map<String, byte[]> proposed = new TreeMap<>();

  private final Map<String, byte[]> parts = new HashMap<>();
  private int commits;

  HubWrites(HubServer hub) {
    this.hub = hub;
  }

  /** A part has the name HASH-NUMBER. */
  synchronized String take(String name, byte[] content) {
    (name.contains("-") ? parts : stored).put(name, content);
    return "\"etag-" + HubServer.sha256(content).substring(0, 8) + "\"";
  }

  synchronized void answer(HttpExchange exchange, String path) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String repository = "/api/models/" + HubServer.REPOSITORY + "/";
    if (path.equals("/api/repos/create")) {
      create(exchange, JSON.readTree(body));
    } else if (!exists) {
      say(exchange, 404, "Repository not found");
    } else if (!mayWrite) {
      say(exchange, 403, "You do not have the rights to write");
    } else if (path.startsWith(repository + "branch/")) {
      branches.add(path.substring((repository + "branch/").length()));
      say(exchange, 200, "");
    } else if (path.startsWith(repository + "preupload/")) {
      HubServer.send(exchange, 200, Map.of(), bytes(modes(JSON.readTree(body))));
    } else if (path.equals("/" + HubServer.REPOSITORY + ".git/info/lfs/objects/batch")) {
      HubServer.send(exchange, 200, Map.of(), bytes(batch(JSON.readTree(body))));
    } else if (path.startsWith("/complete/")) {
      complete(exchange, JSON.readTree(body));
    } else if (path.startsWith("/verify/")) {
      JsonNode file = JSON.readTree(body);
      byte[] there = stored.get(file.path("oid").asText());
      boolean whole =
          there != null
              && there.length == file.path("size").asLong()
              && HubServer.sha256(there).equals(file.path("oid").asText());
      say(exchange, whole ? 200 : 422, whole ? "" : "the file is not whole");
    } else if (path.startsWith(repository + "commit/")) {
      String query = exchange.getRequestURI().getQuery();
      commit(exchange, new String(body, StandardCharsets.UTF_8), "create_pr=1".equals(query));
    } else {
      say(exchange, 404, "no such request");
    }
  }

  private void create(HttpExchange exchange, JsonNode body) throws IOException {
    String name = body.path("organization").asText() + "/" + body.path("name").asText();
    if (!mayCreate) {
      say(exchange, 403, "You don't have the rights to create a model under this namespace");
    } else if (exists) {
      say(exchange, 409, "You already created this model repo: " + name);
    } else {
      exists = name.equals(HubServer.REPOSITORY);
      isPrivate = body.path("private").asBoolean();
      hub.files.clear();
      hub.files.put(".gitattributes", HubServer.bytes("*.safetensors filter=lfs", 1));
      say(exchange, 200, "");
    }
  }

  private static boolean isLarge(String path) {
    return path.endsWith(".safetensors") || path.endsWith(".bin");
  }

  private ObjectNode modes(JsonNode body) {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode list = answer.putArray("files");
    for (JsonNode file : body.path("files")) {
      String path = file.path("path").asText();
      int sample = Base64.getDecoder().decode(file.path("sample").asText()).length;
      if (sample != Math.min(SAMPLE, file.path("size").asInt())) {
        throw new IllegalStateException("the sample of " + path + " has " + sample + " bytes");
      }
      byte[] there = hub.files.get(path);
      String hash =
          there == null ? null : isLarge(path) ? HubServer.sha256(there) : HubServer.gitHash(there);
      list.addObject()
          .put("path", path)
          .put("uploadMode", isLarge(path) ? "lfs" : "regular")
          .put("shouldIgnore", false)
          .put("oid", hash);
    }
    return answer;
  }

  private ObjectNode batch(JsonNode body) {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode list = answer.putArray("objects");
    for (JsonNode object : body.path("objects")) {
      String hash = object.path("oid").asText();
      int size = object.path("size").asInt();
      ObjectNode one = list.addObject().put("oid", hash).put("size", size);
      if (stored.containsKey(hash)) {
        continue;
      }
      ObjectNode upload = one.putObject("actions").putObject("upload");
      // Another host to a client, the same socket to us.
      String storage = "http://localhost:" + hub.port() + "/upload/" + hash;
      if (size > partBytes) {
        upload.put("href", hub.endpoint() + "/complete/" + hash);
        ObjectNode header = upload.putObject("header").put("chunk_size", "" + partBytes);
        for (int part = 1; part <= (size + partBytes - 1) / partBytes; part++) {
          header.put("%05d".formatted(part), storage + "-" + part);
        }
      } else {
        upload.put("href", storage);
      }
      ((ObjectNode) one.path("actions"))
          .putObject("verify")
          .put("href", hub.endpoint() + "/verify/" + hash);
    }
    return answer;
  }

  private void complete(HttpExchange exchange, JsonNode body) throws IOException {
    String hash = body.path("oid").asText();
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (JsonNode part : body.path("parts")) {
      byte[] content = parts.get(hash + "-" + part.path("partNumber").asInt());
      if (!part.path("etag").asText().contains(HubServer.sha256(content).substring(0, 8))) {
        say(exchange, 422, "a part has another ETag");
        return;
      }
      whole.writeBytes(content);
    }
    stored.put(hash, whole.toByteArray());
    say(exchange, 200, "");
  }

  private void commit(HttpExchange exchange, String lines, boolean proposal) throws IOException {
    Map<String, byte[]> changed = new TreeMap<>(hub.files);
    for (String line : lines.split("\n", -1)) {
      if (line.isEmpty()) {
        continue;
      }
      JsonNode value = JSON.readTree(line).path("value");
      String path = value.path("path").asText();
      switch (JSON.readTree(line).path("key").asText()) {
        case "header" -> {
          message = value.path("summary").asText();
          if (!value.path("parentCommit").asText().equals(hub.commit())) {
            say(exchange, 412, "A commit has happened since");
            return;
          }
        }
        case "file" ->
            changed.put(path, Base64.getDecoder().decode(value.path("content").asText()));
        case "lfsFile" -> {
          byte[] content = stored.get(value.path("oid").asText());
          if (content == null) {
            say(exchange, 400, "LFS pointer pointed to a file that does not exist: " + path);
            return;
          }
          changed.put(path, content);
        }
        case "deletedFile" -> changed.remove(path);
        default -> throw new IllegalStateException(line);
      }
    }
    String made = "%040x".formatted(++commits);
    ObjectNode answer =
        JSON.createObjectNode()
            .put("commitOid", made)
            .put("commitUrl", hub.endpoint() + "/" + HubServer.REPOSITORY + "/commit/" + made);
    if (proposal) {
      proposed.putAll(changed);
      answer.put("pullRequestUrl", hub.endpoint() + "/" + HubServer.REPOSITORY + "/discussions/1");
    } else {
      hub.files.clear();
      hub.files.putAll(changed);
      hub.moveMainTo(made);
    }
    HubServer.send(exchange, 200, Map.of(), bytes(answer));
  }

  private static void say(HttpExchange exchange, int status, String error) throws IOException {
    HubServer.send(exchange, status, Map.of(), bytes(JSON.createObjectNode().put("error", error)));
  }

  private static byte[] bytes(ObjectNode json) {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }
}
