"""Redis as a cache that the site can do without: while it is away, slow or full, nothing is kept, and pages come all the same.

    CACHES = {"default": {"BACKEND": "harbor_wagtail.caches.SpareRedisCache", "LOCATION": "redis://127.0.0.1:6379/1"}}

Django's own raises, and since Wagtail asks the cache for the address of every page, there is none without Redis. Not for
sessions or locks, which nobody may forget. Needs ``redis``, as Django's own does.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.core.cache.backends.redis import RedisCache, RedisCacheClient

logger = logging.getLogger("harbor_wagtail.cache")

Answer = TypeVar("Answer")
#: Seconds for which Redis may think, and for which it is left alone after it gave no answer.
PATIENCE, PAUSE = 0.5, 5.0
#: Keys remembered whose value there is out of date. There are fewer; a flood of made-up ones takes no more room.
MOST_OWED = 20_000


class _Known:
    """What all threads of a process know of one Redis: until when it is left alone, and what is to be taken out of it."""

    def __init__(self) -> None:
        self.until = 0.0
        self.owed: set[str] = set()
        self.lock = threading.Lock()


_known: dict[str, _Known] = {}


class SpareRedisClient(RedisCacheClient):
    """Keys are whole here: prefix and version are in them."""

    _lib: Any

    def __init__(self, servers: Any, **options: Any) -> None:
        super().__init__(servers, **{"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE, **options})
        self._known = _known.setdefault(repr(servers), _Known())

    def get(self, key: Any, default: Any) -> Any:
        return self._ask(lambda: super(SpareRedisClient, self).get(key, default), default)

    def get_many(self, keys: Iterable[Any]) -> dict[Any, Any]:
        return self._ask(lambda: super(SpareRedisClient, self).get_many(keys), {})

    def has_key(self, key: Any) -> bool:
        return self._ask(lambda: super(SpareRedisClient, self).has_key(key), False)

    def add(self, key: Any, value: Any, timeout: Any) -> bool:
        return self._ask(lambda: super(SpareRedisClient, self).add(key, value, timeout), False)

    def set(self, key: Any, value: Any, timeout: Any) -> None:
        self._ask(lambda: super(SpareRedisClient, self).set(key, value, timeout), None, key)

    def set_many(self, data: Any, timeout: Any) -> None:
        self._ask(lambda: super(SpareRedisClient, self).set_many(data, timeout), None, *data)

    def touch(self, key: Any, timeout: Any) -> bool:
        return self._ask(lambda: super(SpareRedisClient, self).touch(key, timeout), False)

    def delete(self, key: Any) -> bool:
        return self._ask(lambda: super(SpareRedisClient, self).delete(key), False, key)

    def delete_many(self, keys: Iterable[Any]) -> None:
        self._ask(lambda: super(SpareRedisClient, self).delete_many(list(keys)), None, *keys)

    def incr(self, key: Any, delta: int) -> Any:
        if (number := self._ask(lambda: super(SpareRedisClient, self).incr(key, delta), None, key)) is None:
            raise ValueError("Nothing is counted while the cache is away.")  # what a key that is not there raises
        return number

    def clear(self) -> bool:
        return self._ask(lambda: super(SpareRedisClient, self).clear(), False)

    def _ask(self, work: Callable[[], Answer], nothing: Answer, *changed: str) -> Answer:
        """What Redis says, or ``nothing``. ``changed``: keys whose value there is out of date if it does not hear of this."""
        if time.monotonic() >= self._known.until:
            try:
                self._pay()
                return work()
            except self._lib.RedisError as problem:
                self._tell(problem)
        with self._known.lock:
            self._known.owed.update(changed[: max(0, MOST_OWED - len(self._known.owed))])
        return nothing

    def _pay(self) -> None:
        """What changed while nobody could say so goes first, or it would be read now."""
        if not self._known.owed:
            return
        with self._known.lock:
            owed, self._known.owed = self._known.owed, set()
        try:
            super().delete_many(list(owed))
        except self._lib.RedisError:
            with self._known.lock:
                self._known.owed |= owed
            raise

    def _tell(self, problem: Exception) -> None:
        """Left alone for a while where it gave no answer; a full one still answers, and forgets."""
        if isinstance(problem, (self._lib.ConnectionError, self._lib.TimeoutError)):
            self._known.until = time.monotonic() + PAUSE
        logger.warning("The cache does not answer: %s", type(problem).__name__)


class SpareRedisCache(RedisCache):
    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = SpareRedisClient
