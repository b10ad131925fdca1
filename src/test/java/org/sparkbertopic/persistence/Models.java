package org.sparkbertopic.persistence;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sparkbertopic.assign.DistributionSettings;
import org.sparkbertopic.assign.LaterLayouts;
import org.sparkbertopic.assign.LayoutModel;
import org.sparkbertopic.assign.OutlierRule;
import org.sparkbertopic.assign.OutlierStep;
import org.sparkbertopic.assign.OutlierStrategy;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.FixedPoint;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.ctfidf.ClassTfidf;
import org.sparkbertopic.ctfidf.ClassTfidfModel;
import org.sparkbertopic.ctfidf.TermMatrix;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.embedding.corpus.TfidfSvd;
import org.sparkbertopic.provenance.Environment;
import org.sparkbertopic.provenance.InputData;
import org.sparkbertopic.provenance.Provenance;
import org.sparkbertopic.representation.Aspects;
import org.sparkbertopic.representation.KeyBertInspired;
import org.sparkbertopic.representation.PartOfSpeech;
import org.sparkbertopic.representation.RepresentationChain;
import org.sparkbertopic.representation.WordSettings;
import org.sparkbertopic.representation.opennlp.OpenNlpTagger;
import org.sparkbertopic.topics.DocumentTopics;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.KeptDocument;
import org.sparkbertopic.topics.RunningTotals;
import org.sparkbertopic.topics.SurfaceForms;
import org.sparkbertopic.topics.TermTally;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.history.BufferedOutlier;
import org.sparkbertopic.topics.history.Chunk;
import org.sparkbertopic.topics.history.KnownIds;
import org.sparkbertopic.topics.history.ModelHistory;
import org.sparkbertopic.topics.history.OnlineState;
import org.sparkbertopic.topics.history.OutlierBuffer;
import org.sparkbertopic.topics.history.TopicChunk;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.counting.TermVectors;

/** A small model with everything in it. */
public final class Models {

  static final float[][] SAMPLE = {
    {1, 0.5f, 0}, {0.9f, -0.1f, 1}, {-1, 0.25f, 0}, {-0.8f, 0, 1}, {0.01f, 3, 3}
  };

  private Models() {}

  /** With all that operations need. */
  static FittedTopics topics() {
    FittedTopics bare =
        new FittedTopics(bareTopics().topics(), bareTopics().embeddings(), ctfidf());
    List<Topic> topics = new ArrayList<>(bare.topics());
    topics.set(2, topics.get(2).withCustomLabel(Optional.of("Schule")));
    for (int row = 0; row < topics.size(); row++) {
      List<TermScore> words = row == 0 ? List.of() : List.of(new TermScore("gas \"x\"", row));
      topics.set(row, topics.get(row).withAspects(Map.of("POS", words)));
    }
    return bare.withTopics(topics)
        .withCounts(ctfidf().weights().withValues(new double[] {7, 3, 1, (1L << 40) + 1}))
        .withDocuments(
            List.of(
                List.of(),
                List.of(
                    new KeptDocument("d0", "Öl\nund Gas", SAMPLE[0]),
                    new KeptDocument("d1", "", SAMPLE[1])),
                List.of(new KeptDocument("d2", "школа", SAMPLE[2]))))
        .withTotals(
            new RunningTotals(
                new ListedTally(List.of(new byte[] {1, 2}, new byte[] {3})),
                new long[][] {{1, -2, 3}, {4, 5, 6}, {7, 8, Long.MAX_VALUE}},
                FixedPoint.ofExponent(29)));
  }

  /** Blocks of the buckets -1, 0 and so on. */
  record ListedTally(List<byte[]> blocks) implements TermTally {

    @Override
    public void forEach(Sink sink) throws IOException {
      for (int i = 0; i < blocks.size(); i++) {
        sink.accept(i - 1, blocks.get(i));
      }
    }

