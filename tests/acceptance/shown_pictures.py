"""Pictures of shown_in_paraview.sh: of the size asked for, not empty, equal for equal data and other for other.

    shown_pictures.py FOLDER      with PYTHONPATH at ParaView's modules
"""
import pathlib
import sys

import numpy as np
from vtkmodules.util.numpy_support import vtk_to_numpy
from vtkmodules.vtkIOImage import vtkPNGReader


def pixels(path):
    reader = vtkPNGReader()
    reader.SetFileName(str(path))
    reader.Update()
    width, height, _ = reader.GetOutput().GetDimensions()
    assert (width, height) == (800, 600), (path, width, height)
    return vtk_to_numpy(reader.GetOutput().GetPointData().GetScalars()).reshape(height, width, -1)[..., :3].astype(int)


pictures = {path.stem: pixels(path) for path in sorted(pathlib.Path(sys.argv[1]).glob("*.png"))}
for name, picture in pictures.items():
    middle = picture[150:450, 200:600].reshape(-1, 3)
    drawn = (np.abs(middle - 255).max(axis=1) > 10).mean()
    coloured = (middle.max(axis=1) - middle.min(axis=1) > 40).mean()
    assert drawn > 0.3 and coloured > 0.1, (name, drawn, coloured)


def differing(a, b):
    return (pictures[a] != pictures[b]).any(axis=2).mean()


assert differing("liver", "liver_again") == 0
for other in ("liver_later", "liver_arrival", "liver_cloud"):
    assert differing("liver", other) > 0.005, (other, differing("liver", other))
assert differing("lobule", "lobule_later") > 0.05, differing("lobule", "lobule_later")
print(f"{len(pictures)} pictures by ParaView: none empty, other data in each")
