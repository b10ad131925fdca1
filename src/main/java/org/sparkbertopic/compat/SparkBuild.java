package org.sparkbertopic.compat;

import scala.util.Properties;

/** Which Spark this is, for the names of packages that must match it. */
public final class SparkBuild {

  private SparkBuild() {}

  /** Such as {@code 3.5.7}. */
  public static String sparkVersion() {
    return org.apache.spark.package$.MODULE$.SPARK_VERSION();
  }

  /** The Scala version in names of artifacts, such as {@code 2.12}. */
  public static String scalaVersion() {
    return Properties.versionNumberString().replaceFirst("^(\\d+\\.\\d+).*", "$1");
  }
}
