"""spaCy's pipeline alone over the texts of a JSON-lines file: ``python -m bench.spacy_alone FILE``.

Prints articles a second in one process, the model's loading left out.  A process of its own, because the reader's
memory and speed must not be measured beside a model that somebody else has loaded.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from counterclaim.claims.nlp import load


def rate(path: Path) -> float:
    """Return articles a second, after one article to warm up."""
    texts: list[str] = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
    pipeline = load()
    pipeline(texts[0])
    began = time.perf_counter()
    for text in texts:
        pipeline(text)
    return len(texts) / (time.perf_counter() - began)


if __name__ == "__main__":
    print(rate(Path(sys.argv[1])))
