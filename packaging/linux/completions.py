"""What makes a shell complete ``relbook``'s commands, options and files, made from the commands."""

from click.shell_completion import get_completion_class

from relbook.cli.commands import relbook

VARIABLE = "_RELBOOK_COMPLETE"  # by which the shell asks, as click has it


def completion(shell: str) -> str:
    """The script for `shell`: "bash", "zsh" or "fish"."""
    kind = get_completion_class(shell)
    if kind is None:
        raise ValueError(f"click knows nothing of {shell}")
    return kind(relbook, {}, "relbook", VARIABLE).source()
