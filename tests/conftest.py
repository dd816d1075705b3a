"""What every test stands on: no display unless one is asked for, and no folder of the user's."""

import os
import tempfile

from hypothesis import settings

_home = tempfile.TemporaryDirectory(prefix="relbook-tests-")
os.environ["RELBOOK_HOME"] = _home.name
os.environ.setdefault("XDG_RUNTIME_DIR", _home.name)
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# How long an example takes tells of the machine, not of us.
settings.register_profile("relbook", deadline=None)
settings.load_profile("relbook")
