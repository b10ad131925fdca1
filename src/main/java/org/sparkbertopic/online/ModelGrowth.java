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
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.assign.LaterLayouts;
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
import org.sparkbertopic.stage.represent.TopicGrowth.Weights;
import org.sparkbertopic.stage.table.IntakeSummary;
import org.sparkbertopic.topics.DocumentTopics;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.history.BufferedOutlier;
import org.sparkbertopic.topics.history.Chunk;
import org.sparkbertopic.topics.history.KnownIds;
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

  /**
   * @param chunk its documents: id, text, topic, probability, embedding
   * @param knownIds those of the model and of the chunk
   */
  SavedModel by(
      Dataset<Row> chunk, ChunkUpdate.Name name, IntakeSummary intake, KnownIds knownIds) {
    OnlineState state = model.online();
    ModelHistory history = ChunkHistory.before(model);
    Weights weights = settings.weights(history, name.day());
    List<BufferedOutlier> outliers =
        new ChunkOutliers(
                model.vectorizer(), words.documents() > 0, weights.added(), settings.bufferSize())
            .of(chunk, history.chunks().size());
    OutlierBuffer earlier = state.buffer().times(weights.earlier());
    OutlierBuffer buffer = earlier.plus(outliers, settings.bufferSize());
    boolean hasAll = outliers.size() < settings.bufferSize();
    WaitingOutliers waiting =
        new WaitingOutliers(
            buffer,
            settings.bufferSize(),
            history,
            intake.documents(),
            hasAll ? outliers.size() : outliers(chunk));
    Optional<NewTopics.Found> found = waiting.isSearchDue() ? newTopics(waiting) : Optional.empty();
    Dataset<Row> documents = found.map(by -> reassigned(chunk, by)).orElse(chunk);
    List<MovedDocument> moved = found.map(by -> moved(earlier, by)).orElse(List.of());

    RepresentStage stage =
        new RepresentStage(model.vectorizer(), model.topics().ctfidf().parameters(), words);
    TopicGrowth.Grown grown =
        new TopicGrowth(stage, model.topics(), weights).grown(documents, moved);
    ChangedWords.Described described =
        new ChangedWords(
                words,
                stage.describer(DocumentVectors.ofWords(wordEmbedder), notices),
                settings.wordsThreshold())
            .of(model.topics(), grown.topics(), state.described());
    FittedTopics topics = described.topics().withRetired(retired(grown));
    Map<Integer, ChunkSimilarity> similarities = ChunkSimilarity.of(documents, topics);
    List<TopicChunk> rows = ChunkHistory.rows(similarities, grown.chunk(), topics);
    List<Integer> born = found.map(NewTopics.Found::born).orElse(List.of());
    double novelty = ChunkNovelty.of(documents, model.layout().orElseThrow());
    Chunk added = chunk(name, intake, similarities, novelty, born, newlyRetired(topics));
    OnlineState after =
        new OnlineState(
            history.plus(added, rows),
            found.map(by -> open(buffer, by)).orElse(buffer),
            described.described(),
            knownIds);
    return assigning(topics, found)
        .withTrainingTopics(DocumentTopics.UNKNOWN)
        .withOnline(after)
        .after(
            ModelOperation.now("update")
                .with("chunk", name.name())
                .with("documents", intake.documents())
                .with("content", intake.content()));
  }

  /** All retired topics: those of before, and those whose documents have faded. */
  private Set<Integer> retired(TopicGrowth.Grown grown) {
    Set<Integer> retired = new TreeSet<>(grown.topics().retired());
    grown
        .weight()
        .forEach(
            (topic, weight) -> {
              if (topic != Topic.OUTLIERS && weight < settings.retireBelow()) {
                retired.add(topic);
              }
            });
    return retired;
  }

  private List<Integer> newlyRetired(FittedTopics topics) {
    List<Integer> retired = new ArrayList<>(topics.retired());
    retired.removeAll(model.topics().retired());
    return retired;
  }

  /** The model with its topics and layouts; clusters of retired topics take no new documents. */
  private SavedModel assigning(FittedTopics topics, Optional<NewTopics.Found> found) {
    int[] clusterTopics = found.map(NewTopics.Found::clusterTopics).orElse(model.clusterTopics());
    LaterLayouts later = found.map(NewTopics.Found::later).orElse(model.laterLayouts());
    List<Integer> retired = topics.retired();
    int[] closed =
        IntStream.range(0, clusterTopics.length)
            .filter(
                cluster ->
                    retired.contains(clusterTopics[cluster])
                        || (clusterTopics[cluster] == Topic.OUTLIERS
                            && Arrays.binarySearch(later.closed(), cluster) >= 0))
            .toArray();
    return model.withTopics(topics).withLaterLayouts(later.closing(closed), clusterTopics);
  }

  private static long outliers(Dataset<Row> chunk) {
    return chunk.filter(col(TOPIC).equalTo(Topic.OUTLIERS)).count();
  }

  private Optional<NewTopics.Found> newTopics(WaitingOutliers waiting) {
    int fewest =
        settings.minTopicSize() > 0
            ? settings.minTopicSize()
            : Math.max(2, model.settings().minTopicSize());
    try (Workers workers = Workers.ofAllCores()) {
      return new NewTopics(settings, fewest)
          .find(
              waiting.buffer().outliers(),
              waiting.documentsBehind(),
              model,
              FitContext.of(settings.seed(), workers));
    }
  }

  /** The chunk with topics for those of its outliers that have one now. */
  private Dataset<Row> reassigned(Dataset<Row> chunk, NewTopics.Found by) {
    Dataset<Row> outliers = chunk.filter(col(TOPIC).equalTo(Topic.OUTLIERS));
    Dataset<Row> again =
        new TransformPipeline(model, new ModelLayout(by.layouts(), by.clusterTopics()))
            .assigned(outliers.select(ID, TEXT, EMBEDDING));
    Dataset<Row> known = chunk.filter(col(TOPIC).notEqual(Topic.OUTLIERS));
    return known.unionByName(again.join(outliers.select(ID, TEXT, EMBEDDING), ID));
  }

  /** The outliers of earlier chunks that have a topic now. */
  private static List<MovedDocument> moved(OutlierBuffer earlier, NewTopics.Found by) {
    List<BufferedOutlier> outliers = earlier.outliers();
    int[] topics = LaterTopics.topics(by.layouts(), by.clusterTopics(), outliers);
    List<MovedDocument> moved = new ArrayList<>();
    for (int i = 0; i < topics.length; i++) {
      if (topics[i] != Topic.OUTLIERS) {
        BufferedOutlier outlier = outliers.get(i);
        moved.add(
            new MovedDocument(
                outlier.id(),
                topics[i],
                outlier.weight(),
                outlier.embedding(),
                outlier.terms(),
                outlier.text()));
      }
    }
    return moved;
  }

  /** The outliers that have no topic yet. */
  private static OutlierBuffer open(OutlierBuffer buffer, NewTopics.Found by) {
    int[] topics = LaterTopics.topics(by.layouts(), by.clusterTopics(), buffer.outliers());
    return new OutlierBuffer(
        IntStream.range(0, topics.length)
            .filter(i -> topics[i] == Topic.OUTLIERS)
            .mapToObj(buffer.outliers()::get)
            .toList());
  }

  private Chunk chunk(
      ChunkUpdate.Name name,
      IntakeSummary intake,
      Map<Integer, ChunkSimilarity> similarities,
      double novelty,
      List<Integer> born,
      List<Integer> retired) {
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
        novelty,
        born,
        retired);
  }
}
