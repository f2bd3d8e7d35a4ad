"""A field file opened in ParaView: grid, times, arrays and values are those of the facts.

    pvbatch read_in_paraview.py FILE FACTS.json [READER...]

FACTS are those of field_facts.py. Without READER ParaView chooses one itself. Vectors and numbers are
compared exactly: both are the same 32 bits.
"""
import json
import math
import sys

from paraview import servermanager, simple


def opened(path, reader):
    if reader == "its own choice":
        return simple.OpenDataFile(path)
    make = getattr(simple, reader)
    try:
        return make(FileName=[path])
    except Exception:  # the readers do not agree on the property's name
        return make(FileNames=[path])


def image(data):
    """The one image in what a reader returns, however deep it lies."""
    if not data.IsA("vtkCompositeDataSet"):
        return data
    blocks = data.NewIterator()
    blocks.InitTraversal()
    return image(blocks.GetCurrentDataObject())


def close(a, b):
    return all(math.isclose(x, y, rel_tol=1e-12, abs_tol=1e-15) for x, y in zip(a, b)) and len(a) == len(b)


def same(a, b):
    return a == b or (math.isnan(a) and math.isnan(b))


def compare_step(data, facts, step):
    compared = 0
    nx, ny, _ = facts["dimensions"]
    assert list(data.GetDimensions()) == facts["dimensions"], data.GetDimensions()
    assert close(data.GetOrigin(), facts["origin"]), data.GetOrigin()
    assert close(data.GetSpacing(), facts["spacing"]), data.GetSpacing()
    points = data.GetPointData()
    names = {points.GetArrayName(index) for index in range(points.GetNumberOfArrays())}
    assert names == set(facts["arrays"]), names
    for name, fact in facts["arrays"].items():
        array = points.GetArray(name)
        assert array.GetNumberOfComponents() == fact["components"], name
        for (i, j, k), expected in zip(facts["cells"], fact["values"][step]):
            found = array.GetTuple(i + nx * (j + ny * k))
            expected = expected if isinstance(expected, list) else [expected]
            assert len(found) == len(expected) and all(map(same, found, expected)), (name, step, (i, j, k), found)
            compared += len(expected)
    return compared


def main(path, facts, reader):
    source = opened(path, reader)
    assert source is not None, f"ParaView has no reader for {path}"
    source.UpdatePipelineInformation()
    times = getattr(source, "TimestepValues", None)
    times = [times] if isinstance(times, float) else list(times or [])  # a single one comes bare
    if not facts["times"] and times == [0]:  # what XDMF's readers make of none
        times = []
    assert times == facts["times"], (times, facts["times"])
    compared = 0
    for step, time in enumerate(times or [None]):
        source.UpdatePipeline() if time is None else source.UpdatePipeline(time)
        compared += compare_step(image(servermanager.Fetch(source)), facts, step)
    assert compared > 0
    manager = servermanager.vtkSMProxyManager
    version = f"{manager.GetVersionMajor()}.{manager.GetVersionMinor()}.{manager.GetVersionPatch()}"
    print(f"ParaView {version} {path}: {source.GetXMLName()}, {len(times)} times, {compared} values")


if __name__ == "__main__":
    with open(sys.argv[2]) as file:
        expected_facts = json.load(file)
    for wanted in sys.argv[3:] or ["its own choice"]:
        main(sys.argv[1], expected_facts, wanted)
