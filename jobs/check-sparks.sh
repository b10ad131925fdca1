#!/usr/bin/env bash
# check-sparks.sh [VERSION_SCALA[@JAVA_HOME] ...]: runs the one jar on a standalone cluster of each Spark: fit,
# transform, stream and topics, models that one saves and another reads. Prints the first 16 digits of the SHA-256
# of each topics.json, which must be the same everywhere. Without arguments: all that we support, on this
# Java, and 4.2 on the Java of JAVA_25_HOME if that is set.
#
#   jobs/check-sparks.sh 4.0.1_2.13 4.2.0_2.13@/usr/lib/jvm/java-25
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
if [ $# -eq 0 ]; then
  set -- 3.5.6_2.13 4.0.1_2.13 4.1.0_2.13 4.2.0_2.13
  [ -n "${JAVA_25_HOME:-}" ] && set -- "$@" "4.2.0_2.13@$JAVA_25_HOME"
fi

cd "$here"
sparks=
for wanted in "$@"; do
  version=${wanted%%@*}
  java=
  [[ "$wanted" == *@* ]] && java=${wanted#*@}
  home=$here/target/sparks/$version
  ./mvnw -B -q -ntp -f src/it/spark/pom.xml \
    "-Dspark.version=${version%_*}" "-Dscala.binary.version=${version#*_}" "-DoutputDirectory=$home/jars" \
    org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies
  name=spark-$version
  if [ -n "$java" ]; then
    name=$name-$("$java/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/java-\1/p' | head -n 1)
    home=$home:$java
  fi
  sparks=$sparks${sparks:+,}$name=$home
done

./mvnw -B -ntp -Dspotless.check.skip -Dtest=NONE -Dsurefire.failIfNoSpecifiedTests=false \
  -Dit.test=SparkVersionsIT -Dfailsafe.failIfNoSpecifiedTests=false "-Dsparks.under.test=$sparks" verify
