#!/usr/bin/env bash
# The fault harness: what a run survives, and what its readers see.
#
#   jobs/torture.sh [--seed N] [--folder DIR] [--only PART,PART] [--times PERCENT]
#
# kills: commands killed by SIGKILL at random moments, then run again to their end. mutations: models
# and runs with damaged files, half of them with checksums forged to fit. polls: a reader of a run
# whose results are replaced. loads: a model that is loaded while another is saved over it. writers:
# two drivers in one folder. session: commands in one session of Spark. cut: a worker that is cut off
# from the network for half a minute (needs root and iproute2; left out without them).
#
# --seed: of all random choices, printed; by default another one each time. --folder: where runs and
# scratch are, to look at afterwards; by default a temporary one that is deleted. --only: some parts.
# --times 10: a tenth of all counts.
#
# Each part ends with the line: torture NAME tried=N survived=N lost=N mixed=N half=N. Exit status 1
# where anything was lost, mixed or half. An hour on two cores.
set -euo pipefail
here=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")/.."

seed=$(date +%s) folder='' only=kills,mutations,polls,loads,writers,session,cut times=100
while [[ $# -gt 0 ]]; do
  case $1 in
    --seed) seed=${2:-} ;;
    --folder) folder=$(cd "$here" && realpath -m "${2:-.}") ;;
    --only) only=${2:-} ;;
    --times) times=${2:-} ;;
    *)
      echo "option must be --seed, --folder, --only or --times, got $1; see the head of $0" >&2
      exit 2
      ;;
  esac
  shift $(($# > 1 ? 2 : 1))
done
for number in "$seed" "$times"; do
  if [[ ! $number =~ ^[1-9][0-9]*$ ]]; then
    echo "--seed and --times must be positive numbers, got '$number'; give 42 and 100" >&2
    exit 2
  fi
done

declare -A counts=([kills]=100 [mutations]=2000 [polls]=5000 [loads]=1000 [writers]=20 [session]=85 [cut]=1)
parts=()
for part in ${only//,/ }; do
  if [[ -z ${counts[$part]:-} ]]; then
    echo "--only must name some of ${!counts[*]}, got '$part'" >&2
    exit 2
  fi
  parts+=("$part=$(((${counts[$part]} * times + 99) / 100))")
done

# CLASS_PATH: of a build that is there already, instead of Maven's.
if [[ -z ${CLASS_PATH:-} ]]; then
  class_path_file=target/torture.classpath
  ./mvnw -B -q test-compile dependency:build-classpath \
    -Dmdep.outputFile="$class_path_file" -Dmdep.includeScope=test >&2
  CLASS_PATH="target/test-classes:target/classes:$(cat "$class_path_file")"
fi
if [[ -z $folder ]]; then
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
fi
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
# Spark on Java 17 needs what the build gives to the tests.
opens=$(sed -n '/<spark.add-opens>/,/<\/spark.add-opens>/p' pom.xml | sed 's/<[^>]*>//g')
# A security manager tells what damaged models try to do.
# shellcheck disable=SC2086
"$java" -Xmx1g -XX:+UseSerialGC -XX:TieredStopAtLevel=1 $opens \
  -Djava.security.manager=allow -Duser.timezone=UTC \
  -Dspark.master='local[2]' -Dspark.ui.enabled=false \
  -Dspark.driver.host=127.0.0.1 -Dspark.driver.bindAddress=127.0.0.1 \
  -Dspark.sql.warehouse.dir="$folder/warehouse" -Dspark.local.dir="$folder/scratch" \
  -Dlog4j2.configurationFile=conf/spark/log4j2.properties \
  -cp "$CLASS_PATH" org.sparkbertopic.torture.Torture "$folder" "$seed" "${parts[@]}"
