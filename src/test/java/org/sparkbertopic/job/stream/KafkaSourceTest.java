package org.sparkbertopic.job.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.stage.table.UnusableInputException;

/** What a stream says when its topic or its brokers are gone. */
class KafkaSourceTest {

  private static Optional<RuntimeException> explained(Throwable failure) {
    JobConfig config =
        JobConfig.load(
            "stream",
            null,
            Map.of("kafka.topic", "documents", "kafka.bootstrap-servers", "broker-1:9092"));
    return new KafkaSource(config).explain(new IllegalStateException("query", failure));
  }

  @Test
  void a_topic_that_is_not_there_is_named_with_what_to_do() {
    RuntimeException told =
        explained(new ExecutionException(new UnknownTopicOrPartitionException("unknown")))
            .orElseThrow();
    assertInstanceOf(UnusableInputException.class, told);
    assertEquals(
        "kafka.topic must be a topic of broker-1:9092, got 'documents', which is not there; make it, or name another with another checkpoint and output",
        told.getMessage());
  }

  @Test
  void a_topic_that_was_deleted_while_the_stream_ran_is_lost_data() {
    RuntimeException told =
        explained(
                new IllegalStateException(
                    "Set(documents-0) are gone. Some data may have been missed.\nSome data may"))
            .orElseThrow();
    assertInstanceOf(UnusableInputException.class, told);
    assertTrue(
        told.getMessage()
            .startsWith(
                "the topic 'documents' of broker-1:9092 no longer has messages that the stream has not read: it was deleted"),
        told::getMessage);
    assertTrue(
        told.getMessage().endsWith("(Set(documents-0) are gone. Some data may have been missed.)"));
  }

  @Test
  void brokers_that_do_not_answer_are_no_fault_of_the_settings() {
    RuntimeException told = explained(new TimeoutException("no node")).orElseThrow();
    assertInstanceOf(IllegalStateException.class, told);
    assertTrue(told.getMessage().contains("then start the same command again"));
    assertTrue(explained(new IllegalStateException("other")).isEmpty());
  }
}
