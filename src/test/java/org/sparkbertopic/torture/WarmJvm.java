package org.sparkbertopic.torture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** The other end of a {@link CommandServer}. One command at a time. */
final class WarmJvm implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * What a command ended with.
   *
   * @param printed on both outputs
   */
  record Outcome(int status, String printed) {

    /** Whether one sentence says what is wrong: a status that is the user's or ours, no trace. */
    boolean isRefusal() {
      return (status == 1 || status == 2) && !hasTrace();
    }

    boolean hasTrace() {
      return printed.contains("\n\tat ") || printed.contains("\njava.");
    }

    /** The end of what was printed. */
    String tail() {
      List<String> lines = printed.strip().lines().toList();
      int from = Math.max(0, lines.size() - 4);
      return "status " + status + ": " + String.join(" | ", lines.subList(from, lines.size()));
    }
  }

  private final Process process;
  private final Writer commands;
  private final BufferedReader answers;

  WarmJvm(Jvms jvms) throws IOException {
    process =
        jvms.start(
            new Jvms.Command("org.sparkbertopic.torture.CommandServer", List.of(), List.of()));
    commands = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    next();
  }

  synchronized Outcome run(List<String> command) {
    try {
      commands.write(JSON.writeValueAsString(command) + "\n");
      commands.flush();
      JsonNode answer = JSON.readTree(next());
      return new Outcome(answer.get("status").asInt(), answer.get("printed").asText());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @throws IllegalStateException if the command does not end with 0
   */
  Outcome need(List<String> command) {
    Outcome outcome = run(command);
    if (outcome.status() != 0) {
      throw new IllegalStateException(
          String.format(Locale.ROOT, "%s ended with %s", command, outcome.tail()));
    }
    return outcome;
  }

  private String next() throws IOException {
    StringBuilder other = new StringBuilder();
    for (String line = answers.readLine(); line != null; line = answers.readLine()) {
      if (line.startsWith(CommandServer.ANSWER)) {
        return line.substring(CommandServer.ANSWER.length());
      }
      other.append(line).append('\n');
    }
    throw new IOException("the JVM ended: " + other);
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
