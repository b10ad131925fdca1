// Databricks notebook source
// MAGIC %md
// MAGIC # First topics
// MAGIC
// MAGIC From a table of documents to topics, figures and a saved model. The cluster needs
// MAGIC the library `spark-bertopic-*-all.jar` and a dedicated access mode
// MAGIC (`docs/databricks.md`).
// MAGIC
// MAGIC The example documents are passages of the State of the Union addresses, 1945 to 2021:
// MAGIC copy `src/main/resources/org/sparkbertopic/demo/sotu_passages_1945_2021.jsonl.gz` of the
// MAGIC repository into a volume. The model that embeds them is in the jar.

// COMMAND ----------

import org.apache.spark.sql.functions._
import org.sparkbertopic.{BERTopic, BERTopicModel}
import org.sparkbertopic.report.figures.Figure
import org.sparkbertopic.report.figures.input.{BarchartSettings, DocumentsSettings}
import org.sparkbertopic.vectorizer.CountVectorizer

val volume = "/Volumes/main/topics/spark_bertopic"

// COMMAND ----------

// MAGIC %md
// MAGIC ## The documents
// MAGIC
// MAGIC A document needs a text and, better, an id. Your own table: `spark.table("main.news.documents")`.
// MAGIC Give the names of its columns to `setIdCol` and `setTextCol` below.

// COMMAND ----------

val documents = spark.read
  .json(s"$volume/sotu_passages_1945_2021.jsonl.gz")
  .select("id", "year", "president", "party", "text")
  .repartition(spark.sparkContext.defaultParallelism)
  .cache()
display(documents.orderBy("id").limit(5))

// COMMAND ----------

// MAGIC %md
// MAGIC ## Fit
// MAGIC
// MAGIC Embeddings (all-MiniLM-L6-v2) are computed on the executors, UMAP and HDBSCAN on the driver.
// MAGIC Stop words are removed only if you say so.

// COMMAND ----------

val model = new BERTopic()
  .setIdCol("id")
  .setTextCol("text")
  .setVectorizer(CountVectorizer.create().withStopWords("english"))
  .fit(documents)
println(s"${model.topics().size - 1} topics, ${math.round(100 * model.summary().outlierShare())} % outliers")

// COMMAND ----------

// MAGIC %md
// MAGIC ## The topics
// MAGIC
// MAGIC Topic -1 holds the outliers: documents that HDBSCAN puts in no topic. Can you say in two words
// MAGIC what each of the others is about?

// COMMAND ----------

display(model.getTopicInfo(spark).select("Topic", "Count", "Representation"))

// COMMAND ----------

// MAGIC %md
// MAGIC `show` draws a figure by Plotly's script, which the browser loads from Plotly's site.

// COMMAND ----------

def show(figure: Figure): Unit = displayHTML(
  s"""<script src="https://cdn.plot.ly/plotly-3.0.1.min.js"></script>
     |<div id="figure"></div>
     |<script>
     |  const spec = ${figure.toJson()};
     |  Plotly.newPlot("figure", spec.data, spec.layout);
     |</script>""".stripMargin)

show(model.figures().barchart(BarchartSettings.create().withTopN(12)))

// COMMAND ----------

// MAGIC %md
// MAGIC ## The documents of a topic
// MAGIC
// MAGIC The fit has assigned and embedded the documents; joined to them, nothing is computed again.

// COMMAND ----------

val assigned = documents
  .join(model.summary().assignments().drop("reason"), "id")
  .join(model.summary().embeddings(), "id")
assigned.write.mode("overwrite").parquet(s"$volume/documents")

val topic = model.findTopics("terrorism", 1).get(0).topicId
display(documents.where(col("id").isin(model.topic(topic).representativeDocuments().toArray: _*)).select("year", "president", "text"))

// COMMAND ----------

// MAGIC %md
// MAGIC ## New documents, save and load
// MAGIC
// MAGIC A model is a folder of JSON and safetensors files. Loading runs no code.

// COMMAND ----------

model.write.overwrite().save(s"$volume/first-model")

val news = spark.sql("""
  SELECT 1 AS id, 'Health insurance costs too much, and millions of families have no coverage.' AS text
  UNION ALL SELECT 2, 'Every child deserves a good school with well paid teachers.'
  UNION ALL SELECT 3, 'The astronauts will go to Mars in a new spaceship.'""")
display(BERTopicModel.load(s"$volume/first-model").getDocumentInfo(news).select("text", "topic", "Name"))

// COMMAND ----------

// MAGIC %md
// MAGIC ## A map
// MAGIC
// MAGIC Each point is a document; near points are alike. Grey points are outliers.

// COMMAND ----------

model.setEmbeddingCol("embedding")
val map = model.documentMap(spark.read.parquet(s"$volume/documents"), java.util.Optional.empty[String](), 5000, 42)
show(model.figures().documents(map, DocumentsSettings.create()))
