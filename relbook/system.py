"""What the system may lack that a window needs, in words: which library, and where it is found."""

import re

from relbook.core.words import say

# Debian's and Ubuntu's packages of the libraries that Qt's wheel leaves to the system.
PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libOpenGL.so.0": "libopengl0",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libzstd.so.1": "libzstd1",
}


def missing_library(told: str) -> str:
    """A sentence about what the system's loader `told`: what is missing, and how it is had."""
    if module := re.search(r"No module named '([^']+)'", told):
        name = module[1].partition(".")[0]
        return say(
            "its window needs {name}, which this Python does not have; install Relbook again with "
            "pip or pipx, which bring it.",
            name="PySide6-Essentials" if name in ("PySide6", "shiboken6") else name,
        )
    if version := re.search(r"version [`']([\w.]+)' not found", told):
        return say(
            "this system is older than what Qt needs ({version} is missing); use a newer release "
            "of it.",
            version=version[1],
        )
    library = re.search(r"([\w+.-]+\.so(?:\.\d+)*)", told)
    if library is None:
        return say(
            "its window cannot be opened here ({why}); install Relbook again, or the Visual C++ "
            "runtime if this is Windows.",
            why=told.split("\n", maxsplit=1)[0],
        )
    package = PACKAGES.get(library[1])
    if package is None:
        return say(
            "its window needs the library {library}, which does not load here; install or mend it.",
            library=library[1],
        )
    return say(
        "its window needs the library {library}, which does not load here; on Debian or Ubuntu: "
        "sudo apt install {package}.",
        library=library[1],
        package=package,
    )
