#!/usr/bin/env bash
# What a person waits for on a model with many topics: every operation, page, file and figure.
#
#   jobs/bench-many-topics.sh [TOPICS [NAME]]
#
# TOPICS: 5000. Makes a corpus with so many topics (12 documents each, texts of 30 words out of 20,000, embeddings of
# 384 numbers), fits it, and prints the seconds of each command on the run, of each operation in Java and of each
# figure, and the megabytes that it prints or writes. Commands share one Spark session on local[2] with a heap of 4 GB
# (HEAP=4g): its start does not count. FOLDER=target/bench-many-topics keeps corpus, runs and figures; a corpus and a
# fit that are there are used again. A corpus of another size needs another FOLDER. NAME: of the commands, only those
# with this in their names, such as "reduce".
#
# Exit status 1 where something could not be run; a command that failed has its status after its name.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

topics=${1:-5000}
if [[ ! $topics =~ ^[1-9][0-9]*$ ]]; then
  echo "TOPICS must be a positive number, got '$topics'; see the head of $0" >&2
  exit 1
fi
class_path_file=target/bench.classpath
./mvnw -B -q -Pbench test-compile dependency:build-classpath \
  -Dmdep.outputFile="$class_path_file" -Dmdep.includeScope=test >&2

folder=${FOLDER:-target/bench-many-topics}
mkdir -p "$folder"
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
# Spark on Java 17 needs what the build gives to the tests.
opens=$(sed -n '/<spark.add-opens>/,/<\/spark.add-opens>/p' pom.xml | sed 's/<[^>]*>//g')
# shellcheck disable=SC2086
exec "$java" "-Xmx${HEAP:-4g}" --add-modules jdk.incubator.vector $opens \
  -Dlog4j2.configurationFile=conf/spark/log4j2.properties \
  -cp "target/test-classes:target/classes:$(cat "$class_path_file")" \
  org.sparkbertopic.bench.ManyTopicsBenchmark "$folder" "$topics" "${@:2}"
