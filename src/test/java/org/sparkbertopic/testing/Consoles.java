package org.sparkbertopic.testing;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.sparkbertopic.job.console.Console;

/** Consoles of jobs under test. */
public final class Consoles {

  private Consoles() {}

  /** Writes UTF-8 to a stream. */
  public static Console to(OutputStream out) {
    return new Console(new PrintStream(out, true, StandardCharsets.UTF_8));
  }

  /** For tests that do not look at what is printed. */
  public static Console quiet() {
    return to(new ByteArrayOutputStream());
  }
}
