package org.sparkbertopic.stage.represent;

import java.io.Serializable;

/**
 * A document with its topic and embedding, as a bean for Spark's encoder: unlike a {@code Row} it
 * gives the embedding as an array of primitive floats.
 */
public final class AssignedDocument implements Serializable {

  private String id;
  private String text;
  private int topic;
  private float[] embedding;

  public String getId() {
    return id;
  }

  public void setId(String id) {
    this.id = id;
  }

  public String getText() {
    return text;
  }

  public void setText(String text) {
    this.text = text;
  }

  public int getTopic() {
    return topic;
  }

  public void setTopic(int topic) {
    this.topic = topic;
  }

  public float[] getEmbedding() {
    return embedding;
  }

  public void setEmbedding(float[] embedding) {
    this.embedding = embedding;
  }
}
