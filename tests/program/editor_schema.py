"""What an editor makes of the JSON schema: shipped files pass, a misspelt or bare value does not.

    editor_schema.py PROGRAM SOURCE_DIR
"""
import copy
import json
import pathlib
import re
import subprocess
import sys

import jsonschema
import yaml

program, source = sys.argv[1], pathlib.Path(sys.argv[2])


class Loader(yaml.SafeLoader):
    """YAML as the program reads it: 1e8 is a number without a dot and a sign, too."""


Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"^[-+]?(\d+\.?\d*|\.\d+)[eE][-+]?\d+$"), list("-+0123456789.")
)


def load(path):
    return yaml.load(path.read_text(), Loader)


def validator(*options):
    printed = subprocess.run([program, "schema", "--json-schema", *options], check=True, capture_output=True).stdout
    schema = json.loads(printed)
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    return kind(schema)


def accept(validator, paths):
    assert paths
    for path in paths:
        problems = [f"{path.name}: {error.json_path}: {error.message}" for error in validator.iter_errors(load(path))]
        assert not problems, problems


scenarios, library = validator(), validator("--library-files")
accept(scenarios, sorted((source / "configs/scenarios").glob("*.yaml")))
accept(library, sorted((source / "configs/library").glob("*/*.yaml")))

good = load(source / "configs/scenarios/three_routes.yaml")
for spoil in (
    lambda s: s.update(spieces=s.pop("species")),
    lambda s: s["regimen"][0].update(root="portal_vein"),
    lambda s: s["regimen"][0].update(route="elbow"),
    lambda s: s.pop("regimen"),
):
    bad = copy.deepcopy(good)
    spoil(bad)
    assert list(scenarios.iter_errors(bad)), bad
