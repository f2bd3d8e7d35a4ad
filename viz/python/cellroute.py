"""Results of cellroute in Python: a thin, read-only module over h5py and numpy.

    import cellroute
    run = cellroute.open("results/liver")
    run.series()["liver", "trapped"]            # needs pandas
    run.fields("liver").at("living", "1 h").values

Nothing is converted: numbers are in the units that the files state, and every array says which. What is in
the files stands in sim/results/contract.md, contract_fields.md, contract_trees.md and contract_sweep.md.
Errors are `cellroute.Error`, in words. Runs with Debian's python3-h5py, python3-numpy, python3-pandas.
"""
from dataclasses import dataclass
from pathlib import Path

import h5py
import numpy as np

FORMAT_VERSION = 1
STATES = ("circulating", "trapped", "adherent", "homed", "depot")
TREES = ("hepatic_artery", "portal_vein", "hepatic_vein")
SECONDS = {"s": 1, "min": 60, "h": 3600, "d": 86400}


class Error(ValueError):
    """What is wrong with a result, or with what was asked of it, in words."""


@dataclass(frozen=True)
class Array:
    """Values with their unit (as UDUNITS-2 spells it; "1" for a ratio) and meaning.

    numpy takes it for its values and gives plain arrays back, which know no unit.
    """
    values: object
    units: str
    about: str

    def __array__(self, dtype=None):
        return np.asarray(self.values, dtype)

    def __repr__(self):
        return f"<{self.about} [{self.units}], shape {np.shape(self.values)}>"


def open(folder):
    """The result of one run, from its folder."""
    return Result(folder)


def open_sweep(folder):
    """The table of a sweep, from its folder."""
    return Sweep(folder)


def seconds(time):
    """A time as a number of seconds: a number already, or text such as "20 min" (s, min, h, d)."""
    if not isinstance(time, str):
        return float(time)
    number, _, unit = time.strip().partition(" ")
    try:
        return float(number) * SECONDS[unit.strip()]
    except (KeyError, ValueError):
        raise Error(f'"{time}" is no time: write a number of seconds, or a number and one of {", ".join(SECONDS)} '
                    'as in "20 min"') from None


def in_words(time):
    """A number of seconds as one would say it: 3600 is "1 h"."""
    unit = next((u for u in ("d", "h", "min") if time >= SECONDS[u] and time % SECONDS[u] == 0), "s")
    unit = "h" if (unit, time) == ("d", 86400) else unit
    return f"{time / SECONDS[unit]:g} {unit}"


def _text(value):
    return value.decode() if isinstance(value, bytes) else str(value)


def _array(dataset):
    values = dataset[()]
    if dataset.dtype.kind == "S":
        values = [_text(one) for one in values] if dataset.shape else _text(values)
    return Array(values, _text(dataset.attrs["units"]), _text(dataset.attrs["long_name"]))


def _pandas():
    try:
        import pandas
    except ImportError:
        raise Error("tables need pandas, which is not here (Debian: python3-pandas); arrays do without") from None
    return pandas


