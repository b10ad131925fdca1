package org.sparkbertopic.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Chromium without a window, driven by its own driver over the protocol WebDriver (W3C). Selenium
 * speaks it too, but needs Guava 33, and the tests run with the Guava of Spark 3.5.
 */
public final class Browser implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern STARTED = Pattern.compile("started successfully on port (\\d+)");
  private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

  private final Process driver;
  private final HttpClient client = HttpClient.newHttpClient();
  private final URI session;

  private Browser(Process driver, URI session) {
    this.driver = driver;
    this.session = session;
  }

  /** Where the driver and Chromium are; empty where one is missing. */
  public static boolean isInstalled() {
    return program("chromedriver").isPresent() && chromium().isPresent();
  }

  private static Optional<Path> chromium() {
    return Stream.of("chromium", "chromium-browser", "google-chrome")
        .flatMap(name -> program(name).stream())
        .findFirst();
  }

  private static Optional<Path> program(String name) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts a browser.
   *
   * @param dark whether pages find that the user prefers dark colours
   * @param downloads folder for what pages download
   */
  public static Browser start(int width, int height, boolean dark, Path downloads)
      throws IOException, InterruptedException {
    Process driver =
        new ProcessBuilder(program("chromedriver").orElseThrow().toString(), "--port=0")
            .redirectErrorStream(true)
            .start();
    int port = port(driver);
    ObjectNode request = JSON.createObjectNode();
    ObjectNode wanted = request.putObject("capabilities").putObject("alwaysMatch");
    wanted.put("browserName", "chrome");
    wanted.putObject("goog:loggingPrefs").put("browser", "ALL").put("performance", "ALL");
    ObjectNode options = wanted.putObject("goog:chromeOptions");
    options.put("binary", chromium().orElseThrow().toString());
    options
        .putObject("prefs")
        .put("download.default_directory", downloads.toString())
        .put("download.prompt_for_download", false);
    ArrayNode arguments = options.putArray("args");
    Stream.of(
            "--headless=new",
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--use-gl=angle",
            "--use-angle=swiftshader",
            "--enable-unsafe-swiftshader",
            "--hide-scrollbars",
            "--window-size=" + width + "," + height)
        .forEach(arguments::add);
    if (dark) {
      arguments.add("--force-dark-mode").add("--blink-settings=preferredColorScheme=0");
    }
    Browser starting = new Browser(driver, URI.create("http://127.0.0.1:" + port + "/session"));
    try {
      String id = starting.send("POST", "", request).get("sessionId").asText();
      return new Browser(driver, URI.create(starting.session + "/" + id));
    } catch (IOException | RuntimeException e) {
      driver.destroyForcibly();
      throw e;
    }
  }

  private static int port(Process driver) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(driver.getInputStream(), StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher started = STARTED.matcher(line);
      if (started.find()) {
        return Integer.parseInt(started.group(1));
      }
    }
    throw new IOException("chromedriver ended without naming its port");
  }

  private JsonNode send(String method, String path, JsonNode body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(session + path))
            .timeout(PATIENCE)
            .method(
                method,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()))
            .build();
    JsonNode answer =
        JSON.readTree(client.send(request, BodyHandlers.ofString()).body()).path("value");
    if (answer.has("error")) {
      throw new IOException(answer.path("error").asText() + ": " + answer.path("message").asText());
    }
    return answer;
  }

  private JsonNode post(String path, Object... pairs) throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode();
    for (int i = 0; i < pairs.length; i += 2) {
      body.set((String) pairs[i], JSON.valueToTree(pairs[i + 1]));
    }
    return send("POST", path, body);
  }

  public void open(String url) throws IOException, InterruptedException {
    post("/url", "url", url);
  }

  /** What a script returns. */
  public JsonNode run(String script) throws IOException, InterruptedException {
    return post("/execute/sync", "script", script, "args", List.of());
  }

  private String element(String selector) throws IOException, InterruptedException {
    return post("/element", "using", "css selector", "value", selector).get(ELEMENT).asText();
  }

  /** Clicks as a user would: an element that cannot be reached is an error. */
  public void click(String selector) throws IOException, InterruptedException {
    post("/element/" + element(selector) + "/click");
  }

  public void type(String selector, String text) throws IOException, InterruptedException {
    post("/element/" + element(selector) + "/value", "text", text);
  }

  public String text(String selector) throws IOException, InterruptedException {
    return send("GET", "/element/" + element(selector) + "/text", null).asText();
  }

  /** Waits until a script returns true. */
  public void await(String script) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!run(script).asBoolean()) {
      if (System.nanoTime() > end) {
        throw new IOException("still false: " + script);
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  /** Waits for something outside of the page. */
  public static void awaitThat(BooleanSupplier there) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!there.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("it did not come");
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  public void screenshot(Path file) throws IOException, InterruptedException {
    Files.createDirectories(file.getParent());
    Files.write(file, Base64.getDecoder().decode(send("GET", "/screenshot", null).asText()));
  }

  /** Errors and warnings on the page's console since the last call. */
  public List<String> complaints() throws IOException, InterruptedException {
    List<String> complaints = new ArrayList<>();
    for (JsonNode entry : post("/se/log", "type", "browser")) {
      if (List.of("SEVERE", "WARNING").contains(entry.path("level").asText())) {
        complaints.add(entry.path("message").asText());
      }
    }
    return complaints;
  }

  /** Addresses that pages asked for since the last call. */
  public List<String> requests() throws IOException, InterruptedException {
    List<String> addresses = new ArrayList<>();
    for (JsonNode entry : post("/se/log", "type", "performance")) {
      JsonNode message = JSON.readTree(entry.path("message").asText()).path("message");
      if (message.path("method").asText().equals("Network.requestWillBeSent")) {
        addresses.add(message.at("/params/request/url").asText());
      }
    }
    return addresses;
  }

  @Override
  public void close() throws IOException {
    try {
      send("DELETE", "", null);
      driver.destroy();
      driver.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the browser was closed", e);
    } finally {
      driver.destroyForcibly();
    }
  }
}
