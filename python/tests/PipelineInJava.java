import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.BERTopic;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;

/** Loads pipelines that Python saved, and saves pipelines for Python to load. */
public class PipelineInJava {

  public static void main(String[] arguments) throws Exception {
    String folder = arguments[0];
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", "2")
            .getOrCreate();
    Dataset<Row> documents = spark.read().parquet(folder + "/documents");
    write(
        PipelineModel.load(folder + "/python-model").transform(documents),
        folder + "/java-transformed-python-model");
    write(
        Pipeline.load(folder + "/python-pipeline").fit(documents).transform(documents),
        folder + "/java-fitted-python-pipeline");
    Pipeline pipeline =
        new Pipeline()
            .setStages(
                new PipelineStage[] {
                  new SQLTransformer().setStatement("SELECT id, text, vector FROM __THIS__"),
                  new BERTopic()
                      .setIdCol("id")
                      .setEmbeddingCol("vector")
                      .setSeed(9)
                      .setClusterer(Hdbscan.create().withMinClusterSize(12))
                });
    pipeline.save(folder + "/java-pipeline");
    PipelineModel model = pipeline.fit(documents);
    model.save(folder + "/java-model");
    write(model.transform(documents), folder + "/java-transformed");
    spark.stop();
  }

  private static void write(Dataset<Row> assigned, String path) {
    assigned.select("id", "topic", "probability").write().parquet(path);
  }
}
