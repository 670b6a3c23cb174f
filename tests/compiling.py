"""What the applications of all tests of a process share: compiled addresses and compiled statements."""

from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine
from werkzeug.routing import Rule

__all__ = ["compile_each_address_once", "compile_each_statement_once"]

_KEPT_STATEMENTS = 2_000


def compile_each_address_once() -> None:
    """Each test makes an application of its own; nine tenths of that is compiling the same addresses anew."""
    compile_rule = Rule.compile
    compiled: dict[tuple[object, ...], Any] = {}

    def compile_once(self: Any) -> None:
        key = (self.rule, repr(self.defaults), self.subdomain, self.host, self.merge_slashes)
        known = compiled.setdefault(key, self)
        if known is self:
            compile_rule(self)
            return
        # These are only read; what builds an address is a plain function of the rule that it is asked about.
        self._parts, self._trace, self._converters = known._parts, known._trace, known._converters
        self.arguments.update(known._converters)
        self._build = known._build.__func__.__get__(self)
        self._build_unknown = known._build_unknown.__func__.__get__(self)

    Rule.compile = compile_once  # type: ignore[method-assign]


def compile_each_statement_once() -> None:
    """Each test has an engine of its own; a third of its time would be making the same statements anew.

    The engines of one kind share what was compiled, as all requests of a served csrmatch do.
    """
    make_engine = SQLAlchemy._make_engine
    first: dict[str, Engine] = {}

    def make_sharing(self: SQLAlchemy, bind_key: str | None, options: dict[str, Any], app: Flask) -> Engine:
        engine = make_engine(self, bind_key, {**options, "query_cache_size": _KEPT_STATEMENTS}, app)
        kind = engine.dialect.name
        if kind not in first or first[kind].dialect.server_version_info is None:
            # A dialect that has met its server is as good for the next database there.
            first[kind] = engine
        engine.dialect, engine._compiled_cache = first[kind].dialect, first[kind]._compiled_cache
        return engine

    SQLAlchemy._make_engine = make_sharing  # type: ignore[method-assign]
