package org.sparkbertopic.job.console;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Explains in one sentence why a run failed, and what to do. Spark reports failures on executors as
 * text within the message of another exception, so all messages of the chain are searched.
 */
final class FailureReasons {

  /** A kind of failure: the pattern that identifies it, and its message. */
  private record Reason(Pattern sign, Function<Found, String> sentence) {}

  /**
   * The failure that matched a pattern.
   *
   * @param detail first line of the failure's own message
   * @param onExecutor whether it happened in a task
   */
  private record Found(String detail, boolean onExecutor) {}

  private static final List<Reason> REASONS =
      List.of(
          reason(
              "(?i)unable to create (new )?native thread",
              found ->
                  "the system refused another thread; allow the user more processes (ulimit -u), or give Spark fewer cores (--master local[N], --executor-cores N)"),
          reason(
              "OutOfMemoryError: (Metaspace|Direct buffer memory|Cannot reserve)|Cannot reserve \\d+ bytes of direct buffer",
              found ->
                  "Java ran out of memory outside its heap; give it more with --driver-java-options -XX:MaxDirectMemorySize=4g (or -XX:MaxMetaspaceSize), on executors by --conf spark.executor.extraJavaOptions and --conf spark.executor.memoryOverhead=4g"),
          reason(
              "Total size of serialized results|spark\\.driver\\.maxResultSize",
              found ->
                  "the results of tasks are larger than spark.driver.maxResultSize allows; raise it (--conf spark.driver.maxResultSize=4g, with --driver-memory well above it), or lower sample.size or vectorizer.max-features"),
          reason(
              "SparkOutOfMemoryError|exit(ed)? (with )?(code|status):? ?(52|137)|[Cc]ontainer killed.*memory|OOMKilled|exceeding (physical |virtual )?memory limits|Not enough memory to build and broadcast",
              found ->
                  "an executor ran out of memory; give executors more (--executor-memory 8g, --conf spark.executor.memoryOverhead=2g), fewer tasks at once (--executor-cores 1), or smaller partitions (--conf spark.sql.shuffle.partitions=1000)"),
          reason(
              "OutOfMemoryError|Java heap space|GC overhead limit exceeded",
              found ->
                  found.onExecutor()
                      ? "a task ran out of memory; give executors more (--executor-memory 8g; in local mode --driver-memory 8g), or fewer tasks at once (--executor-cores 1; in local mode --master local[1])"
                      : "the driver ran out of memory; give it more (--driver-memory 8g), or lower sample.size, vectorizer.max-features or umap.n-neighbors"),
          reason(
              "(?i)no space left on device|disk quota exceeded|not enough space on the disk|quota.*(is )?exceeded|ENOSPC",
              found ->
                  "the disk is full ("
                      + found.detail()
                      + "); free some space, or name another place: output.path for results, --conf spark.local.dir=DIR for Spark's own files"),
          reason(
              "(?i)too many open files|EMFILE",
              found ->
                  "the system refused another open file; allow more (ulimit -n 65536), or write fewer partitions (--conf spark.sql.shuffle.partitions=200)"),
          reason(
              "StackOverflowError",
              found ->
                  "a thread ran out of stack; give threads more (--driver-java-options -Xss16m, --conf spark.executor.extraJavaOptions=-Xss16m)"),
          reason(
              "S3AFileSystem not found|No FileSystem for scheme|UnsupportedFileSystemException",
              found ->
                  "a file system is not known here ("
                      + found.detail()
                      + "); write s3a:// for S3, and add the jar of the file system (--packages org.apache.hadoop:hadoop-aws:VERSION with the version of your Hadoop)"),
          reason(
              "Class is not registered",
              found ->
                  "spark.kryo.registrationRequired=true refuses classes that nobody can list beforehand ("
                      + found.detail()
                      + "); set it to false"),
          reason(
              "UnsatisfiedLinkError",
              found ->
                  "a native library cannot be loaded ("
                      + found.detail()
                      + "); it needs a system it was built for (glibc, x86_64 or arm64) and a temporary folder that may hold programs (-Djava.io.tmpdir=DIR)"),
          reason(
              "UnsupportedClassVersionError",
              found ->
                  "a machine of the cluster runs a Java older than 17 ("
                      + found.detail()
                      + "); give it a newer one (--conf spark.executorEnv.JAVA_HOME=DIR, on YARN also --conf spark.yarn.appMasterEnv.JAVA_HOME=DIR)"),
          reason(
              "NoClassDefFoundError|ClassNotFoundException|NoSuchMethodError|NoSuchFieldError|AbstractMethodError|IncompatibleClassChangeError|ExceptionInInitializerError|LinkageError",
              found ->
                  "a class is missing or of another version ("
                      + found.detail()
                      + "); submit the jar that ends in -all.jar to Spark 3.5 or later, or add the one that holds the class (--jars, --packages), for the version of your Spark"),
          reason(
              "(?i)SparkContext was (already )?(shut ?down|stopped)|SparkContext has been shutdown|stopped SparkContext",
              found -> "Spark was stopped while the command ran; the same command resumes the run"),
          reason(
              "InterruptedException|ClosedByInterruptException",
              found -> "the command was interrupted; the same command resumes the run"),
          reason(
              "Master removed our application|Application .* (was )?killed|All masters are unresponsive",
              found ->
                  "the cluster ended the application ("
                      + found.detail()
                      + "); see its log, then run the same command again: it resumes the run"));

