"""质图 zhitu: the command, whose subcommands are in commands/, and the Python door: zhitu.open(url).

Whatever is heavy is imported where it is needed, so that --help answers at once.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from commands import asking, comparing, deciding, keeping, reading, writing
from graph.door import Graph, Rows
from graph.errors import ZhituError
from graph.settings import Settings

if TYPE_CHECKING:
    pass

__all__ = ["Graph", "Rows", "main", "open"]


def open(url: str | None = None) -> Graph:
    """The store at a url (a folder, bolt://…, neo4j://…), else at ZHITU_STORE, else in ./zhitu-store."""
    from graph.store import open_store

    settings = Settings.gathered(os.environ, url)
    return Graph(open_store(settings.store, settings.login, read_only=True))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit code is 0, 1 for an error of ours (one line on stderr), 2 for wrong usage."""
    options = parser().parse_args(arguments)
    try:
        code: int = options.run(options) or 0
        sys.stdout.flush()
    except BrokenPipeError:  # the reader of our output has gone, as in `zhitu export | head`: no reason to complain
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("zhitu: stopped · 已中断", file=sys.stderr)
        return 130
    except (ZhituError, OSError) as error:
        print(f"zhitu: {error}", file=sys.stderr)
        return 1
    return code


def parser() -> argparse.ArgumentParser:
    """The whole command line; Chinese first, as the clerks of a quality office read it."""
    top = argparse.ArgumentParser(
        "zhitu", description=_ABOUT, epilog=_EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = top.add_subparsers(title="命令 · commands", metavar="COMMAND", required=True)
    for module in (reading, asking, comparing, writing, deciding, keeping):
        module.add_commands(commands)
    return top


_ABOUT = """质图:把质量工作文件读成知识图谱,每条关系都附有原文。不需要网络。
A knowledge graph of quality governance: every edge shows the words it rests on. Works without a network."""

_EXAMPLES = """例子 · examples:
  zhitu ingest 文件夹                        读入一个文件夹的文件 · read a folder of documents
  zhitu chain 推进质量诚信体系建设           这项工作谁负责、依据什么 · who answers for a task, and what it goes back to
  zhitu compare 合格率                       本地指标与国家指标对照 · local targets beside the national ones
  zhitu query --list                         可以问哪些问题 · the questions there are
  zhitu query search words=标准 --format csv 结果存成表格 · the answer as a spreadsheet
退出码 · exit codes: 0 成功 done, 1 出错 an error (one line says which), 2 用法不对 wrong usage"""
