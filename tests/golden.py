"""Texts that are kept in files: compared, and written anew where MANDATES_GOLDEN=update is set."""

import os
import pathlib

UPDATING = os.environ.get("MANDATES_GOLDEN") == "update"


def check(folder, name, text):
    """Compare `text` with the file `name` in the folder `golden` beside the test module at `folder`."""
    path = pathlib.Path(folder).parent / "golden" / name
    if UPDATING:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
