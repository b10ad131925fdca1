package org.sparkbertopic.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Programs in Python or for node, in one process that stays: what they compiled stays compiled. One
 * command a line, one answer a line: {@code ok SECONDS CPU_SECONDS}, {@code missing} where the
 * library is not installed, or {@code error MESSAGE}. The seconds are taken around the call alone,
 * without reading and writing files.
 */
final class Peer implements AutoCloseable {

  private static final String NONE = "-";
  private static final int SECONDS_TO_END = 20;

  /** Null where there is none. */
  private final Process process;

  private double cpuSeconds = Double.NaN;
  private final PrintWriter commands;
  private final BufferedReader answers;

  private Peer(Process process) {
    this.process = process;
    if (process == null) {
      commands = null;
      answers = null;
      return;
    }
    this.commands =
        new PrintWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8), true);
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * @param interpreter the program, or {@code -} where there is none
   */
  static Peer start(String interpreter, Path script) throws IOException {
    if (NONE.equals(interpreter)) {
      return new Peer(null);
    }
    return new Peer(
        new ProcessBuilder(interpreter, script.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** Which libraries there are, in which versions. */
  String versions() throws IOException {
    if (process == null) {
      return "no peer";
    }
    return ask("versions");
  }

  /** Seconds that the command took; NaN if the library is not installed. */
  double seconds(Object... command) throws IOException {
    if (process == null) {
      return Double.NaN;
    }
    StringBuilder line = new StringBuilder();
    for (Object part : command) {
      line.append(line.isEmpty() ? "" : "\t").append(part);
    }
    String answer = ask(line.toString());
    if ("missing".equals(answer)) {
      return Double.NaN;
    }
    if (!answer.startsWith("ok ")) {
      throw new IOException("the peer failed at " + line + ": " + answer);
    }
    String[] figures = answer.split(" ", 3);
    cpuSeconds = Double.parseDouble(figures[2]);
    return Double.parseDouble(figures[1]);
  }

  /** Seconds of the processors that the last command took in the process itself. */
  double cpuSeconds() {
    return cpuSeconds;
  }

  private String ask(String command) throws IOException {
    commands.println(command);
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("the peer ended at " + command + "; its last lines are above");
    }
    return answer;
  }

  /** Ends the process; it gets a while to end its own helpers. */
  @Override
  public void close() {
    if (process == null) {
      return;
    }
    commands.close();
    try {
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroy();
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
    }
  }
}
