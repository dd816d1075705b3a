"""What makes a shell complete ``relbook``'s commands, options and files, made from the commands."""

from click.shell_completion import get_completion_class

from relbook.cli import COMPLETING
from relbook.cli.commands import relbook

FIRST_TIME = "if [[ $zsh_eval_context[-1] == loadautofunc ]]"


def completion(shell: str) -> str:
    """The script for `shell`: "bash", "zsh" or "fish"."""
    kind = get_completion_class(shell)
    if kind is None:
        raise ValueError(f"click knows nothing of {shell}")
    script = kind(relbook, {}, "relbook", COMPLETING)
    text = script.source()
    if shell == "zsh":
        # The file is the body of a function, which zsh runs whenever it completes; as click ends it,
        # it completes only the first time and sets itself up anew the second.
        body, asked, _ = text.partition(FIRST_TIME)
        if not asked:
            raise ValueError("click ends its script for zsh in another way")
        text = f'{body}{script.func_name} "$@"\n'
    return text
