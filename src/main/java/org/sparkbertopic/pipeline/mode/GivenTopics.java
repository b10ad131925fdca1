package org.sparkbertopic.pipeline.mode;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;
import static org.sparkbertopic.stage.table.InputColumns.EMBEDDING;
import static org.sparkbertopic.stage.table.InputColumns.ID;
import static org.sparkbertopic.stage.table.InputColumns.LABEL;
import static org.sparkbertopic.stage.table.InputColumns.PROBABILITY;
import static org.sparkbertopic.stage.table.InputColumns.TOPIC;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.assign.LayoutModel;
import org.sparkbertopic.assign.LayoutSample;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.stage.AssignStage;
import org.sparkbertopic.stage.LabelClasses;
import org.sparkbertopic.stage.LayoutStage;
import org.sparkbertopic.stage.TopicNumbering;
import org.sparkbertopic.stage.table.Content;
import org.sparkbertopic.stage.workspace.Fingerprint;
import org.sparkbertopic.stage.workspace.Stage;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;

/**
 * Topics that are given (BERTopic's manual topic modelling): nothing is laid out or clustered.
 * Other documents belong to the topic whose embedding they have the smallest angle with, never to
 * the outliers; those of the sample, known by their embeddings, keep the topic they were given.
 */
public final class GivenTopics extends Assignment {

  private final LabelClasses classes;
  private final TopicNumbering numbering;
  private final Dataset<Row> table;

  private GivenTopics(EmbeddedDocuments input, String fingerprint) {
    super(input, fingerprint);
    this.classes = input.classes(documents(Content.isVector(col(EMBEDDING))));
    long counted = Arrays.stream(classes.documents()).sum() + classes.unlabelled();
    this.numbering =
        TopicNumbering.of(
            classes.documents(), classes.unlabelled(), input.summary().documents() - counted);
    this.table =
        input
            .workspace()
            .table(
                Stage.ASSIGN,
                fingerprint,
                () ->
                    assign(documents(Content.isVector(col(EMBEDDING))))
                        .unionByName(documentsWithoutVector()));
  }

  /**
   * @param print fingerprint of the embeddings
   */
  public static GivenTopics of(EmbeddedDocuments input, String print) {
    return new GivenTopics(
        input,
        Fingerprint.of("given topics")
            .with("embeddings", print)
            .withOptional("topics", input.plan().columns().topic())
            .digest());
  }

  /** Those whose embeddings are such. Given embeddings were looked at before. */
  private Dataset<Row> documents(Column which) {
    return input.summary().dimension() > 0
        ? input.documents()
        : input.documents().join(input.embeddings().filter(which).select(ID), ID);
  }

  private Dataset<Row> documentsWithoutVector() {
    Dataset<Row> ids =
        input.summary().dimension() > 0
            ? input.documents().limit(0)
            : documents(not(Content.isVector(col(EMBEDDING))));
    return ids.select(
        col(ID),
        lit(null).cast(DataTypes.IntegerType).as(TOPIC),
        lit(null).cast(DataTypes.DoubleType).as(PROBABILITY));
  }

  private Dataset<Row> assign(Dataset<Row> documents) {
    int[] topics = numbering.topicOfCluster();
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < topics.length; i++) {
      rows.add(RowFactory.create(classes.names().get(i), topics[i]));
    }
    SparkSession spark = documents.sparkSession();
    Dataset<Row> topicOfLabel =
        spark.createDataFrame(
            rows,
            new StructType().add(LABEL, DataTypes.StringType).add(TOPIC, DataTypes.IntegerType));
    return documents
        .select(ID, LABEL)
        .join(broadcast(topicOfLabel), new String[] {LABEL}, "left")
        .select(
            col(ID),
            coalesce(col(TOPIC), lit(Topic.OUTLIERS)).as(TOPIC),
            when(col(TOPIC).isNull(), lit(0.0)).otherwise(lit(1.0)).as(PROBABILITY));
  }

  /** How close each document is to its topic: what {@code transform} says of any other. */
  @Override
  public Dataset<Row> assignments(SavedModel model) {
    SparkSession spark = table.sparkSession();
    Dataset<Row> documents =
        assignments().select(ID, TOPIC).join(input.embeddings().select(ID, EMBEDDING), ID);
    return input
        .workspace()
        .held(
            AssignStage.closeness(
                documents, AssignStage.broadcast(spark, model.layout().orElseThrow())));
  }

  @Override
  public Dataset<Row> assignments() {
    return table.filter(col(TOPIC).isNotNull());
  }

  @Override
  public Dataset<Row> withoutVector() {
    return table.filter(col(TOPIC).isNull()).select(ID);
  }

  @Override
  public TopicNumbering numbering() {
    return numbering;
  }

  @Override
  public Map<Integer, String> names() {
    return classes.areNumbers() ? Map.of() : numbering.names(classes.names());
  }

  @Override
  public int[] clusterTopics() {
    return IntStream.range(0, numbering.topicCount()).toArray();
  }

  @Override
  public SavedModel model(FittedTopics topics) {
    FitPlan plan = input.plan();
    LayoutSample sample =
        new LayoutStage(plan.sampleSize(), plan.reducer(), plan.clusterer())
            .sample(
                input.embeddings(),
                input.summary().documents(),
                Optional.of(new LayoutStage.Labels(input.documents().select(ID, LABEL), classes)),
                plan.seed());
    if (input.summary().documents() > plan.sampleSize()) {
      input
          .workspace()
          .warn(
              String.format(
                  Locale.ROOT,
                  "of %,d documents with given topics, %,d are kept in the model: transform gives"
                      + " the others the topic that is closest; raise setSampleSize to keep more",
                  input.summary().documents(),
                  plan.sampleSize()));
    }
    int[] topicOfClass = numbering.topicOfCluster();
    int[] given =
        Arrays.stream(sample.labels().orElseThrow())
            .map(label -> label < 0 ? Topic.OUTLIERS : topicOfClass[label])
            .toArray();
    int outliers = topics.outlierRows();
    float[][] centers =
        Arrays.copyOfRange(topics.embeddings(), outliers, topics.embeddings().length);
    LayoutModel layout =
        LayoutModel.ofCenters(centers, centers[0].length, sample.embeddings(), given);
    return SavedModel.of(topics, plan.vectorizer()).withLayout(layout, clusterTopics());
  }
}
