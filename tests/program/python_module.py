"""The Python module of viz/python: what it returns is what the files hold, read here by other ways.

    python_module.py MODULE_FOLDER RESULTS      with RESULTS/liver, lobule, body and cohort
"""
import os
import pathlib
import re
import shutil
import sys

import h5py
import numpy as np
import pandas

module, results = (pathlib.Path(path).resolve() for path in sys.argv[1:])
sys.path.insert(0, str(module))
import cellroute  # noqa: E402


def refused(words, action):
    try:
        action()
    except cellroute.Error as error:
        assert all(word in str(error) for word in words), error
    else:
        raise AssertionError(f"not refused: {words}")


def csv(path):
    return pandas.read_csv(path, comment="#", float_precision="round_trip")


def tables(run):
    series, listed = run.series(classes=True), csv(run.folder / "series.csv")
    listed = listed[(listed["state"].isin(cellroute.STATES + ("lost",))) & listed["class"].notna()]
    compared = 0
    for (organ, state, number), rows in listed.groupby(["organ", "state", "class"]):
        if organ not in run.organs:
            continue
        column = (organ, state, int(number))
        assert (series[column].to_numpy() == rows["value"].to_numpy()).all(), column
        assert (series.index == rows["time_s"]).all() and (rows["unit"] == series.attrs["units"][column]).all()
        compared += len(rows)
    assert compared > 100, compared
    infused, everywhere = run.balance()["infused"], run.series()
    present = sum(everywhere[organ, state] for organ in run.organs for state in cellroute.STATES + ("lost",))
    assert np.abs(infused - present).max() <= 1e-12 * run.dose.values

    parameters, listed = run.parameters(), csv(run.folder / "parameters.csv").set_index("path")
    assert list(parameters.index) == list(listed.index) and parameters["source"].all()
    assert (parameters["source"] == listed["source"]).all()
    assert np.allclose(parameters["value"], listed["value"].astype(float), rtol=1e-14, atol=0)
    assert run.pressures().attrs["units"]["portal_pressure"] == "Pa"

    curve, pressures = run.curve(), run.pressures()  # the output times are among its own
    assert len(curve) > len(everywhere) and curve.index.is_monotonic_increasing
    for organ in run.organs:
        living = sum(everywhere[organ, state] for state in cellroute.STATES)
        assert np.abs(curve[organ, "living"].loc[everywhere.index] - living).max() <= 1e-9 * run.dose.values, organ
    assert np.allclose(curve["", "portal_pressure"].loc[pressures.index], pressures["portal_pressure"], rtol=1e-9)
    assert len(run.stop_rules()) > 0 and len(run.regimen()) == 1 and "lung" in run.organs


def segments(run):
    table, listed = run.segments(), csv(run.folder / "segments.csv")
    for name, rows in listed.groupby("segment"):
        assert (table[name, "living"].to_numpy() == rows["living_cells"].to_numpy()).all(), name
    assert listed["segment"].nunique() == 8 and table.attrs["units"]["segment_1", "volume"] == "m3"


def fields(run, level, fixed, vector=None):
    own = run.fields(level)
    with h5py.File(run.folder / f"{level}.vtkhdf") as file:
        assert (own.times.values == file["VTKHDF/Steps/Values"][:]).all()
        nx, ny, nz = own.counts
        assert own.x.values.shape == (nx,) and own.z.values.shape == (nz,)
        assert own.y.values[-1] == file["VTKHDF"].attrs["Origin"][1] + (ny - 1) * own.spacing.values[1]
        for step, time in enumerate(own.times.values):
            for name in ("living", "pressure"):
                view = file[f"xdmf/step{step:05d}/{name}"][()]
                assert np.array_equal(own.at(name, time).values, view, equal_nan=True) and view.shape == (nz, ny, nx)
        assert np.array_equal(own.at(fixed).values, file[f"xdmf/fixed/{fixed}"][()])
        if vector:
            assert np.array_equal(own.at(vector, time).values, file[f"xdmf/step{step:05d}/{vector}"][()])
            assert own.at(vector, time).values.shape == (nz, ny, nx, 3)
    assert own.at("living [cells per mL]", time).units == "mL-1"
    refused(['no "lving"', "living", "pressure"], lambda: own.at("lving", time))
    refused(["nothing at 3 h", "20 min"], lambda: own.at("living", "3 h"))
    refused(["say when", "20 min"], lambda: own.at("living"))
    refused(["no time", '"20 min"'], lambda: own.at("living", "soon"))
    return own


