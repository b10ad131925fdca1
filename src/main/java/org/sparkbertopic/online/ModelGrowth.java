package org.sparkbertopic.online;

import static org.apache.spark.sql.functions.col;
import static org.sparkbertopic.stage.table.InputColumns.EMBEDDING;
import static org.sparkbertopic.stage.table.InputColumns.ID;
import static org.sparkbertopic.stage.table.InputColumns.TEXT;
import static org.sparkbertopic.stage.table.InputColumns.TOPIC;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.assign.LaterLayouts;
import org.sparkbertopic.assign.Layouts;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.pipeline.ModelLayout;
import org.sparkbertopic.pipeline.TransformPipeline;
import org.sparkbertopic.provenance.ModelOperation;
import org.sparkbertopic.representation.Notices;
import org.sparkbertopic.representation.WordSettings;
import org.sparkbertopic.stage.DocumentVectors;
import org.sparkbertopic.stage.represent.RepresentStage;
import org.sparkbertopic.stage.represent.TopicGrowth;
import org.sparkbertopic.stage.represent.TopicGrowth.MovedDocument;
import org.sparkbertopic.stage.table.IntakeSummary;
import org.sparkbertopic.topics.DocumentTopics;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.history.BufferedOutlier;
import org.sparkbertopic.topics.history.Chunk;
import org.sparkbertopic.topics.history.ModelHistory;
import org.sparkbertopic.topics.history.OnlineState;
import org.sparkbertopic.topics.history.OutlierBuffer;
import org.sparkbertopic.topics.history.TopicChunk;

/**
 * The new model that a model becomes with a chunk.
 *
 * @param model the model before
 * @param settings how it grows
 * @param words how its topics get words
 * @param wordEmbedder of the topics' words
 * @param notices told what representations have to say
 */
