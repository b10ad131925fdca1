#!/usr/bin/env bash
# simulate-year.sh [--input FILE] [--day EXPRESSION] [--output DIR] [options of fit]: a year of daily
# chunks in one run. A third of the documents lie before the year and are fitted; each day of the year
# is an update. Ends with the seconds that an update takes over the year, the size of the model, and
# how far the last day is from the fit; DIR/report.html shows the history.
#
#   --input FILE   documents with the columns id and text; default: the bundled demo corpus
#   --day EXPR     Spark expression for the date of a document; default: by a hash of its id
#   --output DIR   folder of the run; default: target/year
#
# Other options go to fit, such as word vectors instead of the bundled model:
#   jobs/simulate-year.sh --input titles.jsonl.gz -D embedding.backend=words -D embedding.model=glove.txt.gz
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
input="classpath:org/sparkbertopic/demo/sotu_passages_1945_2021.jsonl.gz"
hash="pmod(xxhash64(cast(id as string)), 1095)"
day="case when $hash < 365 then date'2025-12-31' else date_add(date'2026-01-01', cast(pmod($hash, 365) as int)) end"
output="$here/target/year"
options=()
while [ $# -gt 0 ]; do
  case "$1" in
    --input) input=$2 && shift 2 ;;
    --day) day=$2 && shift 2 ;;
    --output) output=$2 && shift 2 ;;
    -h | --help) sed -n '2,13s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" && exit 0 ;;
    *) options+=("$1") && shift ;;
  esac
done
run=${SPARK_BERTOPIC:-"$here/jobs/spark-bertopic"}
mkdir -p "$output"
log="$output.log"

SECONDS=0
"$run" fit -D "input.path=$input" -D "output.path=$output" \
  -D "input.select=[\"cast(id as string) as id\", \"text\", \"$day as day\"]" -D input.id-column=id \
  --chunks-by day:day -D online.fit-chunks=1 \
  -D vectorizer.stop-words=english "${options[@]}" | tee "$log"
total=$SECONDS

echo
"$run" history --model "$output/model" --topic 0 | grep '^drift' || true
echo "whole run: $total s"
# Lines such as "chunk 2026-01-05: 9 documents, 11.1 % outliers, ..., 1.2 s (6 of 366)"
sed -n 's/^ *chunk [^:]*: .*, \([0-9.]*\) s (\([0-9]*\) of [0-9]*)$/\1/p' "$log" >"$output.seconds"
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
first=$(head -n 30 "$output.seconds" | median)
last=$(tail -n 30 "$output.seconds" | median)
echo "updates: $(wc -l <"$output.seconds"); median seconds: first 30: $first, last 30: $last"
echo "model: $(du -skL "$output/model" | cut -f 1) kB"
echo "history: $output/report.html"
