"""Run before the program, where PyInstaller's starter has set the environment for itself.

What the program starts (a browser, a mail program) gets the environment that it was given, for the
starter points LD_LIBRARY_PATH to our libraries, and names itself.
"""

import os

_before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
os.environ.pop("LD_LIBRARY_PATH", None)
if _before is not None:
    os.environ["LD_LIBRARY_PATH"] = _before
for _name in [name for name in os.environ if name.startswith("_PYI_")]:
    del os.environ[_name]
