package org.sparkbertopic.compat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.BiConsumer;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import scala.runtime.AbstractFunction2;

/**
 * Lets an extension see SQL before Spark parses it. Functions that are registered then are there
 * when the statement is analyzed. Spark's own way to add functions takes expressions, whose
 * constructors differ between versions of Spark and Scala; this one only passes calls on.
 */
public final class ParserHook {

  private ParserHook() {}

  /**
   * @param beforeParsing gets the session and the text of each statement and expression
   */
  @SuppressWarnings({"rawtypes", "unchecked"}) // the type of sessions differs between versions
  public static void inject(
      SparkSessionExtensions extensions, BiConsumer<SparkSession, String> beforeParsing) {
    extensions.injectParser(
        (AbstractFunction2)
            new AbstractFunction2<Object, Object, Object>() {
              @Override
              public Object apply(Object session, Object parser) {
                return watched((SparkSession) session, parser, beforeParsing);
              }
            });
  }

  private static Object watched(
      SparkSession session, Object parser, BiConsumer<SparkSession, String> beforeParsing) {
    return Proxy.newProxyInstance(
        ParserInterface.class.getClassLoader(),
        new Class<?>[] {ParserInterface.class},
        (proxy, method, arguments) -> {
          if (arguments != null && arguments.length > 0 && arguments[0] instanceof String sql) {
            beforeParsing.accept(session, sql);
          }
          try {
            return method.invoke(parser, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }
}
