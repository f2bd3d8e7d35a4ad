"""The liver of a result in ParaView: surface by Couinaud segments, vessel trees as tubes, cells in the tissue.

    pvpython show_liver.py RESULT [--time "1 h"] [--trees flow|arrival|pressure|living|none]
        [--cells points|volume|none] [--field living] [--screenshot FILE.png] [--state FILE.pvsm] [--size 1600x1200]

Without a screen, ParaView 5.11 and 5.13 need a virtual one: xvfb-run -a pvbatch show_liver.py ...
"""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from paraview import simple  # noqa: E402

import scene  # noqa: E402

# Pale colours that people see apart whatever their colour vision: the scheme `light` of P. Tol, SRON/EPS/TN/09-002
# issue 3.2 (2021); segments 1 to 8.
SEGMENTS = [(0.67, 0.67, 0.0), (0.47, 0.67, 0.87), (0.93, 0.87, 0.53), (0.60, 0.87, 1.0), (0.93, 0.53, 0.40),
            (0.27, 0.73, 0.60), (0.73, 0.80, 0.20), (1.0, 0.67, 0.73)]
DOTS = 8000  # in the picture, at the time with most cells
THINNEST = 0.2  # of each tree's trunk: thinner ones would hide the rest

# Voxels of the liver as cubes around their centres, with their values; what is outside is left out.
VOXELS = """
import numpy as np
from vtkmodules.util.numpy_support import numpy_to_vtk, numpy_to_vtkIdTypeArray, vtk_to_numpy
from vtkmodules.vtkCommonCore import vtkPoints
from vtkmodules.vtkCommonDataModel import vtkCellArray
data = self.GetInputDataObject(0, 0)
while data.IsA("vtkCompositeDataSet"):
    blocks = data.NewIterator()
    blocks.InitTraversal()
    data = blocks.GetCurrentDataObject()
nx, ny, nz = data.GetDimensions()
origin, spacing = np.array(data.GetOrigin()), np.array(data.GetSpacing())
inside = np.flatnonzero(vtk_to_numpy(data.GetPointData().GetArray("segment [1]")) > 0)
k, j, i = np.unravel_index(inside, (nz, ny, nx))
steps = np.array([(0,0,0), (1,0,0), (1,1,0), (0,1,0), (0,0,1), (1,0,1), (1,1,1), (0,1,1)])
corners = np.stack([i, j, k], axis=1)[:, None, :] + steps
numbers = corners[..., 0] + (nx + 1) * (corners[..., 1] + (ny + 1) * corners[..., 2])
used, cubes = np.unique(numbers, return_inverse=True)
places = np.stack([used % (nx + 1), used // (nx + 1) % (ny + 1), used // ((nx + 1) * (ny + 1))], axis=1)
points = vtkPoints()
points.SetData(numpy_to_vtk(origin + (places - 0.5) * spacing, deep=1))
cells = vtkCellArray()
cells.SetData(numpy_to_vtkIdTypeArray(np.arange(0, 8 * len(inside) + 1, 8), deep=1),
              numpy_to_vtkIdTypeArray(cubes.ravel().astype(np.int64), deep=1))
output = self.GetOutputDataObject(0)
output.SetPoints(points)
output.SetCells(12, cells)
for index in range(data.GetPointData().GetNumberOfArrays()):
    values = data.GetPointData().GetArray(index)
    own = numpy_to_vtk(vtk_to_numpy(values)[inside], deep=1)
    own.SetName(values.GetName())
    output.GetCellData().AddArray(own)
"""

# Dots for equal numbers of cells: in each voxel as many as it has cells for, at places that follow from its number.
DOTTED = """
import numpy as np
from vtkmodules.util.numpy_support import numpy_to_vtk, numpy_to_vtkIdTypeArray, vtk_to_numpy
from vtkmodules.vtkCommonCore import vtkPoints
from vtkmodules.vtkCommonDataModel import vtkCellArray
data = self.GetInputDataObject(0, 0)
values = vtk_to_numpy(data.GetCellData().GetArray(FIELD)).astype(float)
corner = vtk_to_numpy(data.GetPoints().GetData())[vtk_to_numpy(data.GetCells().GetConnectivityArray())[::8]]
wanted = np.nan_to_num(np.maximum(values, 0)) / VALUE_OF_A_DOT
draws = np.random.RandomState(1).random_sample(len(values))
counts = np.floor(wanted + draws).astype(int)
owner = np.repeat(np.arange(len(values)), counts)
places = corner[owner] + np.random.RandomState(2).random_sample((len(owner), 3)) * SPACING
points = vtkPoints()
points.SetData(numpy_to_vtk(places, deep=1))
cells = vtkCellArray()
cells.SetData(numpy_to_vtkIdTypeArray(np.arange(len(owner) + 1), deep=1),
              numpy_to_vtkIdTypeArray(np.arange(len(owner)), deep=1))
output = self.GetOutputDataObject(0)
output.SetPoints(points)
output.SetVerts(cells)
own = numpy_to_vtk(values[owner], deep=1)
own.SetName(FIELD)
output.GetPointData().AddArray(own)
"""


