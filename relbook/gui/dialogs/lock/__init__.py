"""The dialogs about a book's passphrase: asking for it, setting and removing it, keeping it."""

from relbook.gui.dialogs.lock.left import LeftDialog
from relbook.gui.dialogs.lock.recovery import RecoveryDialog
from relbook.gui.dialogs.lock.removing import RemovingDialog
from relbook.gui.dialogs.lock.setting import SettingDialog
from relbook.gui.dialogs.lock.unlock import UnlockDialog
from relbook.gui.dialogs.lock.working import WorkingDialog

__all__ = [
    "LeftDialog",
    "RecoveryDialog",
    "RemovingDialog",
    "SettingDialog",
    "UnlockDialog",
    "WorkingDialog",
]
