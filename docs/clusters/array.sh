#!/bin/bash
# One part of a sweep for every task of a job array:
#
#     sbatch --array=1-PARTS array.sh SWEEP.yaml FOLDER PARTS
#
# Submitted again, it goes on where it was stopped.
#SBATCH --job-name=cellroute
#SBATCH --output=%x-%A_%a.log
#SBATCH --nodes=1
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=2
#SBATCH --mem=1G
#SBATCH --time=04:00:00
#SBATCH --signal=B:INT@120
set -euo pipefail
sweep=$1 folder=$2 parts=$3 part=$SLURM_ARRAY_TASK_ID

exec cellroute sweep "$sweep" --shard "$part/$parts" -o "$folder/part$part" \
  -j "$SLURM_CPUS_PER_TASK" --resume -q
