"""What every test stands on: no display is needed unless one is asked for."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
