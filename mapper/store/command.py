"""The store's part of the command: the option --store, and the verbs info, export, import."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from mapper.errors import InputError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    Say = Callable[[str], None]
    Verbs = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 -- argparse keeps the class private

OK: Final = 0


def store_option(parser: argparse.ArgumentParser) -> None:
    """Nothing; the option --store is added to a verb that reads reports."""
    parser.add_argument(
        "--store",
        metavar="FILE",
        help="a .gpkg that keeps the reports and what was read of them: only new ones are read, and all of them count; "
        "made where it is not there",
    )


def store_verbs(verbs: Verbs, *, show: Say) -> None:
    """Nothing; the verb store is added with its actions; `show` writes a line of results."""
    actions = verbs.add_parser("store", help="look into a store of reports, write it as JSON lines and read it back")
    action = actions.add_subparsers(dest="action", required=True, metavar="ACTION")
    info = action.add_parser("info", help="what a store holds, and whether the file is whole")
    info.add_argument("store", metavar="FILE")
    info.set_defaults(run=lambda o: _info(o, show))
    out = action.add_parser("export", help="everything in a store as JSON lines")
    out.add_argument("store", metavar="FILE")
    out.add_argument(
        "-o", "--output", required=True, metavar="FOLDER_OR_FILE", help="a .jsonl file, or a folder of them"
    )
    out.set_defaults(run=lambda o: _export(o, show))
    back = action.add_parser("import", help="an export, made a store again")
    back.add_argument("source", metavar="FOLDER_OR_FILE", help="what export wrote")
    back.add_argument("-o", "--output", required=True, metavar="FILE", help="the store to make: a new .gpkg")
    back.set_defaults(run=lambda o: _import(o, show))


def _info(options: argparse.Namespace, show: Say) -> int:
    from mapper.store.telling import told  # noqa: PLC0415 -- each verb loads what it needs

    for line in told(Path(options.store)):
        show(line)
    return OK


def _export(options: argparse.Namespace, show: Say) -> int:
    from mapper.store.exchange import export  # noqa: PLC0415 -- as above

    count = export(Path(options.store), Path(options.output))
    show(f"{options.output}: {count:,} lines")
    return OK


def _import(options: argparse.Namespace, show: Say) -> int:
    from mapper.store.exchange import take_in  # noqa: PLC0415 -- as above

    if Path(options.output).suffix.lower() != ".gpkg":
        raise InputError(f"{options.output}: a store is a GeoPackage; give it a name that ends in .gpkg")
    count = take_in(Path(options.source), Path(options.output))
    show(f"{options.output}: {count:,} lines")
    return OK
