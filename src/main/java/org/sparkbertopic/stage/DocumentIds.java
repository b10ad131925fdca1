package org.sparkbertopic.stage;

import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.xxhash64;
import static org.sparkbertopic.stage.table.InputColumns.ID;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.sparkbertopic.stage.table.IdType;
import org.sparkbertopic.topics.history.KnownIds;

/** Collects the ids of documents, and finds documents by them. */
public final class DocumentIds {

  private DocumentIds() {}

  /**
   * The ids of a table. Executors hash them; 8 bytes an id come to the driver.
   *
   * @param documents id
   */
  public static KnownIds of(Dataset<Row> documents) {
    MapPartitionsFunction<Row, byte[]> packed = DocumentIds::packed;
    List<byte[]> parts =
        documents
            .select(hash(documents).as(ID))
            .mapPartitions(packed, Encoders.BINARY())
            .collectAsList();
    long[] all = new long[parts.stream().mapToInt(part -> part.length / Long.BYTES).sum()];
    int size = 0;
    for (byte[] part : parts) {
      ByteBuffer.wrap(part).asLongBuffer().get(all, size, part.length / Long.BYTES);
      size += part.length / Long.BYTES;
    }
    return KnownIds.of(all);
  }

  private static Iterator<byte[]> packed(Iterator<Row> rows) {
    long[] hashes = new long[1024];
    int size = 0;
    for (; rows.hasNext(); size++) {
      if (size == hashes.length) {
        hashes = Arrays.copyOf(hashes, 2 * size);
      }
      hashes[size] = rows.next().getLong(0);
    }
    byte[] bytes = new byte[size * Long.BYTES];
    ByteBuffer.wrap(bytes).asLongBuffer().put(hashes, 0, size);
    return List.of(bytes).iterator();
  }

  private static Column hash(Dataset<Row> documents) {
    return xxhash64(IdType.key(documents, ID));
  }

  /** Whether the id of a row is one of these. */
  static Column isIn(Dataset<Row> documents, KnownIds ids) {
    Broadcast<long[]> hashes =
        JavaSparkContext.fromSparkContext(documents.sparkSession().sparkContext())
            .broadcast(ids.hashes());
    UDF1<Long, Boolean> isIn = hash -> Arrays.binarySearch(hashes.value(), hash) >= 0;
    return udf(isIn, DataTypes.BooleanType).apply(hash(documents));
  }

  /** Some of the documents with these ids: their ids as text, the first in order. */
  public static List<String> some(Dataset<Row> documents, KnownIds ids, int most) {
    return documents
        .filter(isIn(documents, ids))
        .select(IdType.key(documents, ID).as(ID))
        .orderBy(ID)
        .limit(most)
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }
}
