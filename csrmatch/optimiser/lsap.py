"""scipy's assignment routine, loaded without the rest of `scipy.optimize`."""

from __future__ import annotations

from collections.abc import Callable
from importlib.machinery import EXTENSION_SUFFIXES, ExtensionFileLoader, FileFinder
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from typing import Any

__all__ = ["linear_sum_assignment"]


def _load() -> Callable[..., Any]:
    """The compiled routine itself; `scipy.optimize` is imported only where it cannot be found alone.

    Importing `scipy.optimize` takes longer than reading, solving and writing a whole national mapping.
    """
    package = find_spec("scipy")
    if package is not None and package.origin is not None:
        folder = str(Path(package.origin).parent / "optimize")
        spec = FileFinder(folder, (ExtensionFileLoader, EXTENSION_SUFFIXES)).find_spec("_lsap")
        if spec is not None and spec.loader is not None:
            module = module_from_spec(spec)
            spec.loader.exec_module(module)
            routine: Callable[..., Any] | None = getattr(module, "linear_sum_assignment", None)
            if routine is not None:
                return routine
    from scipy.optimize import linear_sum_assignment as routine_of_package

    fallback: Callable[..., Any] = routine_of_package
    return fallback


linear_sum_assignment = _load()
