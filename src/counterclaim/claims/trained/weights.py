"""The model's weights: read from the package, each file checked against its hash before it is used."""

from __future__ import annotations

import functools
import hashlib
import importlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from counterclaim.claims.trained.encoder import Session
from counterclaim.errors import ModelError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

ENCODER: Final = "encoder.onnx"
HEADS: Final = "heads.npz"
TOKENIZER: Final = "tokenizer.json"
CARD: Final = "model.json"
_REPAIR: Final = "install Counterclaim anew, or read with --maker rules"


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file ``model.json``: the files' SHA-256, and what training set beside the weights."""

    name: str
    """The model with its version: ``model@1``."""
    sha256: dict[str, str]
    margins: dict[str, float]
    """By field: how much surer (0..1) than of the rules' answer the model must be to overrule it."""
    finds: float
    """The logit from which a word is taken to tell of a happening that the rules did not see."""
    alone: float
    """The same where the model reads without the rules."""
    drops: float
    """The logit below which a telling of the rules is left out."""
    calibration: tuple[float, float]
    """Slope and offset that turn a telling's logit into the logit of its being right."""


@dataclass(frozen=True, slots=True)
class Model:
    """A model ready for use."""

    settings: Settings
    session: Session
    tokenizer: Tokenizer
    heads: Mapping[str, NDArray[np.float32]]


def folder() -> Path:
    """Return the package's own folder of weights."""
    return Path(str(resources.files("counterclaim.claims.trained") / "weights"))


@functools.cache
def load(where: Path) -> Model:
    """Return the model of a folder, loaded once a process.

    Raises ModelError when a file is missing, is not the one that was trained, or cannot be run on this machine.
    """
    try:
        onnxruntime: Any = importlib.import_module("onnxruntime")
        threads: Any = importlib.import_module("threadpoolctl")
        from tokenizers import Tokenizer
    except ImportError as fault:
        raise ModelError(f"the trained model needs {fault.name}: pip install 'counterclaim[model]'") from None

    own = settings(where)
    read = {name: _checked(where / name, own.sha256.get(name)) for name in (ENCODER, HEADS, TOKENIZER)}
    options = onnxruntime.SessionOptions()
    # One thread: reports are read side by side by worker processes, and one order of sums gives one result.
    threads.threadpool_limits(1, user_api="blas")
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(read[ENCODER], options, providers=["CPUExecutionProvider"])
        with np.load(io.BytesIO(read[HEADS]), allow_pickle=False) as packed:
            heads = {name: packed[name].astype(np.float32) for name in packed.files}
        tokenizer = Tokenizer.from_buffer(read[TOKENIZER])
    except Exception as fault:  # noqa: BLE001 - these libraries raise what they like
        raise ModelError(f"the trained model in {where} cannot be run here ({fault}); {_REPAIR}") from None
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return Model(own, session, tokenizer, heads)


def settings(where: Path) -> Settings:
    """Return the settings of a folder of weights.  Raises ModelError when they cannot be read."""
    try:
        return msgspec.json.decode((where / CARD).read_bytes(), type=Settings)
    except (OSError, msgspec.DecodeError) as fault:
        raise ModelError(f"the trained model's {where / CARD} cannot be read ({fault}); {_REPAIR}") from None


def _checked(path: Path, wanted: str | None) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise ModelError(f"the trained model has lost {path} ({fault.strerror}); {_REPAIR}") from None
    if hashlib.sha256(data).hexdigest() != wanted:
        raise ModelError(f"{path} is not the file that was trained (its SHA-256 differs); {_REPAIR}")
    return data