# Vessels as long lines: each goes on through its widest child, so that tubes bend without gaps; thin ones are left out.
VESSELS = """
import numpy as np
from vtkmodules.util.numpy_support import numpy_to_vtk, numpy_to_vtkIdTypeArray, vtk_to_numpy
from vtkmodules.vtkCommonCore import vtkPoints
from vtkmodules.vtkCommonDataModel import vtkCellArray
data = self.GetInputDataObject(0, 0)
while data.IsA("vtkCompositeDataSet"):
    blocks = data.NewIterator()
    blocks.InitTraversal()
    data = blocks.GetCurrentDataObject()
number = data.GetNumberOfCells()
ends = np.array([[data.GetCell(i).GetPointId(side) for side in (0, 1)] for i in range(number)])
places = vtk_to_numpy(data.GetPoints().GetData())
radius = vtk_to_numpy(data.GetPointData().GetArray("radius [m]"))[ends[:, 0]]
tree = vtk_to_numpy(data.GetCellData().GetArray("tree [1]")).astype(int)
of_ends = data.GetPointData().GetArray(FIELD)
values = vtk_to_numpy(of_ends)[ends] if of_ends else np.repeat(vtk_to_numpy(data.GetCellData().GetArray(FIELD))[:, None], 2, 1)
kept = np.zeros(number, bool)
for kind in np.unique(tree):
    own = tree == kind
    kept |= own & (radius >= THINNEST * radius[own].max())
children = {}
for vessel in np.flatnonzero(kept):
    children.setdefault((tree[vessel], places[ends[vessel, 0]].tobytes()), []).append(vessel)
def goes_on(vessel):
    all = children.get((tree[vessel], places[ends[vessel, 1]].tobytes()), [])
    return all[int(np.argmax(radius[all]))] if all else None
later = {goes_on(vessel) for vessel in np.flatnonzero(kept)}
at, wide, shown, lengths = [], [], [], []
for first in np.flatnonzero(kept):
    if first in later:
        continue
    at.append(places[ends[first, 0]])
    wide.append(radius[first])
    shown.append(values[first, 0])
    length, vessel = 1, first
    while vessel is not None:
        at.append(places[ends[vessel, 1]])
        wide.append(radius[vessel])
        shown.append(values[vessel, 1])
        length, vessel = length + 1, goes_on(vessel)
    lengths.append(length)
points = vtkPoints()
points.SetData(numpy_to_vtk(np.array(at), deep=1))
cells = vtkCellArray()
cells.SetData(numpy_to_vtkIdTypeArray(np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64), deep=1),
              numpy_to_vtkIdTypeArray(np.arange(len(at)), deep=1))
output = self.GetOutputDataObject(0)
output.SetPoints(points)
output.SetLines(cells)
for name, own in (("radius [m]", wide), (FIELD, shown)):
    made = numpy_to_vtk(np.array(own, float), deep=1)
    made.SetName(name)
    output.GetPointData().AddArray(made)
"""
ARRIVAL = "blood from the trunk,\nin hepatic veins to it"  # what its bar says


def surface(voxels, view):
    skin = simple.ExtractSurface(Input=voxels)
    smooth = simple.Smooth(Input=skin, NumberofIterations=100)
    simple.RenameSource("Couinaud segments", smooth)
    shown = simple.Show(simple.GenerateSurfaceNormals(Input=smooth), view)
    simple.ColorBy(shown, ("CELLS", "segment [1]"))
    table = simple.GetColorTransferFunction("segment [1]")
    table.InterpretValuesAsCategories = 1
    table.Annotations = [word for number in range(1, 9) for word in (str(number), f"segment {number}")]
    table.IndexedColors = [part for colour in SEGMENTS for part in colour]
    bar = simple.GetScalarBar(table, view)
    bar.Title, bar.ComponentTitle = "Couinaud segment", ""
    scene.style(bar, view, (0.1, 0.3), 0.33)
    shown.SetScalarBarVisibility(view, True)
    shown.Opacity = 0.2
    return skin


