"""Plots against the files they are of: every number written, and where dots, areas, lines and bars end, read back from
the SVG by its own axes and compared with HDF5 as h5py and numpy read it.

    printed_numbers.py FOLDER      with routes/, cohort/ and the drawings of printed_numbers.sh
"""
import pathlib
import re
import shutil
import sys
import xml.etree.ElementTree

import h5py
import numpy as np

STATES = ("circulating", "trapped", "adherent", "homed", "depot")
ROUTES = ("portal_vein", "hepatic_artery", "peripheral_vein")  # as compare was asked for them
MMHG = 133.322387415
SECONDS = {"s": 1, "min": 60, "h": 3600, "d": 86400}
PIXEL = 0.02  # coordinates are written with two decimals


def names(dataset):
    return [text.decode() if isinstance(text, bytes) else text for text in dataset[:]]


def agree(written, value):
    """A number as people read it stands for the value: it is off by half its last digit at most."""
    if written == "<0.01":
        return 0 < value < 0.005 * (1 + 1e-9)
    mantissa, _, exponent = written.partition("e")
    digits = len(mantissa.partition(".")[2])
    last = 10.0 ** (int(exponent or 0) - digits)
    if digits == 0 and not exponent and len(mantissa) < 3:
        last = 0.1 if len(mantissa) == 2 else 0.01  # zeros at the end are left out of three digits
    return abs(float(written) - value) <= 0.5 * last * (1 + 1e-9)


def check(written, value, what):
    if not agree(written, value):
        raise AssertionError(f"{what}: {written} is written, {value} is in the file")


def near(drawn, value, allowed, what):
    if not abs(drawn - value) <= allowed:
        raise AssertionError(f"{what}: {drawn} is drawn, {value} is in the file (allowed: {allowed})")


class Axis:
    """From pixels to values by the numbers at an axis."""

    def __init__(self, ticks):
        (self.at, self.values) = np.array(sorted(ticks)).T
        steps = np.diff(self.values) / np.diff(self.at)
        self.decades = not np.allclose(steps, steps[0], rtol=0.02)
        shown = np.log10(self.values) if self.decades else self.values
        self.slope, self.start = np.polyfit(self.at, shown, 1)
        fitted = self.slope * self.at + self.start
        assert np.allclose(fitted, shown, atol=2 * PIXEL * abs(self.slope)), "no straight axis"

    def value(self, pixel):
        shown = self.slope * np.asarray(pixel) + self.start
        return 10**shown if self.decades else shown

    def slack(self, value):
        """What a pixel's hundredths stand for."""
        change = 2 * PIXEL * abs(self.slope)
        return value * (10**change - 1) if self.decades else change


class Drawing:
    def __init__(self, file):
        self.shapes = []
        for element in xml.etree.ElementTree.parse(file).getroot():
            kind = element.tag.rpartition("}")[2]
            self.shapes.append((kind, element.attrib, element.text or ""))

    def texts(self, start=0):
        return [text for kind, _, text in self.shapes[start:] if kind == "text"]

    def keys(self):
        """Colours by the name that stands after their little box."""
        colours = {}
        for (kind, box, _), (after, _, name) in zip(self.shapes, self.shapes[1:]):
            if kind == "rect" and after == "text" and "fill" in box:
                colours.setdefault(box["fill"], name)
        return colours

    def panels(self):
        """Parts of the drawing that begin with a vertical axis: [(vertical, horizontal, shapes)]."""
        parts, ticks, times, open_part = [], [], [], None
        number = re.compile(r"-?[0-9.]+(e-?[0-9]+)?$")
        for kind, at, text in self.shapes + [("end", {}, "")]:
            size = float(at.get("font-size", 0))
            if kind == "text" and at.get("text-anchor") == "end" and number.match(text):
                if open_part is not None:
                    parts.append((Axis(ticks), times, open_part))
                    ticks, times, open_part = [], [], None
                ticks.append((float(at["y"]) - 0.35 * size, float(text)))
            elif kind == "text" and at.get("text-anchor") == "middle" and re.match(r"[0-9.]+ (s|min|h|d)$", text):
                value, unit = text.split()
                times.append((float(at["x"]), np.log10(float(value) * SECONDS[unit])))
                open_part = open_part or []
            elif open_part is not None:
                open_part.append((kind, at, text))
        parts.append((Axis(ticks), times, open_part or []))
        return [(vertical, np.polyfit(*np.array(marks).T, 1), shapes) for vertical, marks, shapes in parts if marks]


def living(file, organ):
    """[% of the dose] at the output times."""
    cells = sum(file[f"body/{organ}/{state}"][:].sum(axis=1) for state in STATES)
    return 100 * cells / file["body/dose"][()]


def at_time(file, pixel, horizontal):
    """The output time that a horizontal place stands for."""
    times = file["body/time"][:]
    time = 10 ** np.polyval(horizontal, pixel)
    step = int(np.argmin(np.abs(np.log(np.maximum(times, 1e-9) / time))))
    near(np.log10(time), np.log10(times[step]), 3e-3, "time of a dot")
    return step


