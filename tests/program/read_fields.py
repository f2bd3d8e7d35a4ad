"""Field files read by h5py alone, knowing only the contract's page.

    read_fields.py FOLDER      with the files of write_fields

The values tell their place and time (tests/results/made_fields.hpp), so a wrong axis, time or component
shows. And the rules that the readers of VTKHDF enforce hold: they crash where these are broken.
"""
import pathlib
import sys

import h5py
import numpy as np

NUMBER, VECTOR, FIXED = "trapped 15 um [cells per mL]", "velocity [mm per s]", "zone [%]"


def number(i, j, k, step):
    return i + 100 * j + 10000 * k + 1000000 * (step + 1)


def check_rules(file, steps):
    vtk = file["VTKHDF"]
    kind = vtk.attrs.get_id("Type").get_type()
    assert not kind.is_variable_str() and kind.get_cset() == h5py.h5t.CSET_ASCII, "Type"
    assert vtk.attrs["Type"] == b"ImageData" and list(vtk.attrs["Version"]) == [2 if steps else 1, 0]
    for path, array in vtk["PointData"].items():
        assert array.dtype == np.float32 and array.chunks and array.shuffle, path
        assert (array.compression, array.compression_opts) == ("gzip", 1), path
        assert array.attrs["units"] and array.attrs["long_name"], path
    if steps:
        assert vtk["Steps"].attrs["NSteps"] == len(vtk["Steps/Values"]) == steps
        assert set(vtk["Steps/PointDataOffsets"]) == set(vtk["PointData"])
    else:
        assert "Steps" not in vtk


def check_values(file, steps):
    vtk = file["VTKHDF"]
    nx, ny, nz = (np.asarray(vtk.attrs["WholeExtent"][1::2]) + 1).tolist()
    k, j, i = np.meshgrid(np.arange(nz), np.arange(ny), np.arange(nx), indexing="ij")
    for step in range(max(steps, 1)):
        def layer(name):  # a plane's have no extent for z
            own = vtk["PointData"][name]
            own = own[int(vtk["Steps/PointDataOffsets"][name][step])] if steps else own[()]
            assert own.ndim == 2 + (nz > 1) + (name == VECTOR)
            return own.reshape((nz, ny, nx) + (3,) * (name == VECTOR))
        assert (layer(NUMBER) == number(i, j, k, step)).all()
        assert (layer(FIXED) == k + 3 * j + 7 * i + 0.5).all()
        assert (layer(VECTOR) == np.stack([i, j, k], axis=-1) + 0.25 * (step + 1)).all()
        at = f"xdmf/step{step:05d}" if steps else "xdmf/fixed"
        for name, view in ((NUMBER, f"{at}/trapped_15_um"), (VECTOR, f"{at}/velocity"), (FIXED, "xdmf/fixed/zone")):
            assert file[view].is_virtual and (file[view][()] == layer(name)).all(), view


def main(folder):
    for name, steps in (("made", 3), ("plane", 2), ("still", 0)):
        with h5py.File(folder / f"{name}.vtkhdf", "r") as file:
            assert file.attrs["file_type"] == b"cellroute fields" and file.attrs["format_version"] == 1
            check_rules(file, steps)
            check_values(file, steps)
            if steps:
                assert file["VTKHDF/Steps/Values"][:].tolist() == [0.1, *(3600.0 * t + 1 / 3 for t in range(1, steps))]


main(pathlib.Path(sys.argv[1]))
