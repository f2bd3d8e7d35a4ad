"""Files of many runs opened in one ParaView, each by all readers of XDMF.

    pvbatch scenarios_in_paraview.py FACTS_FOLDER FILE.xmf...

FACTS_FOLDER holds RUN-FILE.json for RUN/FILE.xmf, by field_facts.py or tree_facts.py. Trees lie on the liver
beside them.
"""
import json
import pathlib
import sys

from paraview import simple

import read_in_paraview
import trees_in_liver

READERS = ("its own choice", "XDMFReader", "Xdmf3ReaderS", "Xdmf3ReaderT")


def forget():
    for source in list(simple.GetSources().values()):
        simple.Delete(source)


facts_folder = pathlib.Path(sys.argv[1])
for argument in sys.argv[2:]:
    path = pathlib.Path(argument)
    facts = json.loads((facts_folder / f"{path.parent.name}-{path.stem}.json").read_text())
    for reader in READERS:
        read_in_paraview.main(str(path), facts, reader)
        forget()
    if path.stem == "trees":
        trees_in_liver.main(str(path.with_name("liver.xmf")), str(path))
        forget()
