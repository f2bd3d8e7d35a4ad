#!/bin/bash
# A whole sweep on the ranks of one MPI job, one rank on each node:
#
#     sbatch --nodes=4 ranks.sh SWEEP.yaml FOLDER
#
# Submitted again, it goes on where it was stopped.
#SBATCH --job-name=cellroute
#SBATCH --output=%x-%j.log
#SBATCH --ntasks-per-node=1
#SBATCH --cpus-per-task=2
#SBATCH --mem=1G
#SBATCH --time=04:00:00
set -euo pipefail
sweep=$1 folder=$2

# Without --bind-to none, mpirun may hold all threads of a rank on one core.
exec mpirun --bind-to none cellroute sweep "$sweep" -o "$folder" -j "$SLURM_CPUS_PER_TASK" --resume -q
