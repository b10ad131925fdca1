package org.sparkbertopic.compat;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import java.util.List;
import scala.Predef;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Scala's collections where Scala 2.12 and 2.13 differ. A method of Spark that is written with
 * {@code Seq} returns {@code scala.collection.Seq} in one and {@code
 * scala.collection.immutable.Seq} in the other. The return type is a part of a method's name in
 * compiled code, so a class that was compiled with one does not find the method of the other. Here
 * it is found by its Scala name.
 */
public final class ScalaCollections {

  private static final MethodHandle WRAP_FLOATS = wrapFloats();

  private ScalaCollections() {}

  /**
   * The elements of a sequence.
   *
   * @param owner an object of a public class
   * @param getter its public method without parameters that returns a Scala sequence
   * @param type that of the elements
   * @throws IllegalStateException if there is no such method
   */
  public static <T> List<T> elements(Object owner, String getter, Class<T> type) {
    return elements(NamedMethods.call(owner, getter), type);
  }

  /** The elements of a Scala sequence. */
  public static <T> List<T> elements(Object sequence, Class<T> type) {
    return JavaConverters.seqAsJavaList((Seq<?>) sequence).stream().map(type::cast).toList();
  }

  /** An array as a Scala sequence: a view, without a copy. */
  static Object sequence(float[] values) {
    try {
      return WRAP_FLOATS.invoke(values);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** It returns WrappedArray in Scala 2.12 and ArraySeq in 2.13. */
  private static MethodHandle wrapFloats() {
    try {
      return MethodHandles.publicLookup()
          .unreflect(
              Arrays.stream(Predef.class.getMethods())
                  .filter(method -> method.getName().equals("wrapFloatArray"))
                  .findFirst()
                  .orElseThrow());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
