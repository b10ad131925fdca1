package org.sparkbertopic.params;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.util.Identifiable;

/**
 * A parameter of a Spark ML stage whose value is a part of the pipeline: an embedder, a reducer, a
 * clusterer. Saved as {@link PartJson}.
 *
 * @param <T> the part's contract
 */
public final class PartParam<T> extends Param<T> {

  private static final long serialVersionUID = 1L;

  private final Class<T> contract;

  /**
   * @param contract the interface that a value implements; saved values of other classes are
   *     refused
   */
  public PartParam(Identifiable parent, String name, String doc, Class<T> contract) {
    super(parent, name, doc);
    this.contract = contract;
  }

  @Override
  public String jsonEncode(T value) {
    return PartJson.encode(value, contract);
  }

  @Override
  public T jsonDecode(String json) {
    return PartJson.decode(json, contract);
  }
}
