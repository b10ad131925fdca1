#!/usr/bin/env bash
# Documents per second of the Spark embedding stage (local[2]), with full and with eight-bit weights,
# against a bare ONNX Runtime loop and transformers.js; and of word vectors, a minute.
#
#   jobs/bench-embedding.sh [CORPUS.jsonl.gz [TEXTS [ROUNDS]]]
#   jobs/bench-embedding.sh --scaling [CORPUS.jsonl.gz [TEXTS [ROUNDS]]]
#
# --scaling: documents per second, and milliseconds of a core for a document, on local[1], local[2] and one and
# two executors with a session of ONNX Runtime each (a standalone cluster on loopback); peer: local[1].
# CORPUS has one JSON object with a field "text" a line; default: the demo corpus.
# NODE_MODULES names a folder node_modules with @huggingface/transformers; without it or node, its
# figure is "-". GLOVE names a file of word vectors; without it, likewise.
# ORT_VERSION=1.23.2 tries another ONNX Runtime. BENCH_OPTS goes to the JVM (-DtokensPerBatch=4096).
# The last lines are, one for a figure: bench NAME OURS PEER RATIO. Exit status 1 where it could not
# be run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

scaling=false
if [[ ${1:-} == --scaling ]]; then
  scaling=true
  shift
fi
corpus=${1:-src/main/resources/org/sparkbertopic/demo/sotu_passages_1945_2021.jsonl.gz}
texts=${2:-600}
rounds=${3:-5}
if [[ ! -r $corpus ]]; then
  echo "CORPUS must be a readable .jsonl.gz file, got $corpus; give its path" >&2
  exit 1
fi

if $scaling && [ -z "$(find target -maxdepth 1 -name 'spark-bertopic-*-all.jar' 2>/dev/null)" ]; then
  # Lays out the Spark of the cluster.
  ./mvnw -B -q -DskipTests package >&2
fi

version=()
if [[ -n ${ORT_VERSION:-} ]]; then
  version=("-Donnxruntime.version=$ORT_VERSION")
fi
class_path_file=target/bench.classpath
./mvnw -B -q -Pbench "${version[@]}" test-compile dependency:build-classpath \
  -Dmdep.outputFile="$class_path_file" -Dmdep.includeScope=test >&2

# Spark on Java 17 needs what the build gives to the tests.
opens=$(sed -n '/<spark.add-opens>/,/<\/spark.add-opens>/p' pom.xml | sed 's/<[^>]*>//g')
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
if $scaling; then
  # shellcheck disable=SC2086
  "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx2g $opens ${BENCH_OPTS:-} \
    -Dlog4j2.configurationFile=conf/spark/log4j2.properties -Dspark.home.under.test="$PWD/target/spark" \
    -Djar.under.test=none -cp "target/test-classes:target/classes:$(cat "$class_path_file")" \
    org.sparkbertopic.bench.EmbeddingScaling "$corpus" "$texts" "${3:-3}" "$folder"
  exit
fi
node=-
if command -v node >/dev/null; then
  node=node
fi
# shellcheck disable=SC2086
"${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx3g $opens ${BENCH_OPTS:-} \
  -cp "target/test-classes:target/classes:$(cat "$class_path_file")" \
  org.sparkbertopic.bench.EmbeddingBenchmark "$corpus" "$texts" "$rounds" \
  "$folder" "$node" src/bench/node/transformers.mjs "${GLOVE:--}"
