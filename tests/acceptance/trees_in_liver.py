"""Voxels and vessels of one run, both opened in ParaView, lie on each other and tell the same flow.

    pvbatch trees_in_liver.py liver.xmf trees.xmf

At every time: both have the same times; a terminal vessel of a Couinaud segment ends in a voxel of that
segment; and what the terminals of portal vein and artery carry is what the voxels' sinusoids take up.
"""
import sys

import numpy as np
from paraview import servermanager, simple
from paraview.vtk.util.numpy_support import vtk_to_numpy

from read_in_paraview import dataset

CLOSE = 1e-5  # of a sum of float32 values
PER_MINUTE = 60 * 1e6  # m3/s in mL/min


def arrays(attributes):
    return {attributes.GetArrayName(index).split(" [")[0]: vtk_to_numpy(attributes.GetArray(index))
            for index in range(attributes.GetNumberOfArrays())}


def at(source, time):
    source.UpdatePipeline(time)
    return dataset(servermanager.Fetch(source))


def main(liver_path, trees_path):
    liver, trees = simple.OpenDataFile(liver_path), simple.OpenDataFile(trees_path)
    for source in liver, trees:
        source.UpdatePipelineInformation()
    assert list(liver.TimestepValues) == list(trees.TimestepValues)
    counted = 0
    for time in liver.TimestepValues:
        image, lines = at(liver, time), at(trees, time)
        voxels, vessels = arrays(image.GetPointData()), arrays(lines.GetCellData())
        points = vtk_to_numpy(lines.GetPoints().GetData()).reshape(-1, 2, 3)
        starts = {tuple(start) for start in points[:, 0]}
        terminal = np.array([tuple(end) not in starts for end in points[:, 1]])
        for vessel in np.flatnonzero(terminal & (vessels["segment"] > 0)):
            found = image.FindPoint([float(x) for x in points[vessel, 1]])
            assert voxels["segment"][found] == vessels["segment"][vessel], (time, vessel)
            counted += 1
        spacing = image.GetSpacing()
        volume = spacing[0] * spacing[1] * spacing[2]
        for number, flow in (1, "arterial_flow"), (2, "portal_flow"):
            carried = vessels["flow"][terminal & (vessels["tree"] == number)].astype(float).sum()
            taken = voxels[flow].astype(float).sum() * volume * PER_MINUTE
            assert abs(carried - taken) <= CLOSE * abs(carried), (time, flow, carried, taken)
    assert counted > 0
    print(f"ParaView: at {len(liver.TimestepValues)} times {counted} vessels end in the segment they belong to, "
          "and voxels take up what they carry")


if __name__ == "__main__":
    main(*sys.argv[1:])
