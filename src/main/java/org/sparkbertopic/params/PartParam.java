package org.sparkbertopic.params;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.util.Identifiable;

/** A Spark ML parameter whose value is a part; it is saved and loaded as {@link PartJson}. */
public final class PartParam<T> extends Param<T> {

  private final Class<T> kind;

  public PartParam(Identifiable parent, String name, String doc, Class<T> kind) {
    super(parent, name, doc);
    this.kind = kind;
  }

  @Override
  public String jsonEncode(T value) {
    return PartJson.toJson(value);
  }

  @Override
  public T jsonDecode(String json) {
    return PartJson.fromJson(json, kind);
  }
}
