package org.sparkbertopic.stage.workspace;

/** The steps of a fit whose results are kept, in order. */
public enum Stage {
  READ("read the input", "rows"),
  INTAKE("check the input", "rows"),
  TRAIN("train the embedder", "terms"),
  EMBED("embed", "documents"),
  LAYOUT("lay out", "documents"),
  ASSIGN("assign", "documents"),
  ROUNDS("look among the outliers", "documents"),
  REASSIGN("assign the outliers", "documents"),
  REPRESENT("represent", "documents"),
  MAP("draw the map", "documents");

  private final String title;
  private final String unit;

  Stage(String title, String unit) {
    this.title = title;
    this.unit = unit;
  }

  /** What people read. */
  public String title() {
    return title;
  }

  /** What the rows of its result are. */
  public String unit() {
    return unit;
  }
}
