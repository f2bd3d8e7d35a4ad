"""What viz/paraview draws as tubes: all three trees down to a fifth of their own trunk, in lines without gaps.

    pvbatch vessels_in_paraview.py VIZ_PARAVIEW RESULT
"""
import sys

sys.path.insert(0, sys.argv[1])
import numpy as np  # noqa: E402
from paraview import servermanager, simple  # noqa: E402
from vtkmodules.util.numpy_support import vtk_to_numpy  # noqa: E402

import scene  # noqa: E402
import show_liver  # noqa: E402

trees = scene.opened(sys.argv[2], "trees")
time = scene.times_of(trees)[0]
made = simple.ProgrammableFilter(Input=trees, OutputDataSetType="vtkPolyData",
                                 Script="FIELD, THINNEST = 'tree [1]', 0.2\n" + show_liver.VESSELS)
made.UpdatePipeline(time)
trees.UpdatePipeline(time)
lines = servermanager.Fetch(made)
tree = vtk_to_numpy(lines.GetPointData().GetArray("tree [1]"))
radius = vtk_to_numpy(lines.GetPointData().GetArray("radius [m]"))
assert set(tree.astype(int)) == {1, 2, 3}, set(tree)
for kind in (1, 2, 3):
    own = radius[tree == kind]
    assert own.min() >= 0.2 * own.max() and own.min() < 0.5 * own.max(), (kind, own.min(), own.max())
offsets = vtk_to_numpy(lines.GetLines().GetOffsetsArray())
points = np.diff(offsets)
assert points.max() > 4 and points.min() >= 2, points
vessels = int((points - 1).sum())
assert len(points) < 0.7 * vessels, (len(points), vessels)  # else every vessel were a tube of its own, with gaps
print(f"{vessels} vessels of three trees in {len(points)} lines")
