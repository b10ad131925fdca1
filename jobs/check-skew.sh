#!/usr/bin/env bash
# Checks that a fit on a standalone cluster gives the same result however the corpus is cut, and prints
# what skew, tiny files and a slow executor cost.
#
#   jobs/check-skew.sh [DOCUMENTS [FILES [SHAPES]]] [-D KEY=VALUE ...]
#
# DOCUMENTS: 60000, of the corpus of jobs/bench-scale.sh (given embeddings). FILES: 20000 tiny ones. Three
# workers of one core, executors of 900 MB, a driver of 1 GB. SHAPES, all by default:
#
#   hot          one file that Parquet cannot split holds nine tenths of the rows
#   files        FILES tiny files, Spark's settings
#   tasks        FILES tiny files, and a task for each in every stage
#   slow         12 even files, and an executor that is stopped for 0.8 s of each second
#   speculation  as slow, with spark.speculation=true
#
# What they are compared with is run before: the fit in one process, and on the cluster with 12 even files.
# Further arguments go to fit. FOLDER=target/check-skew keeps corpora, runs and logs; a corpus that is
# there is used again, a run is made anew.
#
# Lines: "right" or "WRONG" and what was compared, then the figures of each run. Exit status: 0 all is right, 1
# something is wrong or could not run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

numbers=(60000 20000)
for place in 0 1; do
  if [[ $# -gt 0 && $1 != -* ]]; then
    numbers[place]=$1
    shift
  fi
done
shapes=hot,files,tasks,slow,speculation
if [[ $# -gt 0 && $1 != -* ]]; then
  shapes=$1
  shift
fi
if [[ ! ${numbers[0]} =~ ^[1-9][0-9]{3,7}$ || ! ${numbers[1]} =~ ^[1-9][0-9]{0,5}$ ]]; then
  echo "DOCUMENTS must be a number from 1000, FILES one from 1, got '${numbers[*]}'; see the head of $0" >&2
  exit 1
fi
if [[ ! $shapes =~ ^(hot|files|tasks|slow|speculation)(,(hot|files|tasks|slow|speculation))*$ ]]; then
  echo "SHAPES must be some of hot,files,tasks,slow,speculation, got '$shapes'; see the head of $0" >&2
  exit 1
fi
find_jar() { find target -maxdepth 1 -name 'spark-bertopic-*-all.jar' 2>/dev/null | head -n 1; }
[ -n "$(find_jar)" ] || ./mvnw -B -q -DskipTests package >&2

# CLASS_PATH: of a build that is there already, instead of Maven's.
if [[ -z ${CLASS_PATH:-} ]]; then
  class_path_file=target/bench.classpath
  ./mvnw -B -q -Pbench test-compile dependency:build-classpath \
    -Dmdep.outputFile="$class_path_file" -Dmdep.includeScope=test >&2
  CLASS_PATH="target/test-classes:target/classes:$(cat "$class_path_file")"
fi

folder=${FOLDER:-target/check-skew}
mkdir -p "$folder"
find "$folder" -maxdepth 1 \( -name 'run-*' -o -name 'work-*' \) -exec rm -rf {} +
# Spark on Java 17 needs what the build gives to the tests.
opens=$(sed -n '/<spark.add-opens>/,/<\/spark.add-opens>/p' pom.xml | sed 's/<[^>]*>//g')
# shellcheck disable=SC2086
"${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx1g $opens -Dlog4j2.configurationFile=conf/spark/log4j2.properties \
  -Dspark.home.under.test="$PWD/target/spark" -Djar.under.test="$PWD/$(find_jar)" \
  -cp "$CLASS_PATH" org.sparkbertopic.bench.SkewCheck \
  "$folder" "${numbers[0]}" "${numbers[1]}" "$shapes" "$@"
