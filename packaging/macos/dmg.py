"""Settings that dmgbuild reads: one window, the program at the left, Applications at the right.

dmgbuild -s packaging/macos/dmg.py -D app=dist/Relbook.app -D icon=ICON.icns Relbook OUT.dmg
"""

from pathlib import Path
from typing import Any

defines: dict[str, Any]
app = Path(defines["app"])  # noqa: F821  (dmgbuild hands it in)

format = "ULFO"  # noqa: A001  (dmgbuild's own word; LZFSE, which macOS 10.11 and newer reads)
filesystem = "HFS+"
files = [str(app)]
hide_extensions = [app.name]
symlinks = {"Applications": "/Applications"}
icon = defines.get("icon")  # noqa: F821
icon_locations = {app.name: (160, 180), "Applications": (440, 180)}
background = None
window_rect = ((200, 200), (600, 400))
default_view = "icon-view"
icon_size = 112
text_size = 13
show_status_bar = False
show_tab_view = False
show_toolbar = False
show_pathbar = False
show_sidebar = False
