# A sweep's table read with pandas and h5py, from both of its files: the same numbers, with their units.
#
#     /usr/bin/python3 read_sweep.py SWEEP_FOLDER
import sys
from pathlib import Path

import h5py
import numpy as np
import pandas as pd

folder = Path(sys.argv[1])
table = pd.read_csv(folder / "table.csv", float_precision="round_trip")
compared = 0
with h5py.File(folder / "sweep.h5") as file:
    assert len(table) == file.attrs["rows"] > 1
    for group in ("axes", "factors", "metrics"):
        for name, column in file.get(group, {}).items():
            units = column.attrs["units"]
            units = units.decode() if isinstance(units, bytes) else units
            assert units and column.attrs["long_name"]
            if units == "none":
                assert (column[:].astype(str) == table[name]).all(), name
            else:
                values = table[f"{name} [{units}]"].to_numpy()
                assert np.array_equal(column[:], values, equal_nan=True), name
            compared += 1
    assert ((table.status == "failed") == (file["status"][:] == 1)).all()
assert compared > 1
print(f"pandas {pd.__version__}: {len(table)} rows, {compared} columns alike in table.csv and sweep.h5")
