"""A field file opened in ParaView: grid or lines, times, arrays and values are those of the facts.

    pvbatch read_in_paraview.py FILE FACTS.json [READER...]

FACTS are those of field_facts.py or tree_facts.py. Without READER ParaView chooses one itself. Vectors and numbers are
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


def dataset(data):
    """The one image or set of lines in what a reader returns, however deep it lies."""
    if not data.IsA("vtkCompositeDataSet"):
        return data
    blocks = data.NewIterator()
    blocks.InitTraversal()
    return dataset(blocks.GetCurrentDataObject())


def close(a, b):
    return all(math.isclose(x, y, rel_tol=1e-12, abs_tol=1e-15) for x, y in zip(a, b)) and len(a) == len(b)


def same(a, b):
    return a == b or (math.isnan(a) and math.isnan(b))


def names_in(attributes):
    return {attributes.GetArrayName(index) for index in range(attributes.GetNumberOfArrays())}


def compare_lines(data, facts, step):
    compared = 0
    assert data.GetNumberOfCells() == facts["lines"], data.GetNumberOfCells()
    places = {2: data.GetPointData(), 1: data.GetCellData()}
    for ends, place in places.items():
        assert names_in(place) == {n for n, f in facts["arrays"].items() if f["ends"] == ends}, names_in(place)
    for row, vessel in enumerate(facts["vessels"]):
        line = data.GetCell(vessel)
        assert line.GetNumberOfPoints() == 2, vessel
        points = [line.GetPointId(end) for end in (0, 1)]
        for point, expected in zip(points, facts["ends"][row]):
            assert list(data.GetPoint(point)) == expected, (vessel, expected)
        for name, fact in facts["arrays"].items():
            at = points if fact["ends"] == 2 else [vessel]
            found = [places[fact["ends"]].GetArray(name).GetTuple(index)[0] for index in at]
            expected = fact["values"][step][row]
            assert len(found) == len(expected) and all(map(same, found, expected)), (name, step, vessel, found)
            compared += len(expected)
    return compared


def compare_image(data, facts, step):
    compared = 0
    nx, ny, _ = facts["dimensions"]
    assert list(data.GetDimensions()) == facts["dimensions"], data.GetDimensions()
    assert close(data.GetOrigin(), facts["origin"]), data.GetOrigin()
    assert close(data.GetSpacing(), facts["spacing"]), data.GetSpacing()
    points = data.GetPointData()
    assert names_in(points) == set(facts["arrays"]), names_in(points)
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
    compare_step = compare_lines if "lines" in facts else compare_image
    for step, time in enumerate(times or [None]):
        source.UpdatePipeline() if time is None else source.UpdatePipeline(time)
        compared += compare_step(dataset(servermanager.Fetch(source)), facts, step)
    assert compared > 0
    manager = servermanager.vtkSMProxyManager
    version = f"{manager.GetVersionMajor()}.{manager.GetVersionMinor()}.{manager.GetVersionPatch()}"
    print(f"ParaView {version} {path}: {source.GetXMLName()}, {len(times)} times, {compared} values")


if __name__ == "__main__":
    with open(sys.argv[2]) as file:
        expected_facts = json.load(file)
    for wanted in sys.argv[3:] or ["its own choice"]:
        main(sys.argv[1], expected_facts, wanted)
