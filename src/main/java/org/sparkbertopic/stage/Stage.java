package org.sparkbertopic.stage;

/** The steps of a fit whose results are kept, in order. */
public enum Stage {
  INTAKE("check the input"),
  TRAIN("train the embedder"),
  EMBED("embed"),
  LAYOUT("lay out"),
  ASSIGN("assign"),
  REPRESENT("represent");

  private final String title;

  Stage(String title) {
    this.title = title;
  }

  /** What people read. */
  public String title() {
    return title;
  }
}
