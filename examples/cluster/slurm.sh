#!/usr/bin/env bash
# A run as a job array of Slurm, and a merge behind it that proves that nothing is missing.
#
#   bash slurm.sh SCENARIO REPLICATIONS TASKS FOLDER [OPTIONS OF RUN]
#   bash slurm.sh scenarios/saas-rollout.toml 100000 50 /shared/out --seed 7
#
# FOLDER is one that all nodes see: FOLDER/parts gets a part from each task, FOLDER/whole the outcome, FOLDER/log what the jobs say. Partition,
# account and time go into sbatch's own variables (SBATCH_PARTITION, SBATCH_ACCOUNT, SBATCH_TIMELIMIT); a task has CPUS cores, four by default.
#
# The merge is submitted with `afterany`, so that it runs however the tasks ended. `afterok` would leave it waiting for ever behind a task that failed,
# and would take a task for good whose step failed and whose script ended with 0; a task that ran out of time shows no code at all. So nobody is
# asked how the tasks ended: `cyclecast merge` reads the parts, and if some are missing or damaged it says which tasks make them (exit code 3). Those
# are submitted again, and a merge behind them, ROUNDS times at most (two by default).
set -euo pipefail
cyclecast=${CYCLECAST:-cyclecast}
cpus=${CPUS:-4}
rounds=${ROUNDS:-2}

# submit ARRAY ROUND: the tasks of a list, and a merge behind them.
submit() {
    local array common=(--parsable --chdir="$PWD")
    array=$(sbatch "${common[@]}" "--array=$1" --cpus-per-task="$cpus" --requeue --job-name=cyclecast \
        --output="$folder/log/task-%a.txt" --open-mode=append "$script" task "$2" "${arguments[@]}")
    sbatch "${common[@]}" --dependency="afterany:${array%%;*}" --kill-on-invalid-dep=yes --job-name=cyclecast-merge \
        --output="$folder/log/merge-$2.txt" "$script" merge "$2" "${arguments[@]}"
}

mode=submit
round=0
if [[ ${1:-} == task || ${1:-} == merge ]]; then
    mode=$1 round=$2
    shift 2
    # What sbatch runs is a copy; the script itself is the first argument.
    script=$1
    shift
else
    script=$(realpath "$0")
fi
if (($# < 4)); then
    echo "usage: bash slurm.sh SCENARIO REPLICATIONS TASKS FOLDER [OPTIONS OF RUN]" >&2
    exit 2
fi
arguments=("$script" "$@")
scenario=$1 replications=$2 tasks=$3 folder=$4
shift 4
each=$(((replications + tasks - 1) / tasks))

case $mode in
submit)
    mkdir -p "$folder"/{parts,log}
    # Rounded up, the last tasks may have nothing to do.
    submit "0-$(((replications - 1) / each))" 0
    ;;
task)
    first=$((SLURM_ARRAY_TASK_ID * each))
    last=$((first + each < replications ? first + each : replications))
    run=("$cyclecast" run "$scenario" --replications "$first..$last" --output "$folder/parts" --threads "$cpus" "$@")
    # A task that is run again goes on where it was; a part that cannot be gone on with is made anew.
    "${run[@]}" --resume || { (($? == 2)) && exec "${run[@]}"; }
    ;;
merge)
    code=0
    # The report, or the list of the tasks that are missing.
    said=$("$cyclecast" merge "$folder/parts" --output "$folder/whole" --replications "$replications" --per-task "$each" --replace) || code=$?
    echo "$said"
    if ((code == 3 && round < rounds)); then
        submit "${said#--array=}" $((round + 1))
    fi
    exit "$code"
    ;;
esac
