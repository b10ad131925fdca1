package org.sparkbertopic.job.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.testing.SparkTest;

class FailureReasonsTest extends SparkTest {

  private static final String LOST =
      "Job aborted due to stage failure: Task 3 in stage 7.0 failed 4 times, most recent failure: Lost task 3.3 in stage 7.0 (TID 91) (10.0.0.7 executor 2): ";

  private static Throwable spark(String words) {
    return new SparkException(words, null);
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new OutOfMemoryError("Java heap space"), "--driver-memory"),
        Arguments.of(new OutOfMemoryError("Java heap space"), "sample.size"),
        Arguments.of(new OutOfMemoryError("GC overhead limit exceeded"), "--driver-memory"),
        Arguments.of(new OutOfMemoryError("Metaspace"), "MaxMetaspaceSize"),
        Arguments.of(
            new OutOfMemoryError("unable to create native thread: possibly out of memory"),
            "ulimit -u"),
        Arguments.of(
            new ExecutionException(new OutOfMemoryError("Java heap space")), "--driver-memory"),
        Arguments.of(
            spark(LOST + "java.lang.OutOfMemoryError: Java heap space\n\tat x.y.Z(Z.java:1)"),
            "--executor-memory"),
        Arguments.of(
            spark(
                LOST
                    + "ExecutorLostFailure (executor 2 exited caused by one of the running tasks) Reason: Command exited with code 52"),
            "--executor-memory"),
        Arguments.of(
            spark(
                LOST
                    + "ExecutorLostFailure (executor 2 exited) Reason: Container killed by YARN for exceeding physical memory limits"),
            "memoryOverhead"),
        Arguments.of(
            spark(LOST + "ExecutorLostFailure Reason: Container exited with exit code 137"),
            "memoryOverhead"),
        Arguments.of(
            spark(
                LOST
                    + "org.apache.spark.memory.SparkOutOfMemoryError: Unable to acquire 65536 bytes"),
            "--executor-memory"),
        Arguments.of(
            spark(
                "Job aborted due to stage failure: Total size of serialized results of 8 tasks (1100.0 MiB) is bigger than spark.driver.maxResultSize (1024.0 MiB)"),
            "spark.driver.maxResultSize=4g"),
        Arguments.of(new Error(new IOException("No space left on device")), "output.path"),
        Arguments.of(
            new UncheckedIOException(new IOException("No space left on device")),
            "spark.local.dir"),
        Arguments.of(spark(LOST + "java.io.IOException: Disk quota exceeded"), "the disk is full"),
        Arguments.of(new StackOverflowError(), "-Xss"),
        Arguments.of(new NoClassDefFoundError("org/apache/x/Y"), "--jars"),
        Arguments.of(new NoSuchMethodError("a.B.c()V"), "--jars"),
        Arguments.of(new UnsatisfiedLinkError("no onnxruntime"), "java.io.tmpdir"),
        Arguments.of(
            new RuntimeException(
                new ClassNotFoundException(
                    "Class org.apache.hadoop.fs.s3a.S3AFileSystem not found")),
            "hadoop-aws"),
        Arguments.of(
            new IllegalArgumentException(
                "Class is not registered: [Ljava.lang.Object; Note: To register this class use..."),
            "registrationRequired"),
        Arguments.of(
            spark("Job 3 cancelled because SparkContext was shut down"), "resumes the run"),
        Arguments.of(new RuntimeException(new InterruptedException()), "interrupted"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void every_failure_of_a_machine_has_its_remedy(Throwable failure, String remedy) {
    StringWriter told = new StringWriter();
    assertEquals(ExitStatus.FAILED, ErrorMessages.tell(failure, new PrintWriter(told)));
    List<String> lines = told.toString().lines().toList();
    assertTrue(lines.get(0).startsWith("spark-bertopic: "), lines.get(0));
    assertTrue(lines.get(0).contains(remedy), lines.get(0));
    assertFalse(told.toString().contains("\tat "), told.toString());
    assertEquals(2, lines.size(), told.toString());
  }

  @Test
  void what_a_task_says_is_told_without_sparks_words_around_it() {
    assertEquals(
        "bge at localhost must embed",
        ErrorMessages.describe(
            spark(
                LOST
                    + "java.lang.IllegalStateException: bge at localhost must embed\n\tat a.B.c(D.java:1)\n\nDriver stacktrace:")));
  }

  @Test
  void what_a_wrapper_says_beside_its_cause_is_told() {
    assertEquals(
        "the server must answer, got nothing",
        ErrorMessages.describe(
            new IllegalStateException(
                "the server must answer, got nothing", new IOException("Connection refused"))));
  }

  @Test
  void a_message_for_the_user_is_told_whatever_words_are_in_it() {
    UnusableInputException own =
        new UnusableInputException("column 'OutOfMemoryError' is missing; name another");
    StringWriter told = new StringWriter();
    assertEquals(ExitStatus.UNUSABLE, ErrorMessages.tell(spark(own), new PrintWriter(told)));
    assertEquals(
        "spark-bertopic: column 'OutOfMemoryError' is missing; name another",
        told.toString().strip());
  }

  private static Throwable spark(Throwable cause) {
    return new SparkException("Writing job aborted", cause);
  }

  @Test
  void a_task_without_memory_fails_the_command_and_not_the_process() {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark().sparkContext());
    Throwable failure = null;
    try {
      context
          .parallelize(List.of(1), 1)
          .foreach(
              row -> {
                throw new org.apache.spark.memory.SparkOutOfMemoryError(
                    "UNABLE_TO_ACQUIRE_MEMORY",
                    Map.of("requestedBytes", "1000000000", "receivedBytes", "0"));
              });
    } catch (Exception e) {
      failure = e;
    }
    assertTrue(ErrorMessages.describe(failure).contains("--executor-memory"));
  }

  @Test
  void a_library_that_speaks_of_setters_is_heard_in_keys() {
    assertEquals(
        "raise vectorizer.max-features or sample.size; hdbscan.min-cluster-size is too large",
        ErrorMessages.describe(
            new UnusableInputException(
                "raise CountVectorizer.withMaxFeatures or setSampleSize; Hdbscan.withMinClusterSize is too large")));
  }
}
