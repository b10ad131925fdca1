package org.sparkbertopic.torture;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.job.CommandLineCall;

/**
 * A JVM that runs one command after another: each line of its input is a JSON array of arguments,
 * and each line of its output the status and what was printed.
 */
public final class CommandServer {

  /** {@code SAVE MODEL TARGET}: saves a model over another, by the API. */
  static final String SAVE = "-save";

  /** What an answer's line begins with. */
  static final String ANSWER = "\u0001";

  /** Status of a command that threw what no command should throw. */
  static final int ESCAPED = 99;

  private static final ObjectMapper JSON = new ObjectMapper();

  private CommandServer() {}

  /** Serves until the input ends. */
  public static void main(String[] arguments) throws IOException {
    SparkSession.builder().appName("torture").getOrCreate();
    PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    answers.println(ANSWER);
    try (BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = commands.readLine(); line != null; line = commands.readLine()) {
        answers.println(ANSWER + answer(JSON.readValue(line, String[].class)));
      }
    }
    System.exit(0);
  }

  private static ObjectNode answer(String[] command) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream before = System.out;
    PrintStream errors = System.err;
    int status;
    try (PrintStream captured = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
      System.setOut(captured);
      System.setErr(captured);
      status = run(command, captured);
    } finally {
      System.setOut(before);
      System.setErr(errors);
    }
    return JSON.createObjectNode()
        .put("status", status)
        .put("printed", printed.toString(StandardCharsets.UTF_8));
  }

  @SuppressWarnings("CatchAndPrintStackTrace") // the stack trace is the answer
  private static int run(String[] command, PrintStream captured) {
    try {
      if (command[0].equals(SAVE)) {
        SparkSession.builder().appName("torture").getOrCreate();
        BERTopicModel.load(command[1]).write().overwrite().save(command[2]);
        return 0;
      }
      return CommandLineCall.run(command);
    } catch (Throwable e) {
      e.printStackTrace(captured);
      return ESCAPED;
    }
  }
}
