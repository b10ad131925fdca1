package org.sparkbertopic.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileIdentityTest {

  @TempDir Path folder;

  @Test
  void a_file_written_twice_within_one_step_of_the_clock_has_two_keys_and_two_hashes()
      throws IOException {
    Path file = Files.writeString(folder.resolve("weights.bin"), "before");
    FileTime time = FileTime.from(Instant.now());
    Files.setLastModifiedTime(file, time);
    String key = FileIdentity.key(file);
    String hash = FileIdentity.contentHash(file);
    Files.writeString(file, "behind");
    Files.setLastModifiedTime(file, time);
    assertNotEquals(key, FileIdentity.key(file));
    assertNotEquals(hash, FileIdentity.contentHash(file));
  }

  @Test
  void an_old_file_is_known_by_path_size_and_time_without_reading_it() throws IOException {
    Path file = Files.writeString(folder.resolve("weights.bin"), "before");
    FileTime time = FileTime.from(Instant.now().minus(Duration.ofHours(1)));
    Files.setLastModifiedTime(file, time);
    String key = FileIdentity.key(file);
    assertTrue(FileIdentity.settled(file));
    Files.writeString(file, "behind");
    Files.setLastModifiedTime(file, time);
    assertEquals(key, FileIdentity.key(file));
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofMinutes(1))));
    assertNotEquals(key, FileIdentity.key(file));
  }

  @Test
  void a_missing_file_is_named() {
    Path absent = folder.resolve("absent.bin");
    String message =
        assertThrows(UncheckedIOException.class, () -> FileIdentity.key(List.of(absent)))
            .getMessage();
    assertTrue(message.contains("absent.bin"), message);
  }
}