def tubes(folder, view, name, time, at):
    trees = scene.opened(folder, "trees")
    _, full = scene.array(trees, name)
    wide = simple.ProgrammableFilter(Input=trees, OutputDataSetType="vtkPolyData",
                                     Script=f"FIELD, THINNEST = {full!r}, {THINNEST!r}\n" + VESSELS)
    tube = simple.Tube(Input=wide, Scalars=["POINTS", "radius [m]"],
                       VaryRadius="By Absolute Scalar", NumberofSides=12, Capping=1)
    simple.RenameSource("vessels", tube)
    shown = simple.Show(tube, view)
    wide.UpdatePipeline(time)
    low, high = wide.PointData[full].GetRange()
    log = name == "flow" and high > 0
    # Not max() and min(): ParaView puts numpy's in their place while its filters run Python.
    limits = (sorted((low, high * 1e-4))[1], high) if log else (sorted((low, 0))[0], high)
    scene.colour(shown, view, "POINTS", full, limits, "Magma (matplotlib)", log, at, dark_is_high=True,
                 caption=ARRIVAL if name == "arrival" else None)


def cells(image, voxels, view, how, field, time, highest):
    place, full = scene.array(image, field, ("PointData",))
    if how == "volume":
        shown = simple.Show(image, view)
        scene.colour(shown, view, place, full, (0, highest), dark_is_high=True)
        shown.SetRepresentationType("Volume")
        fade = shown.ScalarOpacityFunction
        fade.Points = [0, 0, 0.5, 0, highest, 0.4, 0.5, 0]
        shown.ScalarOpacityUnitDistance = 0.04  # m of tissue that lets through what opacity leaves
        return f"{field} as a cloud"
    spacing = image.GetClientSideObject().GetOutputDataObject(0)
    while spacing.IsA("vtkCompositeDataSet"):
        blocks = spacing.NewIterator()
        blocks.InitTraversal()
        spacing = blocks.GetCurrentDataObject()
    spacing = list(spacing.GetSpacing())
    voxels.UpdatePipeline(time)
    total = sum_of(voxels, full)
    of_a_dot = total / DOTS or 1
    dots = simple.ProgrammableFilter(Input=voxels, OutputDataSetType="vtkPolyData",
                                     Script=f"FIELD = {full!r}\nVALUE_OF_A_DOT = {of_a_dot!r}\nSPACING = {spacing!r}\n"
                                     + DOTTED)
    simple.RenameSource("cells", dots)
    shown = simple.Show(dots, view)
    shown.SetRepresentationType("Points")
    shown.PointSize = 3.5 * view.ViewSize[1] / 1200
    shown.Ambient, shown.Diffuse = 1, 0  # values, not shades
    scene.colour(shown, view, "POINTS", full, (0, highest), dark_is_high=True)
    volume = spacing[0] * spacing[1] * spacing[2] * 1e6  # mL
    if full.endswith("[cells per mL]"):
        cells_of_a_dot = float(f"{of_a_dot * volume:.3g}")
        return f"a dot for {cells_of_a_dot:g} {field} cells"
    return f"{field} as dots"


def sum_of(voxels, name):
    from paraview import servermanager
    from vtkmodules.util.numpy_support import vtk_to_numpy
    values = vtk_to_numpy(servermanager.Fetch(voxels).GetCellData().GetArray(name)).astype(float)
    return float(values[values > 0].sum())


def main(argv):
    parser = scene.arguments("The liver of a result in ParaView.", "liver")
    parser.add_argument("--trees", default="flow", choices=["flow", "arrival", "pressure", "living", "none"])
    parser.add_argument("--cells", default="points", choices=["points", "volume", "none"])
    parser.add_argument("--field", default="living", help="field of the cells: living, trapped, label, ...")
    options = parser.parse_args(argv)
    scene.check_outputs(options)
    image = scene.opened(options.result, "liver")
    place, full = scene.array(image, options.field, ("PointData",))
    time = scene.chosen_time(image, options.time, place, full)
    view = scene.view_of(options.size, time)
    highest = scene.highest(image, place, full, time)
    voxels = simple.ProgrammableFilter(Input=image, OutputDataSetType="vtkUnstructuredGrid", Script=VOXELS)
    simple.RenameSource("voxels of the liver", voxels)
    skin = surface(voxels, view)
    said = []
    if options.cells != "none":
        said.append(cells(image, voxels, view, options.cells, options.field, time, highest))
    if options.trees != "none":
        tubes(options.result, view, options.trees, time, (0.86, 0.55))
        said.append(f"vessels down to {100 * THINNEST:.0f} % of their trunk's width")
    view.CameraParallelProjection = 1
    view.CameraPosition, view.CameraFocalPoint, view.CameraViewUp = [0.26, 0.95, 0.2], [0, 0, 0], [0, 0, 1]  # from the front
    view.ResetCamera()
    low, high = (list(skin.GetDataInformation().GetBounds())[side::2] for side in (0, 1))
    wide, tall = high[0] - low[0], high[2] - low[2]  # what titles and bars leave
    view.CameraParallelScale = sorted((tall / 0.75, wide / 0.66 * view.ViewSize[1] / view.ViewSize[0]))[1] / 2
    scene.headline(view, options.result, time, ", ".join(said))
    scene.finish(view, options)


if __name__ == "__main__":
    main(sys.argv[1:])