  /** The prefix that Spark adds to the message of a task. */
  private static final Pattern IN_TASK =
      Pattern.compile("(?s)Lost task [\\d.]+ in stage [\\d.]+ \\(TID \\d+\\) \\([^)]*\\): (.*)");

  private static final Pattern EXCEPTION_NAME = Pattern.compile("^(?:[a-z]\\w*\\.)+([A-Z]\\w*): ?");

  private static final Set<String> WRAPPERS =
      Set.of("ExecutionException", "InvocationTargetException", "UndeclaredThrowableException");

  private FailureReasons() {}

  private static Reason reason(String sign, Function<Found, String> sentence) {
    return new Reason(Pattern.compile(sign), sentence);
  }

  /** The message for a failure. */
  static String of(Throwable failure) {
    Deque<Throwable> chain = chain(failure);
    for (Reason reason : REASONS) {
      for (Throwable cause : chain) {
        String words = cause.getClass().getName() + ": " + cause.getMessage();
        if (isOfUsers(cause) || !reason.sign().matcher(words).find()) {
          continue;
        }
        return reason.sentence().apply(new Found(detail(chain, reason.sign()), isOfTask(chain)));
      }
    }
    return described(chain);
  }

  /** Messages for users are not searched, because they may quote anything. */
  private static boolean isOfUsers(Throwable cause) {
    return cause instanceof ConfigurationException
        || cause instanceof org.sparkbertopic.stage.table.UnusableInputException;
  }

  private static boolean isOfTask(Deque<Throwable> chain) {
    return chain.stream()
        .anyMatch(
            cause ->
                cause.getMessage() != null
                    && cause.getMessage().contains("Job aborted due to stage failure"));
  }

  /** The deepest message that matches, on one line. */
  private static String detail(Deque<Throwable> chain, Pattern sign) {
    String detail = "";
    for (Throwable cause : chain) {
      String words = cause.getClass().getName() + ": " + cause.getMessage();
      if (sign.matcher(words).find()) {
        detail =
            words
                .lines()
                .filter(line -> sign.matcher(line).find())
                .findFirst()
                .orElse(firstLine(words));
        detail = inTask(detail);
      }
    }
    return EXCEPTION_NAME.matcher(detail).replaceFirst("$1: ").strip();
  }

  /** The first failure in the chain with a message; Spark wraps the original failure. */
  private static String described(Deque<Throwable> chain) {
    String line = "";
    for (Throwable cause : chain) {
      boolean wraps =
          cause.getCause() != null
              && (cause.getMessage() == null
                  || cause.getMessage().equals(cause.getCause().toString())
                  || cause.getClass().getName().startsWith("org.apache.spark.")
                  || WRAPPERS.contains(cause.getClass().getSimpleName()));
      if (!wraps) {
        line =
            EXCEPTION_NAME
                .matcher(firstLine(inTask(String.valueOf(cause.getMessage()))))
                .replaceFirst("");
        return line.isBlank() ? cause.getClass().getSimpleName() : line;
      }
    }
    return line;
  }

  private static String inTask(String words) {
    Matcher task = IN_TASK.matcher(words);
    return task.find() ? firstLine(task.group(1)) : words.equals("null") ? "" : words;
  }

  private static String firstLine(String words) {
    return words == null
        ? ""
        : words.lines().filter(line -> !line.isBlank()).findFirst().orElse("").strip();
  }

  private static Deque<Throwable> chain(Throwable failure) {
    Deque<Throwable> chain = new ArrayDeque<>();
    for (Throwable cause = failure;
        cause != null && !chain.contains(cause);
        cause = cause.getCause()) {
      chain.add(cause);
    }
    return chain;
  }
}
