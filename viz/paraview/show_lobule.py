"""The lobule of a result in ParaView: cells in the tissue, edges of the zones, lines of blood flow.

    pvpython show_lobule.py RESULT [--time "1 h"] [--field living] [--layer N] [--streamlines 80]
        [--screenshot FILE.png] [--state FILE.pvsm] [--size 1600x1200]

Without a screen, ParaView 5.11 and 5.13 need a virtual one: xvfb-run -a pvbatch show_lobule.py ...
"""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from paraview import simple  # noqa: E402

import scene  # noqa: E402


def in_plane(image, layer):
    """One layer along the central vein, and the block's extents there."""
    bounds = image.GetDataInformation().GetBounds()
    extent = image.GetDataInformation().GetExtent()
    layers = extent[5] - extent[4] + 1
    if not 0 <= layer < layers:
        scene.fail(f"no layer {layer}: the block has {layers}, counted from 0")
    if layers == 1:
        return image, bounds, bounds[4]
    height = bounds[4] + layer * (bounds[5] - bounds[4]) / (layers - 1)
    cut = simple.Slice(Input=image, SliceType="Plane")
    cut.SliceType.Origin = [(bounds[0] + bounds[1]) / 2, (bounds[2] + bounds[3]) / 2, height]
    cut.SliceType.Normal = [0, 0, 1]
    return cut, bounds, height


def edges_of_zones(plane, view):
    """Where periportal meets midzonal and midzonal meets pericentral."""
    for level, name, colour in ((1.5, "periportal to midzonal", [0.90, 0.62, 0]), (2.5, "midzonal to pericentral", [0.84, 0.37, 0])):
        edges = simple.Contour(Input=plane, ContourBy=["POINTS", "zone [1]"], Isosurfaces=[level])
        simple.RenameSource(name, edges)
        shown = simple.Show(edges, view)
        simple.ColorBy(shown, None)
        shown.AmbientColor = shown.DiffuseColor = colour
        shown.Ambient, shown.Diffuse = 1, 0
        shown.LineWidth = 3 * view.ViewSize[1] / 1200


def scale(plane, name, highest):
    """From 0; or three decades where a straight scale would leave most of the plane dark, for densities alone."""
    from paraview import servermanager
    from vtkmodules.util.numpy_support import vtk_to_numpy
    data = servermanager.Fetch(plane)
    while data.IsA("vtkCompositeDataSet"):
        blocks = data.NewIterator()
        blocks.InitTraversal()
        data = blocks.GetCurrentDataObject()
    values = vtk_to_numpy(data.GetPointData().GetArray(name)).astype(float).ravel()
    values = sorted(values[values > 0])
    dull = name.endswith("[cells per mL]") and values and values[len(values) // 2] * 8 < highest
    return ((highest / 1000, highest), True) if dull else ((0, highest), False)


def flow_lines(plane, view, bounds, height, wanted):
    """Lines along the velocity of blood through points on two lines along y."""
    _, velocity = scene.array(plane, "velocity", ("PointData",))
    for share in (0.25, 0.75):
        x = bounds[0] + share * (bounds[1] - bounds[0])
        lines = simple.StreamTracer(Input=plane, SeedType="Line", Vectors=["POINTS", velocity],
                                    MaximumStreamlineLength=bounds[1] - bounds[0] + bounds[3] - bounds[2])
        lines.SeedType.Point1 = [x, bounds[2], height]
        lines.SeedType.Point2 = [x, bounds[3], height]
        lines.SeedType.Resolution = wanted // 2
        simple.RenameSource("lines of blood flow", lines)
        shown = simple.Show(lines, view)
        simple.ColorBy(shown, None)
        shown.AmbientColor = shown.DiffuseColor = [1, 1, 1]
        shown.Ambient, shown.Diffuse = 1, 0
        shown.LineWidth = 1.2 * view.ViewSize[1] / 1200
        shown.Opacity = 0.7


def main(argv):
    parser = scene.arguments("The lobule of a result in ParaView.", "lobule")
    parser.add_argument("--field", default="living", help="living, trapped, adherent, homed, pressure, ...")
    parser.add_argument("--layer", type=int, default=0, help="layer along the central vein, from 0")
    parser.add_argument("--streamlines", type=int, default=80, help="lines of blood flow; 0: none")
    options = parser.parse_args(argv)
    scene.check_outputs(options)
    image = scene.opened(options.result, "lobule")
    place, full = scene.array(image, options.field, ("PointData",))
    time = scene.chosen_time(image, options.time, place, full)
    view = scene.view_of(options.size, time)
    image.UpdatePipeline(time)
    highest = scene.highest(image, place, full, time)
    plane, bounds, height = in_plane(image, options.layer)
    plane.UpdatePipeline(time)
    shown = simple.Show(plane, view)
    shown.SetRepresentationType("Surface")
    limits, log = scale(plane, full, highest)
    scene.colour(shown, view, place, full, limits, log=log, at=(0.86, 0.3))
    shown.Ambient, shown.Diffuse = 1, 0  # values, not shades
    edges_of_zones(plane, view)
    said = ["borders of the zones: orange to midzonal, red to pericentral"]
    if options.streamlines > 0:
        flow_lines(plane, view, bounds, height, options.streamlines)
        said.append("white: the way of the blood")
    said.append(f"block of {(bounds[1] - bounds[0]) * 1e3:.2f} by {(bounds[3] - bounds[2]) * 1e3:.2f} mm")
    view.CameraParallelProjection = 1
    tall, wide = bounds[3] - bounds[2], bounds[1] - bounds[0]
    view.CameraParallelScale = sorted((tall / 0.84, wide / 0.75 * view.ViewSize[1] / view.ViewSize[0]))[1] / 2
    x, y = (bounds[0] + bounds[1]) / 2, (bounds[2] + bounds[3]) / 2 + 0.12 * view.CameraParallelScale  # below the headline
    view.CameraFocalPoint, view.CameraPosition, view.CameraViewUp = [x, y, height], [x, y, height + tall], [0, 1, 0]
    scene.headline(view, options.result, time, ", ".join(said))
    scene.finish(view, options)


if __name__ == "__main__":
    main(sys.argv[1:])
