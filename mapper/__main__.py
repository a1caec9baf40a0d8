"""Runs the command: `python -m mapper`."""

from mapper.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