    @Override
    public TermTally mapped(int[] from, int[] to) {
      throw new UnsupportedOperationException();
    }
  }

  /** As up to format version 1. */
  static FittedTopics bareTopics() {
    List<Topic> topics =
        List.of(
            topic(-1, 1, "-1_the", List.of(new TermScore("the", 0.25)), "d4"),
            topic(
                0,
                2,
                "Öl & \"Gas\" <b>",
                List.of(new TermScore("energy", 0.1 + 0.2), new TermScore("öl", 1e-7)),
                "d0",
                "d1"),
            topic(1, 2, "1_школа", List.of(new TermScore("школа", 0.5)), "d2"));
    float[][] embeddings = {{0.01f, 3, 3}, {0.95f, 0.2f, 0.5f}, {-0.9f, 0.125f, 0.5f}};
    return new FittedTopics(topics, embeddings, ctfidf(List.of()));
  }

  private static Topic topic(
      int id, long size, String name, List<TermScore> words, String... documents) {
    return new Topic(id, size, name, words, List.of(documents));
  }

  static ClassTfidfModel ctfidf() {
    return ctfidf(List.of("öl"));
  }

  private static ClassTfidfModel ctfidf(List<String> guidedWords) {
    TermMatrix weights =
        new TermMatrix(
            new int[] {-1, 0, 1},
            List.of("energy", "the", "öl", "школа"),
            new int[] {0, 1, 3, 4},
            new int[] {1, 0, 2, 3},
            new double[] {0.25, 0.1 + 0.2, 1e-7, 0.5});
    ClassTfidf parameters = new ClassTfidf(true, false, List.of("energy"), 2.5, guidedWords);
    return new ClassTfidfModel(parameters, weights, new double[] {1, 0.1, 2, 3});
  }

  /** Without outliers. */
  static SavedModel ofOneTopic() {
    TermMatrix weights =
        new TermMatrix(
            new int[] {0}, List.of("gas"), new int[] {0, 1}, new int[] {0}, new double[] {1});
    return SavedModel.of(
        new FittedTopics(
            List.of(topic(0, 2, "0_gas", List.of(new TermScore("gas", 1)))),
            new float[][] {{1, 0, 0}},
            new ClassTfidfModel(ClassTfidf.create(), weights, new double[] {1})),
        vectorizer());
  }

  static CountVectorizer vectorizer() {
    return new CountVectorizer(
        true, CountVectorizer.DEFAULT_TOKEN_PATTERN, List.of("a", "of"), 1, 2, 3, 0.75, 1, 1000);
  }

  static LayoutModel layout() {
    try (Workers workers = Workers.of(1)) {
      return LayoutModel.fit(
          SAMPLE, new FirstCoordinates(2), new SignClusters(0.1), FitContext.of(42, workers));
    }
  }

  public static SavedModel full() {
    float[][] vectors = {{0.5f, -1, 2}, {0, 1e-7f, 3}};
    return versionOne(topics())
        .withTermVectors(Optional.of(new TermVectors(List.of("gas", "öl"), vectors, 3)))
        .withProvenance(provenance());
  }

  /** What there was from the first version on. */
  static SavedModel versionOne(FittedTopics topics) {
    return SavedModel.of(topics, vectorizer())
        .withLayout(layout(), new int[] {0, 1})
        .withTrainingTopics(
            DocumentTopics.of(new int[] {0, 0, 1, 1, -1}, new long[] {5, -7, 1L << 40, 3, 0}))
        .withParts(
            new ModelParts(
                Optional.empty(),
                "sha256:00ff",
                ModelParts.NONE.representation(),
                ModelParts.NONE.aspects(),
                3))
        .withSettings(
            PythonSettings.create()
                .withTopNWords(12)
                .withMinTopicSize(2)
                .withEmbeddingModel("sentence-transformers/all-MiniLM-L6-v2"))
        .withProvenance(formerProvenance());
  }

