"""What loaded estimators and models may reach."""

from __future__ import annotations

from typing import Optional, TypeVar

from pyspark.ml.wrapper import JavaParams

Loaded = TypeVar("Loaded", bound="Allowed")


class Allowed(JavaParams):
    """A stage that contacts no host and reads no path outside of its folder unless allowed to."""

    def allow_remote(self: Loaded, host: str, key_variable: Optional[str] = None) -> Loaded:
        """Allows the parts of a loaded stage to send texts to a host; otherwise they contact none.

        Parameters
        ----------
        host : str
            with its port, or for all ports
        key_variable : str, optional
            environment variable whose value may go to the host as the key
        """
        if key_variable is None:
            self._java_obj.allowRemote(host)
        else:
            self._java_obj.allowRemote(host, key_variable)
        return self

    def allow_path(self: Loaded, path: str) -> Loaded:
        """Allows the parts of a loaded stage to read a file, a folder, or a model of a hub."""
        self._java_obj.allowPath(path)
        return self
