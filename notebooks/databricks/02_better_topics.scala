// Databricks notebook source
// MAGIC %md
// MAGIC # Better topics
// MAGIC
// MAGIC Better words, fewer outliers, fewer topics, names, and figures that say whether it helped. The
// MAGIC documents, with their embeddings, are those that the first notebook wrote.

// COMMAND ----------

import org.sparkbertopic.BERTopic
import org.sparkbertopic.assign.{OutlierStep, OutlierStrategy}
import org.sparkbertopic.clustering.hdbscan.Hdbscan
import org.sparkbertopic.ctfidf.ClassTfidf
import org.sparkbertopic.embedding.onnx.OnnxEmbedder
import org.sparkbertopic.evaluation.TopicEvaluator
import org.sparkbertopic.operations.outliers.OutlierReduction
import org.sparkbertopic.operations.update.TopicUpdate
import org.sparkbertopic.representation.{Aspects, KeyBertInspired, RepresentationModel}
import org.sparkbertopic.vectorizer.CountVectorizer

val volume = "/Volumes/main/topics/spark_bertopic"
val documents = spark.read.parquet(s"$volume/documents").drop("topic", "probability").cache()

// COMMAND ----------

// MAGIC %md
// MAGIC ## Words
// MAGIC
// MAGIC With default settings the words of every topic are "the", "of" and "and". Words are counted after
// MAGIC the clustering, so `updateTopics` counts them anew, without a new fit.

// COMMAND ----------

val plain = new BERTopic()
  .setIdCol("id")
  .setTextCol("text")
  .setEmbeddingCol("embedding")
  .setEmbedder(OnnxEmbedder.allMiniLmL6V2())
  .fit(documents)
display(plain.getTopicInfo(spark).select("Topic", "Count", "Representation").limit(6))

// COMMAND ----------

val vectorizer = CountVectorizer.create().withStopWords("english").withNgramRange(1, 2).withMinDf(5)
val assigned = plain.transform(documents).cache()
val words = plain.updateTopics(
  TopicUpdate
    .create()
    .withVectorizer(vectorizer)
    .withCtfidf(ClassTfidf.create().withReduceFrequentWords(true)),
  assigned)
display(words.getTopicInfo(spark).select("Topic", "Count", "Representation"))

// COMMAND ----------

// MAGIC %md
// MAGIC ## KeyBERT
// MAGIC
// MAGIC Words by their closeness to the topic's documents, next to those by c-TF-IDF.

// COMMAND ----------

val keyBert = Aspects.of(java.util.Map.of[String, RepresentationModel]("KeyBERT", KeyBertInspired.create()))
val described = words.updateTopics(TopicUpdate.create().withAspects(keyBert))
display(described.getTopicInfo(spark).select("Topic", "Representation", "KeyBERT"))

// COMMAND ----------

// MAGIC %md
// MAGIC ## Outliers
// MAGIC
// MAGIC An outlier gets the topic with the closest embedding, if the cosine is at least 0.55.

// COMMAND ----------

val reduced = described.reduceOutliers(
  assigned,
  OutlierReduction.of(OutlierStep.of(OutlierStrategy.EMBEDDINGS).withThreshold(0.55)))
println(s"outliers: ${reduced.outliersBefore} before, ${reduced.outliersAfter} after, of ${reduced.documents} documents")

// COMMAND ----------

// MAGIC %md
// MAGIC ## Fewer topics, with names

// COMMAND ----------

val fewer = reduced.model.reduceTopics(20)
val names = new java.util.TreeMap[Integer, String]()
for (name <- Seq("Schools and colleges", "Health care", "Energy", "Terrorism and Iraq", "Farming", "Taxes and the deficit"))
  names.put(fewer.findTopics(name, 1).get(0).topicId, name)
val named = fewer.setTopicLabels(names)
display(named.getTopicInfo(spark).select("Topic", "Count", "CustomName", "Representation"))

// COMMAND ----------

// MAGIC %md
// MAGIC ## Measure and tune
// MAGIC
// MAGIC Fewer outliers, more coherence and more diversity are better, and pull in different directions.
// MAGIC Look at the words before you choose.

// COMMAND ----------

for (size <- Seq(5, 10, 20)) {
  val candidate = new BERTopic()
    .setIdCol("id")
    .setTextCol("text")
    .setEmbeddingCol("embedding")
    .setClusterer(Hdbscan.create().withMinClusterSize(size))
    .setVectorizer(vectorizer)
    .fit(documents)
  val quality = TopicEvaluator.of(vectorizer).evaluate(documents, candidate.topics(), false)
  println(
    f"at least $size%2d documents: ${quality.topics.size}%3d topics, outliers ${quality.outlierShare}%.2f, " +
      f"coherence ${quality.npmi}%.3f, diversity ${quality.diversity}%.2f")
}
