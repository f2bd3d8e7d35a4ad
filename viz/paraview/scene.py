"""What both views share in ParaView: finding a result's files, times, readers, titles, pictures.

Runs in pvbatch, pvpython and the Python shell of ParaView 5.11 and later.
"""
import argparse
import pathlib
import sys
import textwrap

from paraview import simple

SECONDS = {"s": 1, "min": 60, "h": 3600, "d": 86400}
LETTERS, HEADLINE = 0.021, 0.026  # shares of the picture's height


def fail(words):
    sys.stderr.write(words + "\n")
    sys.stderr.flush()
    raise SystemExit(2)


def arguments(about, level):
    """Parser with what both views understand."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("result", help=f"folder of a result with {level}.xmf")
    parser.add_argument("--time", help='such as "1 h" or 3600; without it the time with the highest values')
    parser.add_argument("--screenshot", help="picture to write: FILE.png")
    parser.add_argument("--state", help="state to write, which ParaView opens: FILE.pvsm")
    parser.add_argument("--size", default="1600x1200")
    return parser


def check_outputs(options):
    """Before anything is drawn: ParaView says of a file that it cannot write only that it did."""
    for path in filter(None, (options.screenshot, options.state)):
        there = pathlib.Path(path).exists()
        try:
            with open(path, "ab"):
                pass
        except OSError as problem:
            fail(f"cannot write {path}: {problem.strerror}")
        if not there:
            pathlib.Path(path).unlink()


def seconds(text):
    number, _, unit = text.strip().partition(" ")
    try:
        return float(number) * SECONDS[unit.strip() or "s"]
    except (KeyError, ValueError):
        fail(f'"{text}" is no time: write a number of seconds, or a number and one of {", ".join(SECONDS)} as in "1 h"')


def in_words(time):
    unit = next((u for u in ("d", "h", "min") if time >= SECONDS[u] and time % SECONDS[u] == 0), "s")
    unit = "h" if (unit, time) == ("d", 86400) else unit
    return f"{time / SECONDS[unit]:g} {unit}"


def opened(folder, name):
    """The reader of NAME.xmf. Not through ParaView where the file is missing: it would abort."""
    path = pathlib.Path(folder) / f"{name}.xmf"
    if not path.is_file():
        there = sorted(file.name for file in pathlib.Path(folder).glob("*.xmf"))
        fail(f"{path}: no such file; the folder has: {', '.join(there) or 'no .xmf'}")
    if not path.with_suffix(".vtkhdf").is_file():
        fail(f"{path.with_suffix('.vtkhdf')}: missing, and {path.name} refers to it")
    source = simple.Xdmf3ReaderS(FileName=[str(path.resolve())])
    source.UpdatePipelineInformation()
    simple.RenameSource(path.name, source)
    return source


def array(source, name, places=("PointData", "CellData")):
    """Place and full name, with its unit, of an array by its name."""
    source.UpdatePipeline(times_of(source)[0])  # at time 0, before the first, there is nothing
    names = []
    for place in places:
        for full in getattr(source, place).keys():
            if full.split(" [")[0] == name:
                return ("POINTS" if place == "PointData" else "CELLS"), full
            names.append(full.split(" [")[0])
    fail(f'no field "{name}"; there are: {", ".join(sorted(names))}')


def times_of(source):
    times = source.TimestepValues
    return [times] if isinstance(times, float) else list(times)


def highest(source, place, name, time):
    """The highest value of an array at a time; of a vector, of its length."""
    source.UpdatePipeline(time)
    data = source.PointData if place == "POINTS" else source.CellData
    return data[name].GetRange(-1 if data[name].GetNumberOfComponents() > 1 else 0)[1]


def chosen_time(source, wanted, place, name):
    times = times_of(source)
    if wanted is None:
        return max(times, key=lambda time: highest(source, place, name, time))
    near = [time for time in times if abs(time - seconds(wanted)) <= 1e-9 * time]
    if not near:
        fail(f"nothing at {wanted}; there are: {', '.join(map(in_words, times))}")
    return near[0]


def title_of(folder):
    """The scenario's title, which heads the summary."""
    summary = pathlib.Path(folder) / "summary.txt"
    return summary.read_text(encoding="utf-8").splitlines()[0] if summary.is_file() else pathlib.Path(folder).name


