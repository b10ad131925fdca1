package org.sparkbertopic.representation.sparknlp;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.embedding.sparknlp.TaggingPipeline;
import org.sparkbertopic.representation.PosTagger;

/**
 * Tags parts of speech with a pipeline that Spark NLP saved, or with a single annotator of the type
 * {@code pos} ({@code PerceptronModel}), for which the stages that it needs are added: the whole
 * text is then one sentence.
 *
 * <p>Runs on the driver by Spark NLP's {@code LightPipeline}, without Spark jobs. Tags of the Penn
 * Treebank, which {@code pos_anc} and other English models give, become universal ones.
 *
 * <p>A value: the pipeline is loaded on first use, once per Spark application, which needs Spark
 * NLP on the class path and a session. Loading deserializes Java objects from the folder: load only
 * folders that you trust.
 *
 * @param folder of the pipeline or annotator: on the driver's disk if Spark runs locally, otherwise
 *     on a shared file system, also as a Hadoop URI ({@code hdfs://...})
 */
public record SparkNlpTagger(String folder) implements PosTagger {

  private static final long serialVersionUID = 1L;

  public SparkNlpTagger {
    Objects.requireNonNull(folder, "folder");
    if (folder.isBlank()) {
      throw new IllegalArgumentException(
          "folder must not be blank; give the folder of a pipeline that Spark NLP saved");
    }
  }

  /**
   * @throws IllegalArgumentException if the folder cannot be loaded, or Spark NLP is missing
   * @throws IllegalStateException if there is no Spark session
   */
  @Override
  public List<Sentence> tag(String text) {
    List<Sentence> sentences = new ArrayList<>();
    List<String> tokens = new ArrayList<>();
    List<String> tags = new ArrayList<>();
    String current = "";
    for (TaggingPipeline.TaggedWord word : TaggingPipeline.shared(folder).tag(text)) {
      if (!word.sentence().equals(current) && !tokens.isEmpty()) {
        sentences.add(new Sentence(tokens, tags));
        tokens.clear();
        tags.clear();
      }
      current = word.sentence();
      tokens.add(word.word());
      tags.add(PennTags.universal(word.tag()));
    }
    if (!tokens.isEmpty()) {
      sentences.add(new Sentence(tokens, tags));
    }
    return List.copyOf(sentences);
  }

  /** Loads the pipeline if there is a session; otherwise reads the folder's list of stages. */
  @Override
  public void checkReady() {
    TaggingPipeline.requireUsable(folder);
    if (SparkSession.getDefaultSession().isDefined()) {
      TaggingPipeline.shared(folder);
    }
  }
}
