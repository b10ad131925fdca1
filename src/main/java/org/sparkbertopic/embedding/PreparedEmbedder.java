package org.sparkbertopic.embedding;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.sparkbertopic.vectorizer.language.TextPreparation;

/**
 * Prepares documents before another embedder embeds them. Words and phrases are embedded as they
 * are. A part of the model, so that the fit, later documents and queries are prepared alike.
 *
 * @param embedder embeds the prepared texts
 * @param preparation what to change in them
 */
public record PreparedEmbedder(Embedder embedder, TextPreparation preparation) implements Embedder {

  private static final long serialVersionUID = 1L;

  private static final String PREPARED = "spark_bertopic_prepared";

  public PreparedEmbedder {
    Objects.requireNonNull(embedder, "embedder");
    Objects.requireNonNull(preparation, "preparation");
  }

  /** The embedder itself if there is nothing to prepare. */
  public static Embedder of(Embedder embedder, TextPreparation preparation) {
    return preparation.changesNothing() ? embedder : new PreparedEmbedder(embedder, preparation);
  }

  /** The name of the embedder. */
  @Override
  public String name() {
    return embedder.name();
  }

  @Override
  public String fingerprint() {
    return embedder.fingerprint() + "+" + DigestUtils.sha256Hex(preparation.toString());
  }

  @Override
  public int dimension() {
    return embedder.dimension();
  }

  @Override
  public EmbeddedTexts embed(List<String> texts) {
    return embedder.embed(texts.stream().map(preparation.function()).toList());
  }

  @Override
  public Embedder forWords() {
    return embedder.forWords();
  }

  @Override
  public Embedder forQueries() {
    return new PreparedEmbedder(embedder.forQueries(), preparation);
  }

  @Override
  public Embedder settled() {
    return new PreparedEmbedder(embedder.settled(), preparation);
  }

  @Override
  public Embedder forExecutors(SparkContext spark) {
    return new PreparedEmbedder(embedder.forExecutors(spark), preparation);
  }

  @Override
  public void requireUsable() {
    embedder.requireUsable();
  }

  @Override
  public Optional<TableStep> asTableStep() {
    return embedder.asTableStep().map(this::prepared);
  }

  private TableStep prepared(TableStep step) {
    return (rows, textCol, outCol) -> {
      Column text = col("`" + textCol.replace("`", "``") + "`");
      return step.addPieces(
              rows.withColumn(PREPARED, prepared(text, preparation)), PREPARED, outCol)
          .drop(PREPARED);
    };
  }

  /** A column of texts, prepared; null stays null. */
  static Column prepared(Column text, TextPreparation preparation) {
    UDF1<String, String> prepare =
        new UDF1<>() {
          private static final long serialVersionUID = 1L;
          private transient UnaryOperator<String> function;

          @Override
          public String call(String value) {
            if (function == null) {
              function = preparation.function();
            }
            return value == null ? null : function.apply(value);
          }
        };
    return udf(prepare, DataTypes.StringType).apply(text);
  }

  @Override
  public int rowsPerCall() {
    return embedder.rowsPerCall();
  }
}
