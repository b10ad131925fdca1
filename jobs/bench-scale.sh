#!/usr/bin/env bash
# A whole fit for corpora of several sizes, on two cores.
#
#   jobs/bench-scale.sh [DOCUMENTS[,DOCUMENTS...]] [-D KEY=VALUE ...]
#
# DOCUMENTS: 100000,1000000. Makes each corpus (texts of 60 words with a structure of topics, embeddings of 64
# numbers: 0.75 kB a document), runs `fit` in a process of its own on local[2] with a heap of 2.5 GB (HEAP=2500m), and
# prints the seconds and documents per second of each stage, the largest heap, resident memory and bytes written.
# Further arguments go to fit. FOLDER=target/bench-scale keeps corpora, runs and logs; a corpus that is there is used
# again, a run is made anew.
#
# The last lines are, one for a figure of the largest corpus: bench NAME OURS - -. scale-exponent: of the time, from
# the smallest corpus to the largest. Exit status 1 where something could not be run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

documents=100000,1000000
if [[ $# -gt 0 && $1 != -* ]]; then
  documents=$1
  shift
fi
if [[ ! $documents =~ ^[1-9][0-9]*(,[1-9][0-9]*)*$ ]]; then
  echo "DOCUMENTS must be numbers separated by commas, got $documents; see the head of $0" >&2
  exit 1
fi
[ -n "$(find target -maxdepth 1 -name 'spark-bertopic-*-all.jar' 2>/dev/null)" ] || ./mvnw -B -q -DskipTests package >&2

class_path_file=target/bench.classpath
./mvnw -B -q -Pbench test-compile dependency:build-classpath \
  -Dmdep.outputFile="$class_path_file" -Dmdep.includeScope=test >&2

folder=${FOLDER:-target/bench-scale}
mkdir -p "$folder"
for size in ${documents//,/ }; do
  rm -rf "$folder/run-$size"
done
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
# Spark on Java 17 needs what the build gives to the tests.
opens=$(sed -n '/<spark.add-opens>/,/<\/spark.add-opens>/p' pom.xml | sed 's/<[^>]*>//g')
# shellcheck disable=SC2086
"$java" -Xmx1g $opens -Dlog4j2.configurationFile=conf/spark/log4j2.properties \
  -cp "target/test-classes:target/classes:$(cat "$class_path_file")" \
  org.sparkbertopic.bench.ScaleBenchmark "$folder" "${HEAP:-2500m}" "$documents" "$@"
