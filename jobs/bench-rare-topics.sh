#!/usr/bin/env bash
# Topics that are too rare for the sample: what further samples of the outliers find (sample.rounds).
#
#   jobs/bench-rare-topics.sh [DOCUMENTS [ROUNDS[,ROUNDS...]]] [-D KEY=VALUE ...]
#
# DOCUMENTS: 700000. Makes a corpus of so many (texts of 60 words, embeddings of 64 numbers): classes whose sizes fall
# by Zipf's law down to about 50 documents, each with 19 relatives, some wider than others, and a tenth of the documents
# of no class. ROUNDS: 1,2,3. Runs `fit` for each in a process of its own on local[2], with a sample of 30,000 and a
# heap of 2.5 GB (HEAP=2500m). Further arguments go to fit. FOLDER=target/bench-rare-topics keeps corpus, runs and logs;
# a corpus that is there is used again, a run is made anew.
#
# DOCUMENTS may also be the path of a corpus of yours (JSON Lines, or a folder of Parquet) with a column "id". Then
# LABEL=label names the column of its classes, and the arguments for fit are all yours.
#
# Prints, by the size of the class: classes, how many are found (a topic that has more documents of the class than of
# all others has at least half of the class), and the share of their documents that lies in topics of their class. Then
# topics, outliers, NMI with the classes and seconds. The last lines are bench NAME OURS PEER RATIO: OURS with the last
# number of rounds, PEER with the first. Exit status 1 where something could not be run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

documents=700000 rounds=1,2,3
if [[ $# -gt 0 && $1 != -* ]]; then
  documents=$1
  shift
fi
if [[ $# -gt 0 && $1 != -* ]]; then
  rounds=$1
  shift
fi
if [[ ! $documents =~ ^[1-9][0-9]*$ && ! -e $documents ]]; then
  echo "DOCUMENTS must be a positive number or the path of a corpus, got '$documents'; see the head of $0" >&2
  exit 1
fi
if [[ ! $rounds =~ ^[1-9][0-9]*(,[1-9][0-9]*)*$ ]]; then
  echo "ROUNDS must be positive numbers separated by commas, got '$rounds'; see the head of $0" >&2
  exit 1
fi
label=${LABEL:-label}
settings=("$@")
if [[ $documents =~ ^[0-9]+$ ]]; then
  label=topic
  settings=(-D sample.size=30000 "$@")
fi
[ -n "$(find target -maxdepth 1 -name 'spark-bertopic-*-all.jar' 2>/dev/null)" ] || ./mvnw -B -q -DskipTests package >&2

class_path_file=target/bench.classpath
./mvnw -B -q -Pbench test-compile dependency:build-classpath \
  -Dmdep.outputFile="$class_path_file" -Dmdep.includeScope=test >&2

folder=${FOLDER:-target/bench-rare-topics}
mkdir -p "$folder"
for number in ${rounds//,/ }; do
  rm -rf "$folder/run-$number"
done
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
# Spark on Java 17 needs what the build gives to the tests.
opens=$(sed -n '/<spark.add-opens>/,/<\/spark.add-opens>/p' pom.xml | sed 's/<[^>]*>//g')
# shellcheck disable=SC2086
"$java" -Xmx1g $opens -Dlog4j2.configurationFile=conf/spark/log4j2.properties \
  -cp "target/test-classes:target/classes:$(cat "$class_path_file")" \
  org.sparkbertopic.bench.RareTopicsBenchmark \
  "$folder" "${HEAP:-2500m}" "$documents" "$label" "$rounds" "${settings[@]}"
