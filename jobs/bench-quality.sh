#!/usr/bin/env bash
# How good topics are on a corpus with given embeddings, for several seeds: NMI of the clustered
# documents with the labels, coherence (NPMI, c_v) and diversity of the top ten words, outliers, and how
# much the seeds agree (ARI of their topics, with outliers as one more topic, and of the documents that
# both cluster); by HDBSCAN, by HDBSCAN of a layout with UMAP's own parameters (plain), and by k-means
# with 50 clusters.
#
#   jobs/bench-quality.sh CORPUS.jsonl.gz EMBEDDINGS.npy [SEED ...]
#
# CORPUS has one JSON object with id, text and, if there are any, label a line, EMBEDDINGS (numpy.save)
# a row of floats for each. SEEDs: 1 2 3 4 5. MIN_TOPIC_SIZE: 15. English stop words are left out of
# topics' words; all else is the default of fit. BENCH_OPTS goes to the JVM.
#
# The last lines are, one for a figure: bench NAME OURS - -, medians of the seeds (agreement: means of
# their pairs), shares of 1. Exit status 1 where it could not be run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if [[ $# -lt 2 ]]; then
  sed -n '2,/^set/p' "$0" | grep '^#' >&2
  exit 1
fi
for file in "$1" "$2"; do
  if [[ ! -r $file ]]; then
    echo "CORPUS and EMBEDDINGS must be readable files, got $file; give their paths" >&2
    exit 1
  fi
done
corpus=$1
embeddings=$2
shift 2
for seed in "$@"; do
  if [[ ! $seed =~ ^-?[0-9]+$ ]]; then
    echo "SEED must be a whole number, got $seed; leave it out for 1 2 3 4 5" >&2
    exit 1
  fi
done
if [[ $# -eq 0 ]]; then
  set -- 1 2 3 4 5
fi

class_path_file=target/bench.classpath
./mvnw -B -q -Pbench test-compile dependency:build-classpath \
  -Dmdep.outputFile="$class_path_file" -Dmdep.includeScope=test >&2

# Spark on Java 17 needs what the build gives to the tests.
opens=$(sed -n '/<spark.add-opens>/,/<\/spark.add-opens>/p' pom.xml | sed 's/<[^>]*>//g')
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
java=("${JAVA_HOME:+$JAVA_HOME/bin/}java")
if [[ $("${java[0]}" --list-modules) == *jdk.incubator.vector* ]]; then
  java+=(--add-modules jdk.incubator.vector)
fi
# shellcheck disable=SC2086
"${java[@]}" -Xmx3g $opens ${BENCH_OPTS:-} \
  -cp "target/test-classes:target/classes:$(cat "$class_path_file")" \
  org.sparkbertopic.bench.QualityBenchmark "$corpus" "$embeddings" "$folder" \
  "${MIN_TOPIC_SIZE:-15}" "$@"
