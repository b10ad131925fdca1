package org.sparkbertopic.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sparkbertopic.ctfidf.ClassTfidf;
import org.sparkbertopic.ctfidf.ClassTfidfModel;
import org.sparkbertopic.ctfidf.CodePointOrder;
import org.sparkbertopic.ctfidf.TermMatrix;
import org.sparkbertopic.operations.merging.DocumentScores;
import org.sparkbertopic.operations.merging.TextScores;
import org.sparkbertopic.operations.merging.TopicChange;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.KeptDocument;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.TopicDescriber;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.TermAnalyzer;

/** The reference model's topics, counted here one document after the other. */
public final class GoldenTopics {

  static final CountVectorizer ENGLISH = CountVectorizer.create().withStopWords("english");

  /** Ten words by c-TF-IDF, three documents: BERTopic's defaults. */
  public static final TopicChange CHANGE = changeWith(10);

  private static FittedTopics topics;

  private GoldenTopics() {}

  static TopicChange changeWith(int words) {
    return new TopicChange(
        drafts -> {
          Map<Integer, TopicDescriber.Description> descriptions = new TreeMap<>();
          for (int id : drafts.ids()) {
            descriptions.put(
                id, new TopicDescriber.Description(drafts.ctfidf().topTerms(id, words), Map.of()));
          }
          return descriptions;
        },
        new TextScores(ENGLISH),
        3);
  }

  public static synchronized FittedTopics fitted() {
    if (topics == null) {
      topics = fit(Golden.topics(), 5);
    }
    return topics;
  }

  /**
   * What a fit of the passages with these topics gives.
   *
   * @param kept documents kept of each topic
   */
  public static FittedTopics fit(int[] assigned, int kept) {
    List<String> texts = Golden.passages();
    float[][] vectors = Npy.floats2d("golden/corpus/minilm_embeddings.npy");
    int[] ids = Arrays.stream(assigned).distinct().sorted().toArray();
    TermMatrix counts = count(texts, assigned, ids);
    ClassTfidfModel ctfidf = ClassTfidf.create().fit(counts);
    DocumentScores scores = new TextScores(ENGLISH).apply(ctfidf);
    List<Topic> described = new ArrayList<>();
    List<List<KeptDocument>> documents = new ArrayList<>();
    float[][] embeddings = new float[ids.length][];
    for (int row = 0; row < ids.length; row++) {
      int id = ids[row];
      List<Integer> members = new ArrayList<>();
      double[] sums = new double[vectors[0].length];
      for (int i = 0; i < assigned.length; i++) {
        if (assigned[i] == id) {
          members.add(i);
          for (int d = 0; d < sums.length; d++) {
            sums[d] += vectors[i][d];
          }
        }
      }
      embeddings[row] = new float[sums.length];
      for (int d = 0; d < sums.length; d++) {
        embeddings[row][d] = (float) (sums[d] / members.size());
      }
      Map<Integer, Double> cosines = new HashMap<>();
      members.forEach(i -> cosines.put(i, scores.cosine(texts.get(i), id)));
      List<KeptDocument> best =
          members.stream()
              .sorted(
                  Comparator.comparingDouble((Integer i) -> -cosines.get(i))
                      .thenComparing(i -> "passage-" + i, CodePointOrder.ASCENDING))
              .limit(kept)
              .map(i -> new KeptDocument("passage-" + i, texts.get(i), vectors[i]))
              .toList();
      documents.add(best);
      described.add(
          new Topic(
              id,
              members.size(),
              Topic.defaultName(id, ctfidf.topTerms(id, 10)),
              ctfidf.topTerms(id, 10),
              best.stream().limit(3).map(KeptDocument::id).toList()));
    }
    return new FittedTopics(described, embeddings, ctfidf, Optional.of(counts), documents);
  }

  private static TermMatrix count(List<String> texts, int[] assigned, int[] ids) {
    Map<Integer, Map<String, Integer>> counts = new HashMap<>();
    TermAnalyzer analyzer = TermAnalyzer.of(ENGLISH);
    TreeSet<String> vocabulary = new TreeSet<>(CodePointOrder.ASCENDING);
    for (int i = 0; i < assigned.length; i++) {
      Map<String, Integer> topic = counts.computeIfAbsent(assigned[i], id -> new HashMap<>());
      analyzer.analyze(
          texts.get(i),
          (chars, from, to) -> {
            String term = new String(chars, from, to - from);
            vocabulary.add(term);
            topic.merge(term, 1, Integer::sum);
          });
    }
    List<String> terms = List.copyOf(vocabulary);
    List<Integer> columns = new ArrayList<>();
    List<Integer> values = new ArrayList<>();
    int[] pointers = new int[ids.length + 1];
    for (int row = 0; row < ids.length; row++) {
      Map<String, Integer> topic = counts.get(ids[row]);
      for (int column = 0; column < terms.size(); column++) {
        Integer count = topic.get(terms.get(column));
        if (count != null) {
          columns.add(column);
          values.add(count);
        }
      }
      pointers[row + 1] = columns.size();
    }
    return new TermMatrix(
        ids,
        terms,
        pointers,
        columns.stream().mapToInt(Integer::intValue).toArray(),
        values.stream().mapToDouble(Integer::doubleValue).toArray());
  }

  public static int[] ints(JsonNode list) {
    int[] values = new int[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = list.get(i).asInt();
    }
    return values;
  }
}