def points(shape):
    return np.array([[float(c) for c in pair.split(",")] for pair in shape["points"].split()])


def body(drawing, file):
    step = list(file["body/time"][:]).index(86400)
    texts = drawing.texts()
    for organ in names(file["body/organs"]):
        label = sum(file[f"body/{organ}/label/{pool}"][step] for pool in ("living", "lodged", "retained"))
        written = [texts[i + 1] for i, text in enumerate(texts) if text == organ]
        assert len(written) == 2 and all(text.endswith(" %") for text in written), (organ, written)
        check(written[0][:-2], living(file, organ)[step], f"{organ}, living cells")
        check(written[1][:-2], 100 * label, f"{organ}, label")


def stacked(drawing, file, part):
    """Dots are sums at output times, areas the organs between them."""
    vertical, horizontal, shapes = part
    organs = names(file["body/organs"])
    keys = drawing.keys()
    dots = [at for kind, at, _ in shapes if kind == "circle" and at["fill"] == "#202124"]
    assert len(dots) == len(file["body/time"]) - (file["body/time"][0] == 0)
    steps = {at_time(file, float(dot["cx"]), horizontal): dot for dot in dots}
    total = sum(living(file, organ) for organ in organs)
    for step, dot in steps.items():
        near(vertical.value(float(dot["cy"])), total[step], vertical.slack(total[step]), "all organs")
    areas = [at for kind, at, _ in shapes if kind == "polygon"]
    named = [keys[area["fill"]] for area in areas]
    assert "liver" in named and len(set(named)) == len(named), named
    for area, organ in zip(areas, named):
        named_sum = sum(living(file, each) for each in named if each in organs)
        share = living(file, organ) if organ in organs else total - named_sum
        outline = points(area)
        lower, upper = outline[: len(outline) // 2], outline[len(outline) // 2 :][::-1]
        for step, dot in steps.items():
            place = int(np.argmin(np.abs(upper[:, 0] - float(dot["cx"]))))
            drawn = vertical.value(upper[place, 1]) - vertical.value(lower[place, 1])
            near(drawn, share[step], 2 * vertical.slack(share[step]), f"{organ}, stacked")


def series(drawing, file):
    upper, lower = drawing.panels()
    stacked(drawing, file, upper)
    vertical, horizontal, shapes = lower
    assert vertical.decades
    colours = {}
    for (kind, at, _), (after, _, name) in zip(shapes, shapes[1:]):  # at the ends of lines
        if kind == "line" and after == "text":
            colours[at["stroke"]] = name
    colours.update({c: n for c, n in drawing.keys().items() if n in names(file["body/organs"])})
    seen = set()
    for kind, at, _ in shapes:
        if kind != "circle":
            continue
        organ = colours[at["fill"]]
        share = living(file, organ)[at_time(file, float(at["cx"]), horizontal)]
        near(vertical.value(float(at["cy"])), share, vertical.slack(share), f"{organ}, by decades")
        seen.add(organ)
    assert seen == {organ for organ in names(file["body/organs"]) if living(file, organ).max() >= 1e-3}, seen


def routes(drawing, files):
    parts = drawing.panels()
    heads = [text for text in drawing.texts() if text.replace(" ", "_") in ROUTES]
    assert heads == [route.replace("_", " ") for route in ROUTES], heads
    assert len(parts) == len(files)
    for part, file in zip(parts, files):
        stacked(drawing, file, part)


def pressure(drawing, files):
    vertical, horizontal, shapes = drawing.panels()[0]
    keys = drawing.keys()
    colours = {name: colour for colour, name in keys.items()}
    for route, file in zip(ROUTES, files):
        colour = colours[route.replace("_", " ")]
        dots = [at for kind, at, _ in shapes if kind == "circle" and at["fill"] == colour]
        assert len(dots) >= len(file["body/time"]) - 1
        for dot in dots:
            value = file["hemodynamics/portal_pressure"][at_time(file, float(dot["cx"]), horizontal)] / MMHG
            near(vertical.value(float(dot["cy"])), value, vertical.slack(value), f"portal pressure, {route}")
    texts = drawing.texts()
    rules = files[0]["stop_rules"]
    unit_words = {"Pa": ("mmHg", 1 / MMHG), "m3": ("mL", 1e6), "m3/kg": ("mL/kg", 1e6)}
    rest = files[0]["hemodynamics/rest/portal_pressure"][()]
    for i, (name, unit) in enumerate(zip(names(rules["name"]), names(rules["unit"]))):
        word, factor = unit_words[unit]
        at = texts.index(name)
        for k, file in enumerate(files):
            number, _, written_unit = texts[at + 1 + k].partition(" ")
            assert written_unit == word + (": crossed" if file["stop_rules/crossed"][i] else ""), texts[at + 1 + k]
            check(number, max(0, file["stop_rules/value"][i]) * factor, f"{name}, {ROUTES[k]}")
        if unit == "Pa":  # the dashed line that is next to its name
            name_at = next(float(at["y"]) for _, at, text in shapes if text == f"stop: {name}")
            dashed = [float(at["y1"]) for kind, at, _ in shapes
                      if kind == "line" and "stroke-dasharray" in at and at["y1"] == at["y2"]]
            limit = (rest + rules["limit"][i]) / MMHG
            line = min(dashed, key=lambda y: abs(y - name_at))
            near(vertical.value(line), limit, vertical.slack(limit), f"limit: {name}")
    bars(drawing, files)


def bars(drawing, files):
    """Lengths of bars are values over limits."""
    start = next(i for i, shape in enumerate(drawing.shapes) if shape[2].startswith("How much of each"))
    rest = drawing.shapes[start:]
    ticks = [(float(at["x"]), float(text)) for kind, at, text in rest
             if kind == "text" and at.get("text-anchor") == "middle" and re.match(r"[0-9]+$", text)]
    axis = Axis(ticks)
    drawn = [(at, after) for (kind, at, _), (_, _, after) in zip(rest, rest[1:])
             if kind == "rect" and at["fill"] in drawing.keys() and after]
    rules = len(files[0]["stop_rules/value"])
    assert len(drawn) == rules * len(files)
    for n, (bar, _) in enumerate(drawn):
        rule, route = divmod(n, len(files))
        stop = files[route]["stop_rules"]
        share = 100 * max(0, stop["value"][rule] / stop["limit"][rule])
        shortest = axis.value(ticks[0][0] + 0.1 * 20) - axis.value(ticks[0][0])  # seen even when it is nothing
        end = axis.value(float(bar["x"]) + float(bar["width"]))
        near(end, share, max(shortest, axis.slack(share)), "share of a limit")


def sweep(drawing, file, metric):
    values, route = file[f"metrics/{metric}"][:], np.array(names(file["axes/route"]))
    attributes = file[f"metrics/{metric}"].attrs
    reading = {"1": (100, "%"), "s": (1 / 86400, "d"), "Pa": (1 / MMHG, "mmHg")}
    factor, unit = reading[attributes["units"].decode()]
    texts = drawing.texts()
    about = attributes["long_name"].decode()
    assert about.endswith(".") and " ".join(texts).startswith(about[:-1] + " "), texts[:3]
    within = max(0, -factor * np.nanmin(values))  # what lies a little below 0 shows how far rounding goes
    for name in dict.fromkeys(route):
        own = factor * values[route == name]
        own = own[~np.isnan(own)]
        own[np.abs(own) <= within] = 0
        written = texts[texts.index(name.replace("_", " ")) + 1]
        found = re.match(r"median (\S+) \((\S+) to (\S+)\) ([^ ,]+)(, .*)?$", written)
        assert found and found[4] == unit, written
        for number, share in zip(found.groups()[:3], (0.5, 0.05, 0.95)):
            check(number, np.quantile(own, share), f"{metric}, {name}, quantile {share}")
        for count, foot in re.findall(r", (\d+) below (\S+) ", found[5] or ""):  # what decades have no place for
            assert int(count) == np.sum(own < float(foot)), written


def refused(action):
    try:
        action()
    except AssertionError:
        return
    raise SystemExit("a changed file was not seen")


def main(folder):
    files = [h5py.File(folder / "routes" / route / "result.h5") for route in ROUTES]
    body(Drawing(folder / "body.svg"), files[0])
    series(Drawing(folder / "series.svg"), files[0])
    routes(Drawing(folder / "routes.svg"), files)
    pressure(Drawing(folder / "pressure.svg"), files)
    metrics = ("liver_living_24h", "liver_cell_days", "portal_rise")
    with h5py.File(folder / "cohort" / "sweep.h5") as file:
        for metric in metrics:
            sweep(Drawing(folder / f"{metric}.svg"), file, metric)

    # Each of these has to see a file that is not the one that was drawn.
    shutil.copy(folder / "routes" / ROUTES[0] / "result.h5", folder / "other.h5")
    with h5py.File(folder / "other.h5", "r+") as other:
        other["body/liver/adherent"][...] *= 1.02
        for plot, check_plot in (("body", body), ("series", series)):
            refused(lambda: check_plot(Drawing(folder / f"{plot}.svg"), other))
        refused(lambda: routes(Drawing(folder / "routes.svg"), [other] + files[1:]))
        other["stop_rules/value"][...] *= 1.02
        refused(lambda: pressure(Drawing(folder / "pressure.svg"), [other] + files[1:]))
    shutil.copy(folder / "cohort" / "sweep.h5", folder / "other_sweep.h5")
    with h5py.File(folder / "other_sweep.h5", "r+") as other:
        for metric in metrics:
            other[f"metrics/{metric}"][...] *= 1.02
            refused(lambda: sweep(Drawing(folder / f"{metric}.svg"), other, metric))


main(pathlib.Path(sys.argv[1]))
