"""Termination: SIGTERM noted while a step runs, and handed on once everything is saved."""
import os
import signal
import threading


class Termination:
    """Notes SIGTERM until `stop`; several may listen, the last one first.

    Args:
        listens: Boolean, whether it does; it never does outside of the main thread.

    Attributes:
        is_asked: Boolean, whether the process was asked to end.
    """

    def __init__(self, listens=False):
        self.is_asked = False
        self._listens = listens and threading.current_thread() is threading.main_thread()
        if self._listens:
            self._former = signal.signal(signal.SIGTERM, self._note)

    def _note(self, number, frame):
        self.is_asked = True

    def stop(self):
        """Leaves SIGTERM to those who still listen or, after the last one, to whom it went before."""
        if not self._listens:
            return
        self._listens = False
        handler = signal.getsignal(signal.SIGTERM)
        while isinstance(owner := getattr(handler, "__self__", None), Termination) and not owner._listens:
            handler = owner._former
        signal.signal(signal.SIGTERM, handler)

    def hand_on(self):
        """Hands the request on, to what the process did with it before."""
        self.stop()
        self.is_asked = False
        os.kill(os.getpid(), signal.SIGTERM)
