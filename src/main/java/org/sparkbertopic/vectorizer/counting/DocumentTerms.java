package org.sparkbertopic.vectorizer.counting;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.sparkbertopic.compat.Rows;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.vectorizer.CountVectorizer;

/**
 * The terms of single documents without their texts: what a document that changes its topic takes
 * from one and brings to the other. A document is a few kilobytes, its blocks one after another:
 * bucket, length, bytes.
 */
public final class DocumentTerms {

  private DocumentTerms() {}

  /** The terms of outliers, in the order of their texts; null counts as an empty text. */
  public static List<byte[]> ofOutliers(List<String> texts, CountVectorizer parameters) {
    List<byte[]> documents = new ArrayList<>();
    for (String text : texts) {
      Row row = Rows.of(TopicTermCounter.DOCUMENT_SCHEMA, text, Topic.OUTLIERS);
      Iterator<Row> blocks =
          new PartialCountRows(
              List.of(row).iterator(), parameters, RowObserver.NONE, Integer.MAX_VALUE);
      PackedWriter out = new PackedWriter();
      blocks.forEachRemaining(block -> write(TopicTermCounter.block(block), out));
      documents.add(out.toBytes());
    }
    return documents;
  }

  private static void write(TallyBlock block, PackedWriter out) {
    out.writeNumber(block.bucket() + 1L);
    out.writeNumber(block.bytes().length);
    out.writeBytes(block.bytes(), 0, block.bytes().length);
  }

  /** What a tally needs for an outlier to become a document of a topic. */
  public static Stream<TallyBlock> moved(byte[] document, int topic) {
    List<TallyBlock> moves = new ArrayList<>();
    PackedReader reader = new PackedReader().over(document, 0, document.length);
    while (reader.hasNext()) {
      int bucket = (int) reader.readNumber() - 1;
      int length = (int) reader.readNumber();
      byte[] bytes = new byte[length];
      System.arraycopy(document, reader.position(), bytes, 0, length);
      reader.skip(length);
      TallyBlock block = new TallyBlock(bucket, bytes);
      moves.add(block.removed());
      moves.add(MappedTally.mapped(block, outliers -> topic));
    }
    return moves.stream();
  }
}
