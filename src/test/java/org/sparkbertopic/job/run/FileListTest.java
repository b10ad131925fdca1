package org.sparkbertopic.job.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.job.run.FileList.Listed;

/** What is noted of the files of a table. */
class FileListTest {

  @TempDir Path folder;

  private Map<String, Listed> table(int files) throws IOException {
    for (int i = 0; i < files; i++) {
      Files.writeString(folder.resolve("part-" + i), Integer.toString(i));
    }
    return FileList.ofTable(local(), path());
  }

  private org.apache.hadoop.fs.Path path() {
    return new org.apache.hadoop.fs.Path(folder.toUri());
  }

  private static FileSystem local() throws IOException {
    return FileSystem.getLocal(new Configuration());
  }

  @Test
  void few_small_files_have_checksums() throws IOException {
    Map<String, Listed> listed = table(FileList.MOST_HASHED_FILES);
    assertTrue(listed.values().stream().allMatch(file -> file.sha256() != null));
    Files.writeString(folder.resolve("part-0"), "9");
    assertEquals(
        Optional.of("the file part-0 has another checksum"),
        FileList.damage(local(), path(), listed));
  }

  @Test
  void many_files_are_listed_by_size_because_each_checksum_is_a_request() throws IOException {
    Map<String, Listed> listed = table(FileList.MOST_HASHED_FILES + 1);
    assertEquals(FileList.MOST_HASHED_FILES + 1, listed.size());
    assertTrue(listed.values().stream().allMatch(file -> file.sha256() == null));
    Files.writeString(folder.resolve("part-0"), "other");
    assertEquals(
        Optional.of("the file part-0 has 5 bytes, it had 1"),
        FileList.damage(local(), path(), listed));
  }
}
