package org.sparkbertopic.job.page;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.assign.LayoutModel;
import org.sparkbertopic.assign.remarks.ChoiceRemark;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.operations.search.TopicSearch;
import org.sparkbertopic.report.PlacedDocuments;
import org.sparkbertopic.report.ReportData;
import org.sparkbertopic.report.ReportData.Fact;
import org.sparkbertopic.report.ReportData.Similar;
import org.sparkbertopic.stage.MapStage;
import org.sparkbertopic.stage.table.IdType;
import org.sparkbertopic.stage.table.InputColumns;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;

/** What the page of a run shows of its record, its model and its documents. */
public record RunReport(RunFacts facts, ReportSettings settings) {

  /** Topics that the page names as similar to one. */
  private static final int SIMILAR = 5;

  /** Topics beyond which all pairs are not compared. */
  private static final int MOST_COMPARED = 20_000;

  /**
   * Documents with their places.
   *
   * @param map a table of {@link MapStage#SCHEMA}
   * @param assignments id, topic, of all documents
   * @param texts id, text, of all documents
   */
  public record Places(Dataset<Row> map, Dataset<Row> assignments, Dataset<Row> texts) {}

  /**
   * What is known of the run's documents.
   *
   * @param places where they are on the map
   */
  public record Documents(Optional<Places> places, RunFigures.Slices slices) {
    public static final Documents NONE = new Documents(Optional.empty(), RunFigures.Slices.NONE);
  }

  public ReportData of(BERTopicModel model, Documents documents) {
    FittedTopics fitted = model.fittedTopics();
    List<Fact> rows = new ArrayList<>();
    rows.add(new Fact("seed", Long.toString(facts.seed())));
    rows.addAll(facts.settings());
    model
        .savedModel()
        .layout()
        .map(LayoutModel::clustering)
        .flatMap(ChoiceRemark::chosenOf)
        .ifPresent(chosen -> rows.add(new Fact("cluster selection", chosen)));
    facts.versions().forEach((name, version) -> rows.add(new Fact(name, version)));
    rows.add(new Fact("started", facts.started()));
    boolean withTexts =
        settings.hasTexts()
            && fitted.topics().stream().anyMatch(t -> !t.representativeDocuments().isEmpty());
    return ReportData.of(settings.title(), fitted.topics())
        .withTexts(withTexts ? representativeTexts(fitted) : Map.of())
        .withStages(facts.stages())
        .withFacts(rows)
        .withWarnings(warnings(documents.slices()))
        .withHistory(model.savedModel().online().history())
        .withSimilar(similar(fitted))
        .withFigures(RunFigures.of(model, documents.slices()))
        .withTimeline(documents.slices().timeline())
        .withMap(
            documents.places().map(found -> map(found, withTexts)).orElse(PlacedDocuments.NONE));
  }

  private List<String> warnings(RunFigures.Slices slices) {
    // A fit has told them and recorded them already.
    Set<String> warnings = new LinkedHashSet<>(facts.warnings());
    warnings.addAll(slices.notes());
    return List.copyOf(warnings);
  }

  private static Map<String, String> representativeTexts(FittedTopics fitted) {
    Map<String, String> texts = new HashMap<>();
    fitted
        .documents()
        .forEach(kept -> kept.forEach(document -> texts.put(document.id(), document.text())));
    return texts;
  }

  private static Map<Integer, List<Similar>> similar(FittedTopics fitted) {
    Map<Integer, List<Similar>> similar = new HashMap<>();
    int[] ids = fitted.ids();
    float[][] embeddings = fitted.embeddings();
    if (ids.length > MOST_COMPARED || embeddings.length != ids.length) {
      return similar;
    }
    try (Workers workers = Workers.ofAllCores()) {
      List<List<TopicSearch.Match>> nearest = TopicSearch.nearestOfEach(fitted, SIMILAR, workers);
      for (int row = fitted.outlierRows(); row < ids.length; row++) {
        similar.put(
            ids[row],
            nearest.get(row).stream()
                .map(match -> new Similar(match.topicId(), match.similarity()))
                .toList());
      }
    }
    return similar;
  }

  /**
   * The documents in an order that neither their ids nor their topics have a part in, so that the
   * first of them, which have texts, are a sample.
   */
  private PlacedDocuments map(Places places, boolean withTexts) {
    Dataset<Row> shown =
        places
            .map()
            .orderBy(xxhash64(col(InputColumns.ID)), col(InputColumns.ID))
            .limit(settings.documents());
    List<Row> rows = shown.collectAsList();
    Map<String, Integer> topics = new HashMap<>();
    broadcastJoin(places.assignments(), shown, InputColumns.TOPIC)
        .collectAsList()
        .forEach(row -> topics.put(row.getString(0), row.getInt(1)));
    Map<String, String> texts = new HashMap<>();
    if (withTexts) {
      broadcastJoin(places.texts(), shown.limit(ReportSettings.MOST_TEXTS), InputColumns.TEXT)
          .select(
              col(InputColumns.ID), substring(col(InputColumns.TEXT), 1, settings.textCharacters()))
          .collectAsList()
          .forEach(row -> texts.put(row.getString(0), row.getString(1)));
    }
    List<String> ids = new ArrayList<>();
    List<String> beginnings = new ArrayList<>();
    float[] x = new float[rows.size()];
    float[] y = new float[rows.size()];
    int[] topicOf = new int[rows.size()];
    for (int i = 0; i < rows.size(); i++) {
      String id = rows.get(i).getString(0);
      ids.add(id);
      x[i] = rows.get(i).getFloat(1);
      y[i] = rows.get(i).getFloat(2);
      topicOf[i] = topics.getOrDefault(id, Topic.OUTLIERS);
      if (withTexts && i < ReportSettings.MOST_TEXTS) {
        beginnings.add(texts.getOrDefault(id, "").strip());
      }
    }
    return new PlacedDocuments(ids, x, y, topicOf, beginnings, facts.documents());
  }

  /** id as text, and another column, of the documents on the map. */
  private static Dataset<Row> broadcastJoin(Dataset<Row> table, Dataset<Row> shown, String column) {
    return table
        .select(IdType.key(table, InputColumns.ID).as(InputColumns.ID), col(column))
        .join(broadcast(shown.select(InputColumns.ID)), InputColumns.ID);
  }
}
