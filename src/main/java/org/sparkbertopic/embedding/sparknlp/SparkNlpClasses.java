package org.sparkbertopic.embedding.sparknlp;

import java.lang.reflect.InvocationTargetException;
import org.apache.spark.ml.PipelineStage;

/** Finds Spark NLP's classes by name, so that this library builds without Spark NLP. */
final class SparkNlpClasses {

  static final String PACKAGE = "com.johnsnowlabs.";
  static final String ASSEMBLER = PACKAGE + "nlp.DocumentAssembler";
  static final String TOKENIZER = PACKAGE + "nlp.annotators.Tokenizer";
  static final String SENTENCE_EMBEDDINGS = PACKAGE + "nlp.embeddings.SentenceEmbeddings";

  private static final String MAIN = PACKAGE + "nlp.SparkNLP";

  private SparkNlpClasses() {}

  /**
   * @throws IllegalArgumentException if Spark NLP is not on the class path
   */
  static void require() {
    named(MAIN);
  }

  /** The version of Spark NLP, such as 5.5.3. */
  static String version() {
    return (String) call(named(MAIN), null, "version");
  }

  /** A class of Spark NLP, or of a jar that it needs. */
  static Class<?> named(String name) {
    try {
      return Class.forName(name, true, loader());
    } catch (ClassNotFoundException | LinkageError e) {
      throw missing(e);
    }
  }

  /** A new stage with its defaults. */
  static PipelineStage stage(String name) {
    try {
      return named(name).asSubclass(PipelineStage.class).getDeclaredConstructor().newInstance();
    } catch (InvocationTargetException e) {
      throw missing(e.getCause());
    } catch (ReflectiveOperationException | LinkageError e) {
      throw missing(e);
    }
  }

  /** Calls a public method without parameters; a static one if the target is null. */
  static Object call(Class<?> type, Object instance, String method) {
    try {
      return type.getMethod(method).invoke(instance);
    } catch (InvocationTargetException e) {
      throw missing(e.getCause());
    } catch (ReflectiveOperationException | LinkageError e) {
      throw missing(e);
    }
  }

  /** The thread's class loader sees jars given to spark-submit; this class's loader may not. */
  private static ClassLoader loader() {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    return loader == null ? SparkNlpClasses.class.getClassLoader() : loader;
  }

  static IllegalArgumentException missing(Throwable cause) {
    return new IllegalArgumentException(
        "Spark NLP must be on the class path to run what it saved, got "
            + cause
            + "; build with the Maven profile spark-nlp (./mvnw -B -Pspark-nlp package), or add the"
            + " cluster's Spark NLP by spark-submit's --packages or --jars",
        cause);
  }
}
