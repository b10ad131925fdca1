#!/usr/bin/env bash
# c-TF-IDF against scikit-learn's CountVectorizer: same documents, same cores, one run.
#
#   jobs/bench-topics.sh --corpus CORPUS.jsonl.gz [ROUNDS]
#
# CORPUS has one JSON object with the fields text and category (its topic) a line. ROUNDS: 3.
# PYTHON=python3 runs the peer; without scikit-learn its figures are "-". BENCH_OPTS goes to the JVM,
# which has a heap of 1,900 MB for driver and executors together.
#
# The last lines are, one for a figure: bench NAME OURS PEER RATIO, with RATIO = OURS / PEER, in
# seconds. ctfidf: 1- and 2-grams of five documents or more, counted and weighted in Spark local[2],
# against counting them in one process; ctfidf-cpu: of all processors together, which is what to
# compare where other programs run. Exit status 1 where it could not be run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

corpus=
while [[ ${1:-} == --* ]]; do
  case $1 in
    --corpus)
      corpus=${2:-}
      shift
      ;;
    *)
      echo "option must be --corpus, got $1; see the head of $0" >&2
      exit 1
      ;;
  esac
  shift
done
rounds=${1:-3}
if [[ ! -r $corpus ]]; then
  echo "--corpus must be a readable .jsonl.gz file, got '$corpus'; give its path" >&2
  exit 1
fi
if [[ ! $rounds =~ ^[1-9][0-9]*$ ]]; then
  echo "ROUNDS must be a positive number, got $rounds; give 3" >&2
  exit 1
fi

class_path_file=target/bench.classpath
./mvnw -B -q -Pbench test-compile dependency:build-classpath \
  -Dmdep.outputFile="$class_path_file" -Dmdep.includeScope=test >&2

# Spark on Java 17 needs what the build gives to the tests.
opens=$(sed -n '/<spark.add-opens>/,/<\/spark.add-opens>/p' pom.xml | sed 's/<[^>]*>//g')
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
command -v "$python" >/dev/null || python=-
# shellcheck disable=SC2086
"${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx1900m $opens ${BENCH_OPTS:-} \
  -cp "target/test-classes:target/classes:$(cat "$class_path_file")" \
  org.sparkbertopic.bench.CtfidfBenchmark "$corpus" "$rounds" "$folder" "$python" \
  src/bench/python/vectorizers.py
