package org.sparkbertopic.embedding.corpus;

import java.io.Serializable;
import java.util.Arrays;
import org.sparkbertopic.compute.FixedPoint;

/** Adds a document's part of Aᵀ A Q: its TF-IDF row a contributes a · (a Q). */
final class GramScan implements TermCorpus.Scan, Serializable {

  private static final long serialVersionUID = 1L;

  private final float[] subspace;
  private final int width;
  private final float[] idf;
  private final FixedPoint fixedPoint;
  private final double[] projection;

  /**
   * @param subspace {@code [terms x width]}: Q, row by row
   */
  GramScan(float[] subspace, int width, float[] idf, FixedPoint fixedPoint) {
    this.subspace = subspace;
    this.width = width;
    this.idf = idf;
    this.fixedPoint = fixedPoint;
    this.projection = new double[width];
  }

  /** Shares everything except the scratch space. */
  GramScan forOneThread() {
    return new GramScan(subspace, width, idf, fixedPoint);
  }

  @Override
  public void add(TermRow document, long[][] sums) {
    double squares = 0;
    for (int i = 0; i < document.size(); i++) {
      double weight = weight(document, i);
      squares += weight * weight;
    }
    double norm = Math.sqrt(squares);
    Arrays.fill(projection, 0);
    for (int i = 0; i < document.size(); i++) {
      double weight = weight(document, i) / norm;
      int at = document.term(i) * width;
      for (int column = 0; column < width; column++) {
        projection[column] += weight * subspace[at + column];
      }
    }
    for (int i = 0; i < document.size(); i++) {
      double weight = weight(document, i) / norm;
      long[] row = TermCorpus.Scan.row(sums, document.term(i), width);
      for (int column = 0; column < width; column++) {
        row[column] += fixedPoint.of(weight * projection[column]);
      }
    }
  }

  private double weight(TermRow document, int i) {
    return (double) document.count(i) * idf[document.term(i)];
  }
}
