package org.sparkbertopic.provenance;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The software and the machine that fitted a model; empty texts are not known.
 *
 * @param library this library with its version
 * @param spark version of Spark
 * @param java version of Java
 * @param os operating system with its version
 * @param arch architecture of the processor, as Java names it
 */
public record Environment(String library, String spark, String java, String os, String arch) {

  /** Nothing is known. */
  public static final Environment UNKNOWN = new Environment("", "", "", "", "");

  public Environment {
    Objects.requireNonNull(library, "library");
    Objects.requireNonNull(spark, "spark");
    Objects.requireNonNull(java, "java");
    Objects.requireNonNull(os, "os");
    Objects.requireNonNull(arch, "arch");
  }

  /** This JVM. */
  public static Environment here(String spark) {
    return new Environment(
        thisLibrary(),
        spark,
        System.getProperty("java.version", ""),
        System.getProperty("os.name", "") + " " + System.getProperty("os.version", ""),
        System.getProperty("os.arch", ""));
  }

  /** This library with its version. */
  public static String thisLibrary() {
    return "spark-bertopic " + libraryVersion();
  }

  /** Of this library. */
  public static String libraryVersion() {
    String version = Environment.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }

  /** What is known, in one line. */
  String describe() {
    List<String> known = new ArrayList<>();
    add("", library, known);
    add("Spark ", spark, known);
    add("Java ", java, known);
    add("", (os + " " + arch).strip(), known);
    return String.join(", ", known);
  }

  private static void add(String title, String text, List<String> known) {
    if (!text.isEmpty()) {
      known.add(title + text);
    }
  }
}
