"""Measure everything and print it: python -m bench, or python -m bench extraction for one of them."""

import os
import platform
import sys

from bench import (
    api_load,
    auditing,
    extraction,
    formats,
    generated,
    help_page,
    ingesting,
    links,
    memory,
    neo4j_load,
    pictures,
)

MODULES = {
    "extraction": extraction,
    "formats": formats,
    "generated": generated,
    "ingesting": ingesting,
    "auditing": auditing,
    "links": links,
    "help_page": help_page,
    "memory": memory,
    "pictures": pictures,
    "api_load": api_load,
    "neo4j_load": neo4j_load,
}


def main() -> None:
    print(f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    for name in sys.argv[1:] or MODULES:
        for line in MODULES[name].measure():
            print(line, flush=True)


if __name__ == "__main__":
    main()
