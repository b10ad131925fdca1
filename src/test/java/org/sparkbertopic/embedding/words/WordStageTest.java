package org.sparkbertopic.embedding.words;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.onnx.TextEmbedder;
import org.sparkbertopic.embedding.spacy.SpacyEmbedder;
import org.sparkbertopic.testing.SparkTest;

class WordStageTest extends SparkTest {

  @TempDir Path folder;

  @Test
  void word_vectors_are_an_embedder_of_the_spark_stage_before_and_after_a_save() throws Exception {
    Path file = WordFixtures.copy("fasttext.bin", folder);
    WordVectorEmbedder embedder =
        WordVectorEmbedder.of(file.toString()).withCacheFolder(folder.resolve("cache").toString());
    List<String> texts = List.of("the people of America", "", "caf\u00e9teria");
    Dataset<Row> rows = spark().createDataset(texts, Encoders.STRING()).repartition(3).toDF();
    TextEmbedder stage =
        new TextEmbedder().setInputCol("value").setOutputCol("vector").setEmbedder(embedder);
    stage.write().overwrite().save(folder.resolve("stage").toString());
    TextEmbedder loaded = TextEmbedder.load(folder.resolve("stage").toString());
    assertEquals(embedder, loaded.getEmbedder());
    for (Row row : loaded.transform(rows).collectAsList()) {
      List<Float> vector = row.getList(1);
      float[] values = new float[vector.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = vector.get(i);
      }
      assertArrayEquals(WordFixtures.embed(embedder, row.getString(0)), values, 0);
    }
  }

  @Test
  void what_is_sent_to_executors_gives_the_same_vectors() {
    Path pipeline = folder.resolve("pipeline");
    for (String file :
        List.of("meta.json", "vocab/vectors", "vocab/vectors.cfg", "vocab/key2row")) {
      WordFixtures.write(pipeline.resolve(file), WordFixtures.bytes("spacy/en/" + file));
    }
    WordFixtures.write(pipeline.resolve("tokenizer"), WordFixtures.bytes("spacy/en/tokenizer"));
    WordFixtures.write(pipeline.resolve("vocab/strings.json"), "[]");
    Path file = WordFixtures.copy("fasttext.bin", folder);
    Path second = WordFixtures.copy("glove_excerpt.txt.gz", folder);
    String cache = folder.resolve("cache").toString();
    for (Embedder embedder :
        List.of(
            WordVectorEmbedder.of(file.toString(), second.toString()).withCacheFolder(cache),
            SpacyEmbedder.of(pipeline.toString()))) {
      Embedder sent = embedder.forExecutors(spark().sparkContext());
      assertNotEquals(embedder, sent);
      assertEquals(sent, sent.forExecutors(spark().sparkContext()));
      assertEquals(embedder.fingerprint(), sent.fingerprint());
      assertEquals(embedder.name(), sent.name());
      assertArrayEquals(
          WordFixtures.embed(embedder, "the people of America"),
          WordFixtures.embed(sent, "the people of America"),
          0);
    }
  }
}
