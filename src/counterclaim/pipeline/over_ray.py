"""Work over a Ray cluster: the same outcomes in the same order as in one process.

    items -> tasks, so many ahead of the output that no worker waits -> outcomes in the order of the input

Without an address a cluster of worker processes is started on this machine, for this run, on the loopback address and
without the dashboard.  Ray trusts everybody who can reach its ports: a cluster of several machines belongs in a network
of its own.  A task whose worker or machine is lost is done again elsewhere, which is right because work is pure.
"""

from __future__ import annotations

import functools
import os
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any, Final

import msgspec

from counterclaim.claims.workers import Done, Fault, Item, Outcome, Todo, Work, answer, error_of
from counterclaim.errors import UsageError

AHEAD: Final = 8
"""Tasks for each worker that are given out before the first of them is awaited."""
_encode: Final = msgspec.msgpack.Encoder().encode
_decode_item: Final[msgspec.msgpack.Decoder[Todo]] = msgspec.msgpack.Decoder(Todo)
_decode_answer: Final[msgspec.msgpack.Decoder[Done | Fault]] = msgspec.msgpack.Decoder(Done | Fault)


@functools.lru_cache(maxsize=1)
def _work(begin: bytes) -> Work:  # pragma: no cover - runs in the workers
    from ray import cloudpickle

    made: Work = cloudpickle.loads(begin)()
    return made


def _do(begin: bytes, item: bytes) -> bytes:  # pragma: no cover - runs in the workers
    """Return the outcome of one item; a worker makes the work (and loads its model) once."""
    return _encode(answer(_work(begin), _decode_item.decode(item)))


def _started(jobs: int, address: str | None) -> Any:
    """Return Ray, connected.  Raises UsageError where it is not installed or no cluster is at the address."""
    # Nothing is told to anybody outside, and no warning about what the next version will do reaches the user.
    os.environ.update({"RAY_USAGE_STATS_ENABLED": "0", "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0"})
    try:
        import ray as installed
    except ImportError:
        raise UsageError('Ray is not installed: pip install "counterclaim[ray]", or use --engine processes') from None
    ray: Any = installed
    told: dict[str, Any] = {"log_to_driver": False, "logging_level": "error", "configure_logging": True}
    if address is None:
        told |= {"address": "local", "num_cpus": jobs, "include_dashboard": False, "_node_ip_address": "127.0.0.1"}
    else:
        told |= {"address": address}
    try:
        ray.init(**told)
    except (ConnectionError, ValueError, RuntimeError) as fault:
        raise UsageError(f"no Ray cluster can be used at {address or 'this machine'}: {fault}") from None
    return ray


def worked(
    items: Iterator[tuple[Item, Todo | None]], *, begin: Callable[[], Work], jobs: int, address: str | None
) -> Iterator[tuple[Item, Outcome]]:
    """Yield every item in its order, with what comes out of what has to be done (nothing where that is None).

    ``jobs`` workers are started where no ``address`` of a cluster is given.  Raises UsageError where there is no
    Ray, ReadingError when the work fails on an item or loses its worker each time, and what the work raises for users.
    """
    begin()  # what is wrong with the settings is told here, not by a worker
    ray = _started(jobs, address)
    try:
        made = ray.put(ray.cloudpickle.dumps(begin))
        do = ray.remote(_do)
        room = AHEAD * max(1, int(ray.cluster_resources().get("CPU", jobs)))
        waiting: deque[tuple[Item, Todo | None, Any]] = deque()
        for item, todo in items:
            waiting.append((item, todo, None if todo is None else do.remote(made, _encode(todo))))
            while waiting and (len(waiting) >= room or waiting[0][1] is None):
                yield _outcome(ray, *waiting.popleft())
        while waiting:
            yield _outcome(ray, *waiting.popleft())
    finally:
        ray.shutdown()


def _outcome(ray: Any, item: Item, todo: Todo | None, task: Any) -> tuple[Item, Outcome]:
    if todo is None:
        return item, ()
    try:
        made: Done | Fault = _decode_answer.decode(ray.get(task))
    except ray.exceptions.RayError as fault:
        made = Fault("", f"the worker that did it was lost ({type(fault).__name__})")
    if isinstance(made, Fault):
        raise error_of(made, todo)
    return item, made.outcome
