"""Work beside the caller's."""
import threading


class Background(threading.Thread):
    """A call in a thread of its own; while Python ends, when none may start, it is made at once.

    Args:
        function: The function.
        *args: Its arguments.
    """

    def __init__(self, function, *args):
        super().__init__()
        self._call, self._returned, self._raised = (function, args), None, None
        try:
            self.start()
        except RuntimeError:
            self.run()

    def run(self):
        function, args = self.__dict__.pop("_call")
        try:
            self._returned = function(*args)
        except BaseException as error:
            self._raised = error

    def wait(self):
        """Waits until the call is over."""
        if self.ident is not None:
            self.join()

    def result(self):
        """Waits for the call; returns what it did, or raises its error."""
        self.wait()
        if self._raised is not None:
            raise self._raised
        return self._returned