class _File:
    """An HDF5 file of cellroute, of the kind and version this module knows."""

    def __init__(self, path, kind):
        self.path = Path(path)
        if not self.path.is_file():
            raise Error(f"{self.path}: no such file")
        try:
            self.file = h5py.File(self.path, "r")
        except OSError as error:
            raise Error(f"{self.path}: cannot be read as HDF5 ({error})") from None
        found = _text(self.file.attrs.get("file_type", "something else"))
        if found != kind:
            raise Error(f'{self.path}: holds "{found}", not "{kind}"')
        version = int(self.file.attrs.get("format_version", 0))
        if version != FORMAT_VERSION:
            raise Error(f"{self.path}: written in format version {version}; this module reads {FORMAT_VERSION}")
        self.provenance = {name: _text(value) for name, value in self.file.attrs.items()}

    def read(self, path):
        """Any dataset of the file, by its path in the contract."""
        item = self.file.get(path)
        if isinstance(item, h5py.Dataset):
            return _array(item)
        group, known = path.strip("/"), item
        while known is None:
            group = group.rpartition("/")[0]
            known = self.file.get(group or "/")
        raise Error(f'{self.path}: no dataset "{path}"; "{group or "/"}" holds: {", ".join(known)}')

    def columns(self, group, wanted=lambda dataset: True):
        """The datasets of a group by their names."""
        items = self.file[group].items()
        return {name: _array(item) for name, item in items if isinstance(item, h5py.Dataset) and wanted(item)}

    def close(self):
        self.file.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def _frame(columns, index=None):
    """Columns as a DataFrame; units and meanings by column are in its `attrs`."""
    frame = _pandas().DataFrame({name: column.values for name, column in columns.items()}, index=index)
    frame.attrs["units"] = {name: column.units for name, column in columns.items()}
    frame.attrs["about"] = {name: column.about for name, column in columns.items()}
    return frame


class Result(_File):
    """One run: time courses, balance, pressures, parameters, and the fields and trees beside them.

    Tables over time have the time in seconds as index. Cells are living ones, added up over size classes
    unless `classes` asks for them apart.
    """

    def __init__(self, folder):
        self.folder = Path(folder)
        if not self.folder.is_dir():
            raise Error(f"{self.folder}: no such folder")
        if not (self.folder / "result.h5").is_file():
            other = " It is a sweep: cellroute.open_sweep reads it." if (self.folder / "sweep.h5").is_file() else ""
            raise Error(f"{self.folder}: no result.h5 in it, so not the result of a run.{other}")
        super().__init__(self.folder / "result.h5", "cellroute body result")
        self.title = _text(self.file["scenario"].attrs["title"])
        self.scenario = {name: _text(value) for name, value in self.file["scenario"].attrs.items()}
        self.levels = [level for level in ("body", "liver", "lobule") if level in self.file]
        self.organs = self.read("body/organs").values
        self.dose = self.read("body/dose")
        self.times = self.read("body/time")
        self.notes = self.read("notes").values

    def _level(self, level):
        if level not in self.levels:
            raise Error(f'{self.folder}: has no level "{level}"; it has: {", ".join(self.levels)}')

    def cells(self, organ, state):
        """Cells of one state ("trapped", "lost", ...) in one organ, times x size classes."""
        if organ not in self.organs:
            raise Error(f'{self.folder}: no organ "{organ}"; it has: {", ".join(self.organs)}')
        return self.read(f"body/{organ}/{state}")

    def series(self, classes=False):
        """Cells by organ and state over time: columns (organ, state) or (organ, state, class from 1)."""
        columns = {}
        for organ in self.organs:
            for state in STATES + ("lodged_dead", "lost"):
                own = self.cells(organ, state)
                if classes:
                    for number, values in enumerate(own.values.T, 1):
                        columns[organ, state, number] = Array(values, own.units, own.about)
                else:
                    columns[organ, state] = Array(own.values.sum(axis=1), own.units, own.about)
        return self._over_time(columns, ["organ", "state", "class"][:3 if classes else 2])

    def label(self):
        """Label by organ and carrier (living, lodged, retained) over time, shares of what was infused."""
        columns = {(organ, name): column for organ in self.organs
                   for name, column in self.columns(f"body/{organ}/label").items()}
        return self._over_time(columns, ["organ", "carrier"])

    def pressures(self):
        """Pressures, flows and plugged shares over time."""
        return self._over_time(self._courses("hemodynamics"))

    def balance(self):
        """Cells infused, living and lost, dead ones, and label by pool ("label/free") over time."""
        columns = {name: Array(own.values.reshape(len(self.times.values), -1).sum(axis=1), own.units, own.about)
                   for name, own in self._courses("balance").items()}
        columns.update({f"label/{name}": own for name, own in self.columns("balance/label").items()})
        return self._over_time(columns)

    def curve(self):
        """The curve to be drawn, at many more times: columns (organ, "living" or "label"), ("", "portal_pressure")."""
        if "curve" not in self.file:
            raise Error(f"{self.folder}: has no curve; programs before it left none. `series` has the output times.")
        columns = {(organ, name): own for organ in self.organs for name, own in self.columns(f"curve/{organ}").items()}
        columns["", "portal_pressure"] = self.read("curve/portal_pressure")
        return self._over_time(columns, ["organ", "quantity"], self.read("curve/time").values)

    def parameters(self):
        """Every parameter by its path: value in its SI unit, range, source, and the file that set it."""
        return _frame(self.columns("scenario/parameters")).set_index("path")

    def regimen(self):
        """The infusions, in order."""
        return _frame(self.columns("scenario/regimen"))

    def stop_rules(self):
        """Published limits: value reached, limit, and whether it was crossed."""
        return _frame(self.columns("stop_rules")).set_index("name")

    def segments(self):
        """The liver's Couinaud segments: columns (segment, quantity) over time; fixed ones repeat."""
        self._level("liver")
        times = self.read("liver/time").values
        columns = {}
        for segment in self.file["liver/segments"]:
            for name, own in self.columns(f"liver/segments/{segment}").items():
                columns[segment, name] = Array(np.broadcast_to(own.values, times.shape), own.units, own.about)
        return self._over_time(columns, ["segment", "quantity"], times)

    def fields(self, level):
        """The fields over space of the level "liver" or "lobule"."""
        self._level(level)
        path = self.folder / f"{level}.vtkhdf"
        if level == "body" or not path.is_file():
            there = [file.stem for file in sorted(self.folder.glob("*.vtkhdf")) if file.stem != "trees"]
            raise Error(f"{self.folder}: no fields of the {level}; there are fields of: {', '.join(there) or 'nothing'}")
        return Fields(path)

    def trees(self):
        """The vessel trees of the liver."""
        self._level("liver")
        return Trees(self.folder / "trees.vtkhdf")

    def _courses(self, group):
        return self.columns(group, lambda dataset: dataset.shape[:1] == self.times.values.shape)

    def _over_time(self, columns, levels=None, times=None):
        pandas = _pandas()
        index = pandas.Index(self.times.values if times is None else times, name="time [s]")
        frame = _frame(columns, index)
        if levels:
            frame.columns = pandas.MultiIndex.from_tuples(list(columns), names=levels)
        return frame


