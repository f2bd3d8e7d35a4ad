"""A .vtkhdf and its .xmf keep every rule that ParaView's readers enforce, most of them by crashing.

    vtkhdf_rules.py FILE.vtkhdf...

Type is ASCII of fixed length; there are as many times as NSteps, and offsets of every array at each of them;
arrays hold what their offsets point to, in types and filters that ParaView reads; the .xmf names only what is
there, with its own extents.
"""
import pathlib
import sys
import xml.etree.ElementTree as xml

import h5py
import numpy as np

TYPES = {"float32", "float64", "int16", "int32", "int64", "uint8", "uint16"}
READABLE = {h5py.h5z.FILTER_DEFLATE, h5py.h5z.FILTER_SHUFFLE}


def values(items):
    for name, dataset in items.items():
        plist = dataset.id.get_create_plist()
        assert dataset.dtype.name in TYPES, (name, dataset.dtype)
        assert {plist.get_filter(index)[0] for index in range(plist.get_nfilters())} <= READABLE, name
        assert "/" not in name and dataset.attrs["units"] and dataset.attrs["long_name"], name


def extents(vtk):
    """Extents that arrays on points or cells have after that of time, and entries of a step."""
    if vtk.attrs["Type"] == b"PolyData":
        return {"PointData": int(vtk["NumberOfPoints"][0]), "CellData": int(vtk["Lines/NumberOfCells"][0])}
    ends = vtk.attrs["WholeExtent"].reshape(3, 2)
    counts = (ends[:, 1] - ends[:, 0] + 1).tolist()
    assert all(vtk.attrs["Spacing"] > 0) and list(vtk.attrs["Direction"]) == [1, 0, 0, 0, 1, 0, 0, 0, 1]
    return {"PointData": int(np.prod(counts))}


def layers(vtk, steps):
    """Each array is one step of values, or one for each time; its offsets point into it."""
    lines = vtk.attrs["Type"] == b"PolyData"
    for group, entries in extents(vtk).items():
        values(vtk[group])
        offsets = steps[group + "Offsets"]
        assert set(offsets) == set(vtk[group]), set(offsets) ^ set(vtk[group])
        for name, dataset in vtk[group].items():
            first = offsets[name][:]
            assert len(first) == steps.attrs["NSteps"] and first.min() == 0, name
            if lines:
                assert dataset.shape == (first.max() + entries,) and not np.any(first % entries), name
            else:
                assert dataset.size in ((first.max() + 1) * entries, (first.max() + 1) * 3 * entries), name
                assert len(dataset) == first.max() + 1, name


def sidecar(path):
    """Names in the .xmf are those of datasets of these extents."""
    named = 0
    for item in xml.parse(path).iter("DataItem"):
        if item.get("Format") != "HDF":
            continue
        file, inside = item.text.strip().split(":", 1)
        with h5py.File(path.parent / file) as held:
            assert held[inside].shape == tuple(map(int, item.get("Dimensions").split())), item.text
        named += 1
    assert named > 0, path
    return named


def main(path):
    with h5py.File(path) as file:
        vtk, steps = file["VTKHDF"], file["VTKHDF/Steps"]
        kind = vtk.attrs.get_id("Type").get_type()
        assert not kind.is_variable_str() and kind.get_cset() == h5py.h5t.CSET_ASCII, "Type"
        assert list(vtk.attrs["Version"]) == [2, 0] and "FieldData" not in vtk
        count = steps.attrs["NSteps"]
        assert len(steps["Values"]) == count and (np.diff(steps["Values"]) > 0).all()
        for name in ("PartOffsets", "NumberOfParts", "PointOffsets", "CellOffsets", "ConnectivityIdOffsets"):
            if vtk.attrs["Type"] == b"PolyData":
                assert len(steps[name]) == count, name
        layers(vtk, steps)
    print(f"{path}: {count} times, {sidecar(path.with_suffix('.xmf'))} names in its .xmf")


for argument in sys.argv[1:]:
    main(pathlib.Path(argument))