record ModelGrowth(
    SavedModel model,
    OnlineSettings settings,
    WordSettings words,
    Optional<Embedder> wordEmbedder,
    Notices notices) {

  /** The layouts that the grown model assigns by. */
  private record Assigning(
      LaterLayouts later, int[] clusterTopics, Layouts layouts, List<Integer> born) {}

  /**
   * @param chunk its documents: id, text, topic, probability, embedding
   */
  SavedModel by(Dataset<Row> chunk, ChunkUpdate.Name name, IntakeSummary intake) {
    OnlineState state = model.online();
    ModelHistory history = state.history().isEmpty() ? ChunkHistory.ofFit(model) : state.history();
    List<BufferedOutlier> outliers =
        new ChunkOutliers(model.vectorizer(), words.documents() > 0, settings.bufferSize())
            .of(chunk, history.chunks().size());
    OutlierBuffer buffer = state.buffer().plus(outliers, settings.bufferSize());
    Optional<Assigning> found = newTopics(buffer);
    Dataset<Row> documents = found.map(by -> reassigned(chunk, by)).orElse(chunk);
    List<MovedDocument> moved = found.map(this::moved).orElse(List.of());

    RepresentStage stage =
        new RepresentStage(model.vectorizer(), model.topics().ctfidf().parameters(), words);
    TopicGrowth.Grown grown = new TopicGrowth(stage, model.topics()).grown(documents, moved);
    ChangedWords.Described described =
        new ChangedWords(
                words,
                stage.describer(DocumentVectors.ofWords(wordEmbedder), notices),
                settings.wordsThreshold())
            .of(model.topics(), grown.topics(), state.described());
    Map<Integer, ChunkSimilarity> similarities = ChunkSimilarity.of(documents, described.topics());
    List<TopicChunk> rows = ChunkHistory.rows(similarities, grown.chunk(), described.topics());
    Chunk added = chunk(name, intake, similarities, found.map(Assigning::born).orElse(List.of()));
    OnlineState after =
        new OnlineState(
            history.plus(added, rows),
            found.map(by -> buffer.where(outlier -> isOpen(outlier, by))).orElse(buffer),
            described.described());
    SavedModel extended =
        found
            .map(
                by ->
                    model
                        .withTopics(described.topics())
                        .withLaterLayouts(by.later(), by.clusterTopics()))
            .orElseGet(() -> model.withTopics(described.topics()));
    return extended
        .withTrainingTopics(DocumentTopics.UNKNOWN)
        .withOnline(after)
        .after(
            ModelOperation.now("update")
                .with("chunk", name.name())
                .with("documents", intake.documents())
                .with("content", intake.content()));
  }

  private Optional<Assigning> newTopics(OutlierBuffer buffer) {
    int fewest =
        settings.minTopicSize() > 0
            ? settings.minTopicSize()
            : Math.max(2, model.settings().minTopicSize());
    try (Workers workers = Workers.ofAllCores()) {
      return new NewTopics(settings, fewest)
          .find(buffer.outliers(), model.topics(), FitContext.of(settings.seed(), workers))
          .map(this::assigning);
    }
  }

  private Assigning assigning(NewTopics.Found found) {
    LaterLayouts later = model.laterLayouts().plus(found.layout());
    int[] clusterTopics =
        IntStream.concat(Arrays.stream(model.clusterTopics()), Arrays.stream(found.clusterTopics()))
            .toArray();
    return new Assigning(
        later, clusterTopics, LaterTopics.layouts(model, later), found.born(model.topics()));
  }

  /** The chunk with topics for those of its outliers that have one now. */
  private Dataset<Row> reassigned(Dataset<Row> chunk, Assigning by) {
    Dataset<Row> outliers = chunk.filter(col(TOPIC).equalTo(Topic.OUTLIERS));
    Dataset<Row> again =
        new TransformPipeline(model, new ModelLayout(by.layouts(), by.clusterTopics()))
            .assigned(outliers.select(ID, TEXT, EMBEDDING));
    Dataset<Row> known = chunk.filter(col(TOPIC).notEqual(Topic.OUTLIERS));
    return known.unionByName(again.join(outliers.select(ID, TEXT, EMBEDDING), ID));
  }

  /** The outliers of earlier chunks that have a topic now. */
  private List<MovedDocument> moved(Assigning by) {
    List<BufferedOutlier> outliers = model.online().buffer().outliers();
    int[] topics = LaterTopics.topics(by.layouts(), by.clusterTopics(), outliers);
    List<MovedDocument> moved = new ArrayList<>();
    for (int i = 0; i < topics.length; i++) {
      if (topics[i] != Topic.OUTLIERS) {
        BufferedOutlier outlier = outliers.get(i);
        moved.add(
            new MovedDocument(
                outlier.id(), topics[i], outlier.embedding(), outlier.terms(), outlier.text()));
      }
    }
    return moved;
  }

  private static boolean isOpen(BufferedOutlier outlier, Assigning by) {
    return LaterTopics.topics(by.layouts(), by.clusterTopics(), List.of(outlier))[0]
        == Topic.OUTLIERS;
  }

  private Chunk chunk(
      ChunkUpdate.Name name,
      IntakeSummary intake,
      Map<Integer, ChunkSimilarity> similarities,
      List<Integer> born) {
    long documents = 0;
    long inTopics = 0;
    double sum = 0;
    for (Map.Entry<Integer, ChunkSimilarity> topic : similarities.entrySet()) {
      documents += topic.getValue().documents();
      if (topic.getKey() != Topic.OUTLIERS) {
        inTopics += topic.getValue().documents();
        sum += topic.getValue().mean() * topic.getValue().documents();
      }
    }
    return new Chunk(
        name.name(),
        intake.content(),
        name.day(),
        documents,
        documents - inTopics,
        intake.rejectedTotal(),
        inTopics == 0 ? Double.NaN : sum / inTopics,
        Double.NaN,
        born,
        List.of());
  }
}
