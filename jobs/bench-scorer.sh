#!/usr/bin/env bash
# Latency of TopicScorer in a JVM without Spark: p50 and p99 of a text at a time and of an embedding at
# a time, by one thread and by one for each processor.
#
#   jobs/bench-scorer.sh MODEL [CORPUS.jsonl.gz [TEXTS]]
#
# MODEL is a model directory whose embedder needs no network, such as OUT/model of jobs/demo.sh.
# CORPUS has one JSON object with a field "text" a line; default: the demo corpus. TEXTS: 400.
# BENCH_OPTS goes to the JVM.
#
# The last lines are, one for a figure: bench NAME OURS PEER RATIO, without a peer. Loading, and loading
# until the first text was scored, are in seconds, the others in microseconds. Exit status 1 where it
# could not be run.
set -euo pipefail
here=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if [[ $# -lt 1 ]]; then
  echo "MODEL must be given; make one by jobs/demo.sh, and see the head of $0" >&2
  exit 1
fi
model=$(cd "$here" && realpath -m "$1")
corpus=src/main/resources/org/sparkbertopic/demo/sotu_passages_1945_2021.jsonl.gz
if [[ $# -gt 1 ]]; then
  corpus=$(cd "$here" && realpath -m "$2")
fi
texts=${3:-400}
if [[ ! -f $model/topics.json ]]; then
  echo "MODEL must be a model directory, got $model; give the one that a run or save wrote" >&2
  exit 1
fi
if [[ ! -r $corpus ]]; then
  echo "CORPUS must be a readable .jsonl.gz file, got $corpus; give its path" >&2
  exit 1
fi

class_path_file=target/bench.classpath
./mvnw -B -q -Pbench test-compile dependency:build-classpath \
  -Dmdep.outputFile="$class_path_file" -Dmdep.includeScope=test >&2
without_spark=$(tr ':' '\n' <"$class_path_file" |
  grep -vE '/(org/apache/(spark|hadoop)|org/scala-lang|io/delta)/' | tr '\n' ':')

# shellcheck disable=SC2086
"${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx1g --add-modules jdk.incubator.vector ${BENCH_OPTS:-} \
  -cp "target/test-classes:target/classes:$without_spark" \
  org.sparkbertopic.bench.ScorerBenchmark "$model" "$corpus" "$texts"
