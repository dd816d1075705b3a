"""``python -m relbook`` is the command ``relbook``."""

from relbook.cli import main

if __name__ == "__main__":
    main()
