package org.sparkbertopic.job.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.sparkbertopic.job.table.TableSource;
import org.sparkbertopic.stage.table.ColumnTypes;
import org.sparkbertopic.stage.table.UnusableInputException;

/**
 * What the rows of an input are known by: the version of a table, the sizes and times of files, or
 * a sum over the rows. It is taken when a run begins, and compared when the input has been read.
 */
final class InputIdentity {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String location;
  private final Configuration hadoop;

  /** The columns that documents are made of. */
  private final Set<String> documents;

  /** All columns that the command looks at. */
  private final Set<String> looked;

  private InputState state;

  /** The files of a table that is nothing else. */
  private Optional<InputState> filesOfTable = Optional.empty();

  /**
   * @param location of the input, for messages
   * @param documents columns that documents are made of
   * @param looked all columns that the command looks at
   */
  InputIdentity(String location, Configuration hadoop, Set<String> documents, Set<String> looked) {
    this.location = location;
    this.hadoop = hadoop;
    this.documents = documents;
    this.looked = looked;
  }

  /** That of a table at a version, whose rows never change: there is nothing to read for it. */
  JsonNode ofVersion(Object version) {
    return taken(InputState.ofVersion(JSON.valueToTree(version)));
  }

  /** That of the files of a table. */
  JsonNode ofFiles(Dataset<Row> table) {
    return taken(InputState.ofFiles(table.inputFiles(), hadoop));
  }

  /** That of rows, which are read for it. */
  JsonNode ofRows(Dataset<Row> table) {
    return taken(InputState.ofContents(location, () -> sums(table)));
  }

  /**
   * That of the rows of a table which {@link #isReadAtOnce}, by a copy.
   *
   * @throws UnusableInputException if the table's files changed while they were read
   */
  JsonNode ofCopy(Dataset<Row> copy) {
    filesOfTable.ifPresent(files -> files.requireUnchanged(false));
    return ofRows(copy);
  }

  private JsonNode taken(InputState value) {
    state = value;
    return value.json();
  }

  /** See {@link InputReader#isReadAtOnce}. */
  boolean isReadAtOnce(TableSource source, Dataset<Row> table) {
    filesOfTable =
        source.isOfFiles()
            ? Optional.of(InputState.ofFiles(table.inputFiles(), hadoop))
            : Optional.empty();
    return filesOfTable.filter(InputState::isKnown).isPresent() || source.isOneQuery();
  }

  /** See {@link InputReader#further}. */
  Optional<JsonNode> further() {
    return state.looked();
  }

  /** See {@link InputReader#requireSame}. */
  void requireSame(Dataset<Row> copy) {
    state.requireSame(() -> sums(copy));
  }

  /** See {@link InputReader#requireUnchanged}. */
  void requireUnchanged(boolean contentsToo) {
    state.requireUnchanged(contentsToo);
  }

  /** Sums over the rows that do not depend on their order. */
  private InputState.Sums sums(Dataset<Row> table) {
    Set<String> all = new LinkedHashSet<>(documents);
    looked.stream().filter(name -> isHashed(table, name)).sorted().forEach(all::add);
    Row sums = table.agg(functions.count("*"), sumOfHashes(documents), sumOfHashes(all)).head();
    return new InputState.Sums(sum(sums, 1), sum(sums, 2));
  }

  /** Maps have no hash; no command makes use of them. */
  private static boolean isHashed(Dataset<Row> table, String name) {
    StructField column = table.select(ColumnTypes.quoted(name)).schema().fields()[0];
    return !column.dataType().catalogString().contains("map<");
  }

  private static Column sumOfHashes(Set<String> names) {
    Column[] columns = names.stream().map(ColumnTypes::quoted).toArray(Column[]::new);
    return functions.sum(functions.xxhash64(columns).cast(DataTypes.createDecimalType(20, 0)));
  }

  private static JsonNode sum(Row sums, int column) {
    return JSON.createArrayNode().add(sums.getLong(0)).add(sums.getDecimal(column));
  }
}
