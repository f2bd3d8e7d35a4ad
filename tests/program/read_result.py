"""A result file read by somebody else's program: h5py alone, knowing only the contract's page.

    read_result.py RESULT_FOLDER

Every dataset states its unit and meaning; cells and label balance when added up here, organ by organ.
"""
import csv
import json
import pathlib
import sys

import h5py
import numpy as np

STATES = ("circulating", "trapped", "adherent", "homed", "depot")
POOLS = ("on_living", "on_lodged", "retained", "debris", "free", "bound", "excreted", "depot", "decayed")


def described(file):
    """Paths of datasets without units or long_name."""
    silent = []

    def visit(path, item):
        if isinstance(item, h5py.Dataset) and not {"units", "long_name"} <= set(item.attrs):
            silent.append(path)

    file.visititems(visit)
    return silent


def names(dataset):
    return [text.decode() if isinstance(text, bytes) else text for text in dataset[:]]


def main(folder):
    with h5py.File(folder / "result.h5", "r") as file:
        assert not described(file), described(file)
        times, dose = file["body/time"][:], file["body/dose"][()]
        organs = names(file["body/organs"])
        assert len(organs) > 5 and dose > 0 and (np.diff(times) > 0).all()

        living = sum(file[f"body/{organ}/{state}"][:].sum(axis=1) for organ in organs for state in STATES)
        lost = sum(file[f"body/{organ}/lost"][:].sum(axis=1) for organ in organs)
        infused = file["balance/infused"][:].sum(axis=1)
        assert np.abs(infused - living - lost).max() <= 1e-12 * dose, np.abs(infused - living - lost).max() / dose

        label = sum(file[f"balance/label/{pool}"][:] for pool in POOLS)
        assert np.abs(file["balance/label/infused"][:] - label).max() <= 1e-12
        on_living = sum(file[f"body/{organ}/label/living"][:] for organ in organs)
        # Integrated on its own there, counted from the cells here: equal to the integrator's tolerance.
        assert np.abs(file["balance/label/on_living"][:] - on_living).max() <= 1e-6

        parameters = names(file["scenario/parameters/path"])
        sources = names(file["scenario/parameters/source"])
        assert len(parameters) == len(set(parameters)) > 100 and all(sources)

    rows = list(csv.DictReader(line for line in open(folder / "series.csv") if not line.startswith("#")))
    assert rows
    assert json.loads((folder / "run.json").read_text())


main(pathlib.Path(sys.argv[1]))
