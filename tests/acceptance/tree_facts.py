"""What a file of vessel trees holds, read with h5py alone, as facts for another program to be held against.

    tree_facts.py trees.vtkhdf [SAMPLE] > facts.json

Times, arrays, and for as many vessels as SAMPLE, spread over all of them, both ends and the values at every
time: two values of an array at the ends, one of an array on whole vessels.
"""
import json
import sys

import h5py
import numpy as np

SAMPLE = 1000


def main(path, sample=SAMPLE):
    with h5py.File(path, "r") as file:
        vtk = file["VTKHDF"]
        steps = vtk["Steps"]
        times = [float(time) for time in steps["Values"]]
        points = vtk["Points"][()].astype(float).reshape(-1, 2, 3)
        vessels = len(points)
        chosen = np.unique(np.linspace(0, vessels - 1, min(vessels, sample)).astype(int))
        arrays = {}
        for group, ends in ("PointData", 2), ("CellData", 1):
            for name, dataset in vtk[group].items():
                values = dataset[()].astype(float)
                rows = []
                for step in range(len(times)):
                    first = int(steps[group + "Offsets"][name][step])
                    rows.append(values[first:first + ends * vessels].reshape(vessels, ends)[chosen].tolist())
                arrays[name] = {"ends": ends, "values": rows}
        json.dump({"lines": vessels, "times": times, "vessels": chosen.tolist(),
                   "ends": points[chosen].tolist(), "arrays": arrays}, sys.stdout)


main(sys.argv[1], *map(int, sys.argv[2:]))
