#!/usr/bin/env bash
# A model that grows by chunks against one fit of everything, on a corpus with dates and categories.
#
#   jobs/bench-online.sh CORPUS.jsonl.gz [--only growth|cost|emergence] [--embedder FILE] [--documents N]
#                        [--folder DIR]
#
# CORPUS has one JSON object with id, date (2026-11-28), category and text a line. FILE: word vectors
# to embed by; without it the bundled MiniLM embeds the first 64 tokens of each text, about
# 200 documents a second on two cores. N documents: 100,000, drawn by the hash of their ids. DIR keeps
# the embeddings for the next run; without it they are thrown away. BENCH_OPTS goes to the JVM.
#
# The last lines are, one for a figure: bench NAME OURS PEER RATIO, with RATIO = OURS / PEER.
# By months, the first fifth of the documents fitted and each later month an update:
#   online-equality   1 where the grown model's counts and c-TF-IDF are, byte for byte, one count's
#   online-stability  documents whose topic changed, other than from -1
#   online-nmi        with the categories, of documents that have a topic; PEER: one fit of everything
#   online-nmi-shared the same, of documents that have a topic by both
#   online-outliers   share of documents; PEER: one fit of everything
# By 105 chunks of equal size; the mean of chunks 96 to 105, PEER: of chunks 2 to 11:
#   online-cost       seconds of an update: load, update, save
#   online-cost-cpu   of all processors together, which is what to compare where other programs run
#   online-megabytes  of the saved model
#   online-heap       megabytes of the heap in use after a collection
# With ten categories that come with the sixth chunk:
#   online-emergence  categories that are a topic within three chunks; PEER: 10
#   online-control    new topics in these chunks where no category is new; PEER: 3, the most allowed
# Exit status 1 where it could not be run.
set -euo pipefail
here=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage() { sed -n '2,/^set/p' "$0" | grep '^#' >&2; exit 1; }
[[ $# -ge 1 && $1 != --* ]] || usage
corpus=$(cd "$here" && realpath -m "$1")
shift
only=all embedder=minilm documents=100000 folder=''
while [[ $# -gt 0 ]]; do
  case $1 in
    --only) only=${2:-} ;;
    --embedder) embedder=$(cd "$here" && realpath -m "${2:-.}") ;;
    --documents) documents=${2:-} ;;
    --folder) folder=$(cd "$here" && realpath -m "${2:-.}") ;;
    *)
      echo "option must be --only, --embedder, --documents or --folder, got $1; see the head of $0" >&2
      exit 1
      ;;
  esac
  shift $(($# > 1 ? 2 : 1))
done
if [[ ! $only =~ ^(all|growth|cost|emergence)$ ]]; then
  echo "--only must be growth, cost or emergence, got '$only'; leave it out to run all" >&2
  exit 1
fi
if [[ ! $documents =~ ^[1-9][0-9]*$ ]]; then
  echo "--documents must be a positive number, got '$documents'; leave it out for 100000" >&2
  exit 1
fi
for file in "$corpus" $([[ $embedder == minilm ]] || echo "$embedder"); do
  if [[ ! -f $file || ! -r $file ]]; then
    echo "CORPUS and FILE must be readable files, got '$file'; give their paths" >&2
    exit 1
  fi
done
if [[ -z $folder ]]; then
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
fi
mkdir -p "$folder"

class_path_file=target/bench.classpath
./mvnw -B -q -Pbench test-compile dependency:build-classpath \
  -Dmdep.outputFile="$class_path_file" -Dmdep.includeScope=test >&2

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
# Spark on Java 17 needs what the build gives to the tests.
opens=$(sed -n '/<spark.add-opens>/,/<\/spark.add-opens>/p' pom.xml | sed 's/<[^>]*>//g')
# shellcheck disable=SC2086
"$java" -Xmx4g --add-modules=jdk.incubator.vector $opens ${BENCH_OPTS:-} \
  -cp "target/test-classes:target/classes:$(cat "$class_path_file")" \
  org.sparkbertopic.bench.OnlineBenchmark "$corpus" "$folder" "$embedder" "$documents" "$only"
