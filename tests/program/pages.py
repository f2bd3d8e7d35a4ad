"""Files that a page of docs/ shows are shown word for word.

    pages.py DOCS

A block is announced by a line `<!-- file: NAME -->`, with NAME beside the page.
"""
import pathlib
import re
import sys

docs = pathlib.Path(sys.argv[1])
BLOCK = re.compile(r"<!-- file: (\S+) -->\n```\w*\n(.*?)```\n", re.S)

shown = set()
for page in sorted(docs.glob("*.md")):
    text = page.read_text()
    blocks = BLOCK.findall(text)
    if len(blocks) != text.count("<!-- file:"):
        sys.exit(f"{page.name} announces a file and does not show it")
    for name, block in blocks:
        shown.add(name)
        if block != (docs / name).read_text():
            sys.exit(f"{page.name} does not show {name} as it is")
scripts = {str(path.relative_to(docs)) for path in (docs / "clusters").iterdir()}
if not scripts or scripts - shown:
    sys.exit(f"no page shows {sorted(scripts - shown) or 'a script'}")
