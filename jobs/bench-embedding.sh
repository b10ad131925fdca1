#!/usr/bin/env bash
# Documents per second of the Spark embedding stage (local[2]), with full and with eight-bit weights,
# against a bare ONNX Runtime loop and transformers.js; and of word vectors, a minute.
#
#   jobs/bench-embedding.sh [CORPUS.jsonl.gz [TEXTS [ROUNDS]]]
#
# CORPUS has one JSON object with a field "text" a line; default: the demo corpus.
# NODE_MODULES names a folder node_modules with @huggingface/transformers; without it or node, its
# figure is "-". GLOVE names a file of word vectors; without it, likewise.
# ORT_VERSION=1.23.2 tries another ONNX Runtime. BENCH_OPTS goes to the JVM (-DtokensPerBatch=4096).
# The last lines are, one for a figure: bench NAME OURS PEER RATIO. Exit status 1 where it could not
# be run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

corpus=${1:-src/main/resources/org/sparkbertopic/demo/sotu_passages_1945_2021.jsonl.gz}
texts=${2:-600}
rounds=${3:-5}
if [[ ! -r $corpus ]]; then
  echo "CORPUS must be a readable .jsonl.gz file, got $corpus; give its path" >&2
  exit 1
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
node=-
if command -v node >/dev/null; then
  node=node
fi
# shellcheck disable=SC2086
"${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx3g $opens ${BENCH_OPTS:-} \
  -cp "target/test-classes:target/classes:$(cat "$class_path_file")" \
  org.sparkbertopic.bench.EmbeddingBenchmark "$corpus" "$texts" "$rounds" \
  "$folder" "$node" src/bench/node/transformers.mjs "${GLOVE:--}"