  /** What a manifest of before format version 4 tells. */
  static Provenance formerProvenance() {
    ObjectNode umap = JsonNodeFactory.instance.objectNode();
    umap.put("nNeighbors", 15).put("minDist", 0.1);
    return new Provenance(
        new InputData("", "", "", -1, 5),
        "MiniLM",
        "sha256:00ff",
        Map.of("umap", umap),
        Long.MIN_VALUE,
        new Environment("spark-bertopic 0.1.0", "", "", "", ""),
        Optional.empty(),
        List.of());
  }

  private static Provenance provenance() {
    Provenance former = formerProvenance();
    return new Provenance(
        new InputData("/data/öl.jsonl", "id STRING,text STRING", "xxhash64 00ff", 7, 5),
        former.embedder(),
        former.embedderFingerprint(),
        former.parameters(),
        former.seed(),
        new Environment("spark-bertopic 0.1.0", "3.5.7", "17.0.9", "Linux 6.1", "amd64"),
        Optional.of(Instant.parse("2026-11-29T10:17:44Z")),
        List.of());
  }

  static OnlineState online() {
    Chunk fit =
        new Chunk("fit", "xxhash64 1", 20_000, 5, 1, 2, Double.NaN, 0.1, List.of(0, 1), List.of());
    Chunk later =
        new Chunk("Ölmärz", "xxhash64 2", -3, 1, 1, 0, 0.5, Double.NaN, List.of(), List.of(1));
    return new OnlineState(
        ModelHistory.NONE
            .plus(fit, List.of(new TopicChunk(0, 1, 2, Double.NaN, List.of("школа"), List.of(0.1))))
            .plus(later, List.of(new TopicChunk(0, -1, 1, 1e-7, List.of(), List.of()))),
        OutlierBuffer.EMPTY.plus(
            List.of(
                new BufferedOutlier(
                    -5, "d7", 1, 0.5, SAMPLE[0], new byte[] {0, 1}, Optional.of("Öl")),
                new BufferedOutlier(7, "", 1, 1, SAMPLE[1], new byte[0], Optional.empty())),
            10),
        Map.of(1, List.of("gas", "öl")),
        KnownIds.of(new long[] {7, -5, Long.MAX_VALUE}));
  }

  /** With rules for outliers, by words and by places, and forms of words. */
  static SavedModel withRules() {
    SurfaceForms forms = new SurfaceForms(Map.of("gas", "gases \"x\"", "школ", "школа"));
    SavedModel model =
        full()
            .withTopics(topics().withForms(forms))
            .withLaterLayouts(LaterLayouts.NONE.closing(new int[] {1}))
            .withOnline(online())
            .withParts(ModelParts.NONE.withEmbedder(TfidfSvd.create(), "learnt"))
            .withWords(
                WordSettings.create()
                    .withRepresentation(RepresentationChain.of(KeyBertInspired.create()))
                    .withAspects(
                        Aspects.of(Map.of("POS", PartOfSpeech.by(OpenNlpTagger.english()))))
                    .withTopNWords(12)
                    .withRepresentativeDocuments(0));
    return model.withOutlierRules(
        List.of(
            OutlierRule.freeze(
                model.topics(),
                model.clusterTopics(),
                model.vectorizer(),
                List.of(
                    OutlierStep.of(OutlierStrategy.CTFIDF).withThreshold(0.1 + 0.2),
                    OutlierStep.of(OutlierStrategy.DISTRIBUTIONS)
                        .withThreshold(Math.nextUp(0.25))
                        .withWindows(
                            DistributionSettings.create()
                                .withWindow(7)
                                .withStride(3)
                                .withPadding(true)))),
            OutlierRule.freeze(
                model.topics(),
                model.clusterTopics(),
                model.vectorizer(),
                List.of(
                    OutlierStep.of(OutlierStrategy.EMBEDDINGS).withThreshold(0.5),
                    OutlierStep.of(OutlierStrategy.PROBABILITIES)))));
  }
}