def liver(run):
    own = fields(run, "liver", "segment")
    inside = own.at("segment").values > 0
    voxel = float(np.prod(own.spacing.values)) * 1e6  # mL
    for hour, time in enumerate(run.times.values):  # what voxels hold is what segments sum up to
        held = own.at("living", time).values[inside].astype(float).sum() * voxel
        summed = sum(run.segments()[f"segment_{number}", "living"].iloc[hour] for number in range(1, 9))
        assert abs(held - summed) <= 1e-5 * summed, (time, held, summed)
    trees = run.trees()
    grown = trees.grown("portal_vein")
    number = trees.at("tree").values
    radius = trees.at("radius").values[number == 2]
    assert (radius == grown["radius"].values.astype(np.float32)[:, None]).all() and len(radius) > 100
    assert (trees.ends.values[number == 2] == grown["end"].values.astype(np.float32)).all()
    trunk = trees.at("flow", "20 min").values[number == 2][0] / 6e7  # mL/min
    portal = run.pressures()["portal_flow"][1200.0]
    assert abs(trunk - portal) <= 1e-3 * portal, (trunk, portal)
    refused(['no tree "vena_cava"', "portal_vein"], lambda: trees.grown("vena_cava"))


def other_versions(folder):
    for name, look in (("result.h5", cellroute.open), ("liver.vtkhdf", lambda f: cellroute.open(f).fields("liver")),
                       ("trees.vtkhdf", lambda f: cellroute.open(f).trees())):
        later = folder.parent / f"later_{name}"
        shutil.copytree(folder, later)
        with h5py.File(later / name, "r+") as file:
            file.attrs["format_version"] = 7
        refused(["format version 7", name], lambda: look(later))
    shutil.copy(folder / "liver.vtkhdf", later / "result.h5")
    refused(['holds "cellroute fields"'], lambda: cellroute.open(later))
    (later / "result.h5").write_text("no HDF5")
    refused(["cannot be read as HDF5"], lambda: cellroute.open(later))


def sweep(folder):
    own, listed = cellroute.open_sweep(folder), csv(folder / "table.csv")
    table, units = own.table(), own.table().attrs["units"]
    assert len(table) == len(listed) > 1 and own.factors and own.metrics and all(own.sources().values())
    for name in own.axes + own.factors + own.metrics:
        head = name if units[name] == "none" else f"{name} [{units[name]}]"
        assert table[name].equals(listed[head]) or np.array_equal(table[name], listed[head], equal_nan=True), name


def snippet():
    code = re.search(r"```python\n(.*?)```", (module / "README.md").read_text(), re.DOTALL).group(1)
    os.chdir(results.parent)
    exec(code, {})


tables(cellroute.open(results / "body"))
tables(cellroute.open(results / "liver"))
segments(cellroute.open(results / "liver"))
liver(cellroute.open(results / "liver"))
fields(cellroute.open(results / "lobule"), "lobule", "zone", "velocity")
sweep(results / "cohort")
refused(['no level "liver"', "body"], lambda: cellroute.open(results / "body").segments())
refused(['no level "lobule"', "body, liver"], lambda: cellroute.open(results / "liver").fields("lobule"))
refused(["no fields of the body", "liver"], lambda: cellroute.open(results / "liver").fields("body"))
refused(['no organ "toe"', "lung"], lambda: cellroute.open(results / "body").cells("toe", "trapped"))
refused(['"body/lung" holds', "trapped"], lambda: cellroute.open(results / "body").read("body/lung/stuck"))
refused(["open_sweep"], lambda: cellroute.open(results / "cohort"))
refused(["cellroute.open reads it"], lambda: cellroute.open_sweep(results / "body"))
refused(["no such folder"], lambda: cellroute.open(results / "nowhere"))
other_versions(results / "liver")
snippet()
