package org.sparkbertopic.job.table;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.job.config.JobConfig;

/** What needs no session. */
class TableSourceTest {

  private static TableSource source(String reader, Map<String, String> options) {
    JobConfig config = JobConfig.load("fit", null, Map.of());
    return new TableSource(null, config, reader, "", options, Optional.empty());
  }

  @Test
  void a_table_of_a_database_is_of_one_time_where_one_query_reads_it() {
    Map<String, String> whole = Map.of("url", "jdbc:x:y", "dbtable", "documents");
    assertTrue(source("jdbc", whole).isOneQuery());
    assertTrue(source("JDBC", whole).isOneQuery());
    Map<String, String> parts = Map.of("url", "jdbc:x:y", "partitioncolumn", "id");
    assertFalse(source("jdbc", parts).isOneQuery());
    assertFalse(source("mongodb", whole).isOneQuery());
    assertFalse(source("jdbc", whole).isOfFiles());
  }
}
