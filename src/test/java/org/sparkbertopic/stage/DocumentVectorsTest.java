package org.sparkbertopic.stage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.embedding.EmbeddedTexts;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.WordDocEmbedder;
import org.sparkbertopic.testing.SparkTest;

class DocumentVectorsTest extends SparkTest {

  private static final Set<String> THREADS = ConcurrentHashMap.newKeySet();

  /** A vector of a text's hash; notes which threads embed. */
  record Hashes(String name) implements Embedder {

    private static final long serialVersionUID = 1L;

    @Override
    public String fingerprint() {
      return name;
    }

    @Override
    public int dimension() {
      return 2;
    }

    @Override
    public EmbeddedTexts embed(List<String> texts) {
      THREADS.add(Thread.currentThread().getName());
      float[][] vectors = new float[texts.size()][];
      for (int i = 0; i < vectors.length; i++) {
        vectors[i] = new float[] {1f / 3, texts.get(i).hashCode() / 7f};
      }
      return new EmbeddedTexts(vectors, new boolean[vectors.length]);
    }
  }

  @Test
  void many_words_are_embedded_on_executors_with_the_bits_of_the_driver() {
    spark();
    Embedder embedder = new Hashes("hashes");
    List<String> texts = new ArrayList<>();
    for (int i = 0; i <= DocumentVectors.MOST_WORDS_OF_DRIVER; i++) {
      texts.add("word" + i);
    }
    float[][] expected = embedder.embed(texts).vectors();
    THREADS.clear();
    float[][] vectors = embedded(embedder, texts);
    assertEquals(expected.length, vectors.length);
    for (int i = 0; i < expected.length; i++) {
      assertArrayEquals(expected[i], vectors[i], 0);
    }
    assertTrue(THREADS.stream().allMatch(name -> name.startsWith("Executor")), THREADS::toString);

    String here = Thread.currentThread().getName();
    THREADS.clear();
    assertEquals(9, embedded(embedder, texts.subList(0, 9)).length);
    assertEquals(Set.of(here), THREADS);
    THREADS.clear();
    Embedder two = new WordDocEmbedder(embedder, new Hashes("words"));
    assertEquals(texts.size(), embedded(two, texts).length);
    assertEquals(Set.of(here), THREADS);
  }

  private static float[][] embedded(Embedder embedder, List<String> texts) {
    return DocumentVectors.ofWords(Optional.of(embedder)).orElseThrow().apply(texts);
  }
}