class _InTime(_File):
    """A file of arrays at some times: their names without units, and the index of a time."""

    def __init__(self, path, kind):
        super().__init__(path, kind)
        steps = self.file.get("VTKHDF/Steps")
        self.times = Array(steps["Values"][()] if steps else np.zeros(0), "s", "time since the start")
        self.steps = steps
        self.arrays = {name.split(" [")[0]: (group, name) for group in ("PointData", "CellData")
                       for name in self.file["VTKHDF"].get(group, {})}
        self.names = list(self.arrays)

    def found(self, name):
        """Dataset and offsets by time of an array, by its name with or without its unit."""
        if name.split(" [")[0] not in self.arrays:
            raise Error(f'{self.path}: no "{name}"; there are: {", ".join(self.names)}')
        group, full = self.arrays[name.split(" [")[0]]
        return self.file[f"VTKHDF/{group}"][full], self.steps[f"{group}Offsets"][full] if self.steps else [0]

    def step(self, time, offsets):
        """Where a time stands among the times; None is allowed for what stays the same."""
        if len(set(offsets[:])) == 1 and (time is None or not self.steps):
            return 0
        times = self.times.values
        words = ", ".join(in_words(one) for one in times)
        if time is None:
            raise Error(f"{self.path}: changes in time, so say when: {words}")
        near = np.flatnonzero(np.isclose(times, seconds(time), rtol=1e-9, atol=0))
        if not len(near):
            raise Error(f"{self.path}: nothing at {in_words(seconds(time))}; there are: {words}")
        return int(near[0])


