#!/usr/bin/env bash
# What is done with topics, against scikit-learn and SciPy: same arrays, same cores, one run.
#
#   jobs/bench-topics.sh [--only hierarchy] [TOPICS [ROUNDS]]
#
# TOPICS: 2,000 synthetic ones with about 4,500 words each. ROUNDS: 3. PYTHON=python3 runs the peers;
# those it cannot import have "-" for their figures. BENCH_OPTS goes to the JVM.
#
# The last lines are, one for a figure: bench NAME OURS PEER RATIO, with RATIO = OURS / PEER, in
# seconds. hierarchy: distances of c-TF-IDF, Ward's linkage and names of the merges; reduce: distances
# of embeddings and average linkage to a tenth of the topics. Exit status 1 where it could not be run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

only=all
while [[ ${1:-} == --* ]]; do
  case $1 in
    --only)
      only=${2:-}
      if [[ $only != hierarchy ]]; then
        echo "--only must be hierarchy, got '$only'; leave it out to run all" >&2
        exit 1
      fi
      shift
      ;;
    *)
      echo "option must be --only, got $1; see the head of $0" >&2
      exit 1
      ;;
  esac
  shift
done
topics=${1:-2000}
rounds=${2:-3}
for number in "$topics" "$rounds"; do
  if [[ ! $number =~ ^[1-9][0-9]*$ ]]; then
    echo "TOPICS and ROUNDS must be positive numbers, got $number; give 2000 and 3" >&2
    exit 1
  fi
done

./mvnw -B -q -Pbench test-compile >&2

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
command -v "$python" >/dev/null || python=-
# shellcheck disable=SC2206
java=("${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp target/test-classes:target/classes ${BENCH_OPTS:-})

if [[ $only == all || $only == hierarchy ]]; then
  "${java[@]}" -Xmx3g org.sparkbertopic.bench.TopicsBenchmark "$topics" "$rounds" "$folder" \
    "$python" src/bench/python/hierarchies.py
fi
