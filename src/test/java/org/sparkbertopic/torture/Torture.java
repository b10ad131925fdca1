package org.sparkbertopic.torture;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Runs the parts of the harness at length; {@code jobs/torture.sh} tells how. */
public final class Torture {

  /** A part of the harness with how much it is to try. */
  private interface Part {
    Tally run(int wanted) throws Exception;
  }

  private Torture() {}

  /**
   * @param arguments a folder, a seed, and parts as NAME=COUNT
   */
  public static void main(String[] arguments) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    long seed = Long.parseLong(arguments[1]);
    out.println("seed " + seed);
    System.exit(run(Path.of(arguments[0]), seed, arguments, out) ? 0 : 1);
  }

  private static boolean run(Path folder, long seed, String[] arguments, PrintStream out)
      throws Exception {
    Bench bench = new Bench(folder, seed, out);
    Map<String, Part> parts = parts(bench);
    List<Tally> tallies = new ArrayList<>();
    for (int i = 2; i < arguments.length; i++) {
      int sign = arguments[i].indexOf('=');
      String name = arguments[i].substring(0, Math.max(sign, 0));
      if (!parts.containsKey(name)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT, "parts must be of %s, got %s", parts.keySet(), arguments[i]));
      }
      int wanted = Integer.parseInt(arguments[i].substring(sign + 1));
      tallies.add(timed(name, parts.get(name), wanted, out));
    }
    return tallies.stream().allMatch(tally -> tally.faults() == 0);
  }

  private static Map<String, Part> parts(Bench bench) {
    Map<String, Part> parts = new LinkedHashMap<>();
    parts.put("kills", wanted -> new Kills(bench).run(wanted, 2));
    parts.put("mutations", wanted -> new Mutations(bench).run(wanted));
    parts.put("polls", wanted -> new Polls(bench).run(wanted));
    parts.put("loads", wanted -> new Loads(bench).run(wanted));
    parts.put("writers", wanted -> new TwoWriters(bench).run(wanted));
    parts.put("session", wanted -> new OneSession(bench).run(wanted));
    parts.put("cut", wanted -> new NetworkCut(bench).run(wanted));
    return parts;
  }

  private static Tally timed(String name, Part part, int wanted, PrintStream out) throws Exception {
    long start = System.nanoTime();
    Tally tally = part.run(wanted);
    out.printf(Locale.ROOT, "  %s took %.0f s%n", name, (System.nanoTime() - start) / 1e9);
    out.println(tally.line());
    return tally;
  }
}