def view_of(size, time):
    try:
        width, height = (int(side) for side in size.split("x"))
    except ValueError:
        fail(f'"{size}" is no size: write it as 1600x1200')
    view = simple.GetActiveViewOrCreate("RenderView")
    simple._DisableFirstRenderCameraReset()  # the first picture would else be from another place than was set
    view.ViewSize = [width, height]
    if hasattr(view, "UseColorPaletteForBackground"):
        view.UseColorPaletteForBackground = 0
    view.Background = [1, 1, 1]
    view.OrientationAxesLabelColor = [0, 0, 0]
    scene = simple.GetAnimationScene()
    scene.UpdateAnimationUsingDataTimeSteps()
    scene.AnimationTime = time
    view.ViewTime = time
    return view


def text(view, words, place, height):
    """Words in a corner of the picture; `height` is of letters, as a share of the picture's."""
    note = simple.Show(simple.Text(Text=words), view)
    note.WindowLocation = place
    note.Justification = "Left"
    note.Color = [0, 0, 0]
    note.FontSize = round(height * view.ViewSize[1])
    return note


def headline(view, folder, time, more):
    room = round(view.ViewSize[0] / (0.62 * HEADLINE * view.ViewSize[1]))  # letters in a line
    lines = [title_of(folder), f"{in_words(time)} after the start; {more}"]
    text(view, "\n".join(line for part in lines for line in textwrap.wrap(part, room)), "Upper Left Corner", HEADLINE)


def style(bar, view, at, length):
    """Letters and numbers of a colour bar that can be read on a slide."""
    bar.TitleColor = bar.LabelColor = [0, 0, 0]
    bar.TitleFontSize = bar.LabelFontSize = round(LETTERS * view.ViewSize[1])
    bar.AutomaticLabelFormat, bar.LabelFormat, bar.RangeLabelFormat = 0, "%g", "%.3g"
    bar.WindowLocation = "Any Location"
    bar.Position, bar.ScalarBarLength = list(at), length
    bar.ScalarBarThickness = round(0.016 * view.ViewSize[1])
    bar.Visibility = 1


def colour(shown, view, place, name, limits, preset="Viridis (matplotlib)", log=False, at=(0.86, 0.1), dark_is_high=False,
           caption=None):
    """Colours of a representation by an array between limits, with its bar; the array's name has the unit.

    On white, what is high should be dark; on a plane that fills the picture it may shine.
    """
    simple.ColorBy(shown, (place, name), separate=True)  # vessels and voxels share names
    table = simple.GetColorTransferFunction(name, shown, separate=True)
    table.ApplyPreset(preset, True)
    if dark_is_high:
        table.InvertTransferFunction()
    table.RescaleTransferFunction(*limits)
    if log:
        table.MapControlPointsToLogSpace()
    table.UseLogScale = int(log)
    table.NanColor = [0.6, 0.6, 0.6]
    bar = simple.GetScalarBar(table, view)
    bar.Title, bar.ComponentTitle = caption or name.split(" [")[0].replace("_", " "), "[" + name.split(" [")[1]
    style(bar, view, at, 0.33)
    shown.SetScalarBarVisibility(view, True)
    return table


def written(path):
    file = pathlib.Path(path)
    if not file.is_file() or file.stat().st_size == 0:
        fail(f"{path} was not written")
    print(path)


def finish(view, options):
    """What was asked for is written; else the window stays open until it is closed."""
    simple.Render(view)
    if options.screenshot:
        simple.SaveScreenshot(options.screenshot, view, ImageResolution=list(view.ViewSize))
        written(options.screenshot)
    if options.state:
        simple.SaveState(options.state)
        written(options.state)
    if not options.screenshot and not options.state:
        simple.Interact(view)
