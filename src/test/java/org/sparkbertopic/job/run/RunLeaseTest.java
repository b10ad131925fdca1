package org.sparkbertopic.job.run;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.job.console.ErrorMessages;
import org.sparkbertopic.job.console.ExitStatus;
import org.sparkbertopic.job.console.InUseException;
import org.sparkbertopic.stage.table.UnusableInputException;

class RunLeaseTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private RunDirectory directory() {
    return RunDirectory.at(folder.resolve("run").toString(), new Configuration(false));
  }

  private RunLease acquire() {
    RunDirectory directory = directory();
    return RunLease.acquire(
        directory.root(), directory.path(RunDirectory.LEASE), directory.files(), "app-1");
  }

  private Path owner() {
    return folder.resolve("run/_lease/owner.json");
  }

  private void change(String name, Object value) throws IOException {
    ObjectNode owner = (ObjectNode) JSON.readTree(owner().toFile());
    owner.set(name, JSON.valueToTree(value));
    JSON.writeValue(owner().toFile(), owner);
  }

  /** As if the holder had been silent since. */
  private void age(long seconds) throws IOException {
    FileTime time = FileTime.from(Instant.now().minusSeconds(seconds));
    try (Stream<Path> files = Files.list(owner().getParent())) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, time);
      }
    }
  }

  @Test
  void a_second_writer_is_told_who_holds_the_folder_and_since_when() {
    try (RunLease held = acquire()) {
      InUseException refused = assertThrows(InUseException.class, this::acquire);
      String message = refused.getMessage();
      assertTrue(message.contains("in use by " + System.getProperty("user.name")), message);
      // A scheduler tries again: nothing has to be changed.
      StringWriter said = new StringWriter();
      assertEquals(ExitStatus.FAILED, ErrorMessages.tell(refused, new PrintWriter(said)));
      assertEquals("spark-bertopic: " + message, said.toString().strip());
      assertTrue(message.contains("process " + ProcessHandle.current().pid()), message);
      assertTrue(message.contains("application app-1) since "), message);
      assertTrue(message.contains("last sign of life"), message);
      assertDoesNotThrow(held::check);
    }
  }

  @Test
  void what_is_given_back_is_free_and_leaves_nothing() throws IOException {
    acquire().close();
    assertFalse(Files.exists(owner().getParent()));
    acquire().close();
    assertFalse(Files.exists(owner().getParent()));
  }

  @Test
  void a_holder_whose_process_is_gone_is_replaced_at_once() throws IOException {
    acquire();
    change("pid", Integer.MAX_VALUE);
    try (RunLease taken = acquire()) {
      taken.check();
    }
    acquire();
    // The process id is used again.
    change("processStarted", "2001-01-01T00:00:00Z");
    try (RunLease taken = acquire()) {
      taken.check();
    }
  }

  @Test
  void a_holder_elsewhere_is_replaced_after_a_minute_of_silence_and_finds_out() throws IOException {
    RunLease lost = acquire();
    change("machine", "another");
    change("pid", Integer.MAX_VALUE);
    age(50);
    String early = assertThrows(UnusableInputException.class, this::acquire).getMessage();
    assertTrue(early.contains("last sign of life 5"), early);
    age(61);
    try (RunLease taken = acquire()) {
      taken.check();
      String message = assertThrows(UnusableInputException.class, lost::check).getMessage();
      assertTrue(message.contains("was taken over by"), message);
      lost.close();
      taken.check();
    }
  }

  @Test
  void a_holder_that_is_being_written_counts_as_alive() throws IOException {
    Files.createDirectories(owner().getParent());
    Files.writeString(owner(), "");
    assertThrows(UnusableInputException.class, this::acquire);
    age(3_600);
    try (RunLease taken = acquire()) {
      taken.check();
    }
  }

  @Test
  void a_right_to_take_over_that_somebody_left_is_no_obstacle() throws IOException {
    acquire();
    change("pid", Integer.MAX_VALUE);
    String id = JSON.readTree(owner().toFile()).get("id").asText();
    Path right = Files.writeString(owner().resolveSibling("takeover-" + id), "");
    assertThrows(UnusableInputException.class, this::acquire);
    Files.setLastModifiedTime(right, FileTime.from(Instant.now().minusSeconds(3_600)));
    try (RunLease taken = acquire()) {
      taken.check();
    }
    assertEquals(false, Files.exists(right));
  }
}
