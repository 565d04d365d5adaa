"""Promise: a cache that is away, slow or full costs time, and no page; and what changed meanwhile is not read from it after."""

from __future__ import annotations

import sys
import types
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache

from harbor_wagtail import caches, site_cache


class RedisError(Exception):
    pass


class NoAnswer(RedisError):
    pass


class Full(RedisError):
    pass


class Server:
    """As much of Redis, and of its library, as Django asks for."""

    def __init__(self) -> None:
        self.kept: dict[Any, Any] = {}
        self.asked = 0
        self.away: type[Exception] | None = None
        self.full = False

    def __call__(self, connection_pool: Any = None) -> Server:
        return self

    def _answer(self) -> None:
        self.asked += 1
        if self.away:
            raise self.away

    def get(self, key: Any) -> Any:
        self._answer()
        return self.kept.get(key)

    def set(self, key: Any, value: Any, ex: Any = None, nx: bool = False) -> bool:
        self._answer()
        if self.full:
            raise Full
        self.kept[key] = value
        return True

    def mget(self, keys: Any) -> list[Any]:
        self._answer()
        return [self.kept.get(key) for key in keys]

    def exists(self, key: Any) -> bool:
        self._answer()
        return key in self.kept

    def delete(self, *keys: Any) -> int:
        self._answer()
        return sum(self.kept.pop(key, None) is not None for key in keys)

    def expire(self, key: Any, seconds: int) -> bool:
        return self.exists(key)

    def flushdb(self) -> bool:
        self._answer()
        self.kept.clear()
        return True


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    made = Server()
    pool = type("ConnectionPool", (), {"from_url": classmethod(lambda cls, url, **options: options)})
    library = types.SimpleNamespace(
        Redis=made,
        ConnectionPool=pool,
        connection=types.SimpleNamespace(DefaultParser=None),
        RedisError=RedisError,
        ConnectionError=NoAnswer,
        TimeoutError=NoAnswer,
    )
    monkeypatch.setitem(sys.modules, "redis", library)
    yield made
    caches._known.clear()


@pytest.fixture
def spare(server: Server) -> caches.SpareRedisCache:
    return caches.SpareRedisCache("redis://cache/1", {})


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1000.0]
    monkeypatch.setattr(caches.time, "monotonic", lambda: now[0])
    return now


def test_while_it_is_there_it_is_a_cache(spare: Any, server: Server) -> None:
    spare.set("a", "one")
    spare.set("b", [2])
    assert [spare.get("a"), spare.get_many(["a", "b", "c"])] == ["one", {"a": "one", "b": [2]}]
    assert [spare.delete("a"), "a" in spare, spare.touch("b")] == [True, False, True]
    assert [spare.clear(), spare.get("b", "nothing")] == [True, "nothing"]


def test_while_it_is_away_every_question_has_an_answer(spare: Any, server: Server) -> None:
    spare.set("a", "one")
    server.away = NoAnswer
    assert [spare.get("a", "nothing"), spare.get_many(["a"])] == ["nothing", {}]
    assert not any([spare.add("b", 1), spare.delete("a"), "a" in spare, spare.touch("a")])
    spare.set("a", "two")
    spare.delete_many(["a"])
    with pytest.raises(ValueError, match="Nothing is counted"):
        spare.incr("a")


def test_it_is_waited_for_once_and_then_left_alone(spare: Any, server: Server, clock: list[float]) -> None:
    server.away = NoAnswer
    for _ in range(50):
        spare.get("a")
    assert server.asked == 1
    clock[0] += caches.PAUSE
    spare.get("a")
    assert server.asked == 2


def test_what_changed_meanwhile_is_not_read_when_it_is_back(spare: Any, server: Server, clock: list[float]) -> None:
    for key in ("deleted", "written", "left"):
        spare.set(key, "old")
    server.away = NoAnswer
    spare.delete("deleted")
    spare.set("written", "new")
    clock[0] += caches.PAUSE
    server.away = None
    assert [spare.get(key) for key in ("deleted", "written", "left")] == [None, None, "old"]


def test_one_that_is_full_is_still_asked_and_holds_nothing_old(spare: Any, server: Server) -> None:
    spare.set("a", "old")
    spare.set("b", "kept")
    server.full = True
    spare.set("a", "new")
    assert [spare.get("a"), spare.get("b")] == [None, "kept"]


def test_a_fault_of_the_caller_stays_one(spare: Any, server: Server) -> None:
    with pytest.raises(TypeError):
        spare.set("a", (each for each in ()))  # nothing that can be pickled


def test_what_can_be_made_again_needs_no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk below Django's cache of files, for one."""

    def fail(*args: Any, **kwargs: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(cache, "get", fail)
    monkeypatch.setattr(cache, "set", fail)
    assert site_cache.get("a") is None
    site_cache.keep("a", b"made", 60)