class Fields(_InTime):
    """Fields on a block of equal voxels: `x`, `y`, `z` are the voxels' centres, values are [z, y, x].

    Vectors have their three components as last axis. NaN means that a voxel has no value.
    """

    def __init__(self, path):
        super().__init__(path, "cellroute fields")
        vtk = self.file["VTKHDF"].attrs
        self.spacing = Array(np.array(vtk["Spacing"]), "m", "edges of a voxel along x, y and z")
        self.counts = [int(last - first + 1) for first, last in np.reshape(vtk["WholeExtent"], (3, 2))]
        self.x, self.y, self.z = (Array(vtk["Origin"][axis] + vtk["Spacing"][axis] * np.arange(self.counts[axis]),
                                        "m", f"centres of the voxels along {'xyz'[axis]}") for axis in range(3))

    def at(self, name, time=None):
        """One field at one time (seconds, or text such as "1 h"; None where it stays the same)."""
        dataset, offsets = self.found(name)
        step = self.step(time, offsets)
        layer = dataset[int(offsets[step])] if self.steps else dataset[()]
        shape = tuple(reversed(self.counts))
        layer = layer.reshape(shape + ((3,) if layer.size == 3 * np.prod(shape) else ()))
        return Array(layer, _text(dataset.attrs["units"]), _text(dataset.attrs["long_name"]))


class Trees(_InTime):
    """Vessels as straight lines from `starts` to `ends` (vessels x 3), artery first, then portal, then veins."""

    def __init__(self, path):
        super().__init__(path, "cellroute trees")
        ends = self.file["VTKHDF/Points"][()].reshape(-1, 2, 3)
        self.starts = Array(ends[:, 0], "m", "ends of the vessels nearer the root")
        self.ends = Array(ends[:, 1], "m", "ends of the vessels away from the root")

    def at(self, name, time=None):
        """One value for each vessel, or two, at its ends: vessels x 2."""
        dataset, offsets = self.found(name)
        step = self.step(time, offsets)
        per_vessel = 2 if dataset.parent.name.endswith("PointData") else 1
        first, count = int(offsets[step]), per_vessel * len(self.starts.values)
        values = dataset[first:first + count]
        return Array(values.reshape(-1, 2) if per_vessel == 2 else values,
                     _text(dataset.attrs["units"]), _text(dataset.attrs["long_name"]))

    def grown(self, tree):
        """A tree as it was grown: parent, end, radius, ... by name. See contract_trees.md."""
        if tree not in TREES:
            raise Error(f'{self.path}: no tree "{tree}"; there are: {", ".join(TREES)}')
        return self.columns(f"trees/{tree}")


class Sweep(_File):
    """The table of a sweep: what was varied, and what came of it, a row for each run."""

    def __init__(self, folder):
        path = Path(folder) / "sweep.h5"
        if not path.is_file() and (path.parent / "result.h5").is_file():
            raise Error(f"{path.parent}: the result of one run, not of a sweep: cellroute.open reads it")
        super().__init__(path, "cellroute sweep")
        self.title = self.provenance["title"]
        self.axes, self.factors, self.metrics = (
            list(self.file.get(group, {})) for group in ("axes", "factors", "metrics"))
        # of files that say it: the scenario, and what runs of it without a sample have for their fingerprints
        self.scenario, self.fingerprints = (
            self.read(name).values if name in self.file else None for name in ("scenario", "fingerprints"))

    def sources(self):
        """Where the spread of each sampled parameter comes from."""
        return {name: _text(item.attrs["source"]) for name, item in self.file.get("factors", {}).items()}

    def table(self):
        """All columns; `status` is 0 where the run succeeded. `attrs["units"]` tells the units."""
        columns = {name: self.read(name) for name in ("row", "status", "replicate") if name in self.file}
        for group in "axes", "factors", "metrics":
            if group in self.file:
                columns.update(self.columns(group))
        return _frame(columns).set_index("row")
