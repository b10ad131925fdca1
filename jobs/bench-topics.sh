#!/usr/bin/env bash
# What is done with topics, against scikit-learn and SciPy: same input, same cores, one run.
#
#   jobs/bench-topics.sh [--only ctfidf|hierarchy] [--corpus CORPUS.jsonl.gz] [--topics N] [--rounds N]
#
# CORPUS: for ctfidf, which is left out without it: one JSON object with the fields text and category
# (its topic) a line. N topics: 2,000 synthetic ones with about 4,500 words each. N rounds: 3.
# PYTHON=python3 runs the peers; those it cannot import have "-" for their figures. BENCH_OPTS goes to
# the JVM; that of ctfidf has a heap of 1,900 MB for driver and executors together.
#
# The last lines are, one for a figure: bench NAME OURS PEER RATIO, with RATIO = OURS / PEER, in
# seconds. ctfidf: 1- and 2-grams of five documents or more, counted and weighted in Spark local[2],
# against counting them in one process; ctfidf-cpu: of all processors together, which is what to
# compare where other programs run. hierarchy: distances of c-TF-IDF, Ward's linkage and names of the
# merges; reduce: distances of embeddings and average linkage to a tenth of the topics. Exit status 1
# where something could not be run.
set -euo pipefail
here=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")/.."

only=all corpus='' topics=2000 rounds=3
while [[ $# -gt 0 ]]; do
  case $1 in
    --only) only=${2:-} ;;
    --corpus) corpus=$(cd "$here" && realpath -m "${2:-.}") ;;
    --topics) topics=${2:-} ;;
    --rounds) rounds=${2:-} ;;
    *)
      echo "option must be --only, --corpus, --topics or --rounds, got $1; see the head of $0" >&2
      exit 1
      ;;
  esac
  shift $(($# > 1 ? 2 : 1))
done
if [[ ! $only =~ ^(all|ctfidf|hierarchy)$ ]]; then
  echo "--only must be ctfidf or hierarchy, got '$only'; leave it out to run both" >&2
  exit 1
fi
for number in "$topics" "$rounds"; do
  if [[ ! $number =~ ^[1-9][0-9]*$ ]]; then
    echo "--topics and --rounds must be positive numbers, got '$number'; give 2000 and 3" >&2
    exit 1
  fi
done
if [[ ($only == ctfidf || -n $corpus) && ! (-f $corpus && -r $corpus) ]]; then
  echo "--corpus must be a readable .jsonl.gz file, got '$corpus'; give its path" >&2
  exit 1
fi

class_path_file=target/bench.classpath
./mvnw -B -q -Pbench test-compile dependency:build-classpath \
  -Dmdep.outputFile="$class_path_file" -Dmdep.includeScope=test >&2

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
command -v "$python" >/dev/null || python=-
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
# Spark on Java 17 needs what the build gives to the tests.
opens=$(sed -n '/<spark.add-opens>/,/<\/spark.add-opens>/p' pom.xml | sed 's/<[^>]*>//g')

if [[ $only != hierarchy && -n $corpus ]]; then
  # shellcheck disable=SC2086
  "$java" -Xmx1900m $opens ${BENCH_OPTS:-} \
    -cp "target/test-classes:target/classes:$(cat "$class_path_file")" \
    org.sparkbertopic.bench.CtfidfBenchmark "$corpus" "$rounds" "$folder" "$python" \
    src/bench/python/vectorizers.py
fi
if [[ $only != ctfidf ]]; then
  # shellcheck disable=SC2086
  "$java" -Xmx3g ${BENCH_OPTS:-} \
    -cp "target/test-classes:target/classes:$(cat "$class_path_file")" \
    org.sparkbertopic.bench.TopicsBenchmark "$topics" "$rounds" "$folder" \
    "$python" src/bench/python/hierarchies.py
fi
