"""What a field file holds, read with h5py alone, as facts for another program to be held against.

    field_facts.py FILE.vtkhdf [SAMPLE] > facts.json

Grid, times, arrays with their components, and values by cell (i, j, k) at every time: all of them in a
small file, else as many cells as SAMPLE, spread over the block.
"""
import json
import sys

import h5py
import numpy as np

SAMPLE = 2000


def main(path, sample=SAMPLE):
    with h5py.File(path, "r") as file:
        vtk = file["VTKHDF"]
        extent = [int(end) for end in vtk.attrs["WholeExtent"]]
        nx, ny, nz = (extent[2 * axis + 1] - extent[2 * axis] + 1 for axis in range(3))
        steps = vtk.get("Steps")
        flat = (nz == 1) + (ny == nz == 1)  # extents that the arrays of a plane or a line do not have
        times = [float(time) for time in steps["Values"]] if steps else []
        count = nx * ny * nz
        chosen = np.unique(np.linspace(0, count - 1, min(count, sample)).astype(int))
        k, j, i = np.unravel_index(chosen, (nz, ny, nx))
        arrays = {}
        for name, dataset in vtk["PointData"].items():
            rows = []
            for step in range(max(len(times), 1)):
                layer = dataset[int(steps["PointDataOffsets"][name][step])] if steps else dataset[()]
                components = layer.shape[-1] if layer.ndim > 3 - flat else 1
                layer = layer.reshape((nz, ny, nx) + ((components,) if components > 1 else ()))
                rows.append(layer[k, j, i].astype(float).tolist())
            arrays[name] = {"components": components,
                            "units": dataset.attrs["units"].decode(), "values": rows}
        json.dump({"dimensions": [nx, ny, nz], "origin": vtk.attrs["Origin"].tolist(),
                   "spacing": vtk.attrs["Spacing"].tolist(), "times": times,
                   "cells": np.stack([i, j, k], axis=1).tolist(), "arrays": arrays}, sys.stdout)


main(sys.argv[1], *map(int, sys.argv[2:]))
