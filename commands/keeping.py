"""The commands that keep a store: serve, store check, rebuild and copy."""

import argparse
import os
import sys
from contextlib import closing
from typing import Any

from commands.options import add_format, command, opened, port, progress, show
from graph.errors import ParameterError, ZhituError
from graph.settings import Settings


def run_serve(options: argparse.Namespace) -> None:
    """Serve the API and the pages until stopped."""
    try:
        from api.serve import serve
    except ImportError as error:
        raise ZhituError(
            f"serving needs the extras api and visualize: pip install zhitu[api,visualize] ({error})"
        ) from error
    serve(Settings.gathered(os.environ, options.store), options.host, options.port)


def run_store_check(options: argparse.Namespace) -> int:
    """Tell what breaks the invariants of the stored graph."""
    from graph.check import check_store

    with opened(options, read_only=True) as store:
        problems = check_store(store)
    for problem in problems:
        print(problem)
    verdict = f"{len(problems)} problems · 有问题" if problems else "the graph is sound · 图谱完好"
    print(f"zhitu: {verdict}", file=sys.stderr)
    return 1 if problems else 0


def run_store_rebuild(options: argparse.Namespace) -> int:
    """Make the graph again from the Readings."""
    from graph.build import rebuild, shown_readings
    from graph.reference import load_reference
    from ingest.session import problem, remarks

    try:
        with opened(options, read_only=True) as store:
            counted = shown_readings(store)
    except ZhituError:  # a graph that does not open is what rebuild is for
        counted = frozenset()
    with opened(options, fresh=True) as store:
        built = rebuild(store, load_reference(), counted)
    failed = [one for one in built if one.problem]
    for one in built:
        for words in (problem(one.source, one),) if one.problem else (f"{one.source}: {said}" for said in remarks(one)):
            print(f"zhitu: {words}", file=sys.stderr)
    print(f"zhitu: {len(built) - len(failed)} readings, graph made again · 图谱已重建", file=sys.stderr)
    return 1 if failed else 0


def run_store_copy(options: argparse.Namespace) -> None:
    """Copy a store into another, of whichever engine."""
    from graph.copying import Copied, copy, steps_of_copy
    from graph.engines.neo4j_address import shown
    from graph.reference import load_reference
    from graph.store import open_store

    wanted, place = (Settings.gathered(os.environ, url) for url in (options.source, options.target))
    if wanted.store == place.store:
        raise ParameterError(f"{shown(place.store)} cannot be copied into itself: name another store")
    with (
        closing(open_store(wanted.store, wanted.login, read_only=True)) as source,
        closing(open_store(place.store, place.login)) as target,
        progress(steps_of_copy(source)) as step,
    ):
        copied = copy(source, target, load_reference(), step)
    show([copied], Copied, options)


def add_commands(commands: Any) -> None:
    """Put these commands on the command line."""
    serve = command(commands, run_serve, "serve", "启动网页和接口 · serve the pages and the API")
    serve.add_argument("--host", default="127.0.0.1", help="地址 · address to listen at (127.0.0.1)")
    serve.add_argument("--port", type=port, default=8000, help="端口 · port (8000); 0 任选 · any free one")
    _store_commands(commands)


def _store_commands(commands: Any) -> None:
    about = "检查、重建或复制图谱 · check the graph, make it again, or copy it"
    store = commands.add_parser("store", help=about, description=about)
    actions = store.add_subparsers(title="命令 · commands", metavar="COMMAND", required=True)
    command(actions, run_store_check, "check", "检查图谱是否完好 · do the invariants hold")
    command(actions, run_store_rebuild, "rebuild", "用已读的内容重建图谱 · make the graph again from what was read")
    about = "复制到另一个图谱 · copy into another store, of either engine"
    copy = command(actions, run_store_copy, "copy", about, store=False)
    copy.add_argument("source", metavar="FROM", help="来源 · folder or URL of the store to copy")
    copy.add_argument("target", metavar="TO", help="目标 · folder or URL of an empty store, or of one begun before")
    add_format(copy)
