package org.sparkbertopic.compat;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/** Calls methods by name whose compiled signature differs between versions of Spark. */
final class NamedMethods {

  private NamedMethods() {}

  /** Whether an object has a public method without parameters. */
  static boolean has(Object owner, String name) {
    try {
      owner.getClass().getMethod(name);
      return true;
    } catch (NoSuchMethodException e) {
      return false;
    }
  }

  /**
   * @param owner an object of a public class
   * @throws IllegalStateException if it has no such public method
   */
  static Object call(Object owner, String name, String... arguments) {
    Class<?>[] types = new Class<?>[arguments.length];
    Arrays.fill(types, String.class);
    try {
      return owner.getClass().getMethod(name, types).invoke(owner, (Object[]) arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "this Spark's " + owner.getClass().getName() + " has no public method " + name, e);
    }
  }
}
