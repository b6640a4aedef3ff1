"""Linear algebra of a framework: the dtypes and the checks around its factorizations, written once.

LAPACK computes in single and double precision. Half precision is computed in single, and results go back to it.
"""
import functools

from keras.src.backend.common import dtypes
from keras.src.backend.common.formulas import linalg_family as formulas


class Factorizations:
    """The functions of matrices that backends share, bound to one framework.

    Args:
        kernels: The framework's `Kernels`.
        solve: `solve(a, b)` of float matrices, as are those of all of these.
        solve_triangular: `solve_triangular(a, b, lower)`.
        svd: `svd(x, full_matrices=True) -> (u, values, vh)`.
        singular_values: `singular_values(x)`.
    """

    def __init__(self, kernels, *, solve, solve_triangular, svd, singular_values):
        self._native, self._convert, self._to_dtype = kernels.native, kernels.convert, kernels.cast
        self._numpy, self._table = kernels.numpy, kernels.table
        self._floats, self._common_floats = self._table(dtypes.to_float), self._table(dtypes.promote_float)
        single = kernels.to_native("float32")
        self._computed_in = {kernels.to_native(half): single for half in ("float16", "bfloat16")}
        self._solve, self._solve_triangular = solve, solve_triangular
        self._svd, self._singular_values = svd, singular_values

    def _tensor(self, x):
        return x if type(x) in self._native else self._convert(x)

    def cast(self, x, dtype):
        """A tensor, or each of a tuple, in the framework's `dtype`."""
        if isinstance(x, tuple):
            return tuple([self.cast(part, dtype) for part in x])
        return x if x.dtype is dtype else self._to_dtype(x, dtype)

    def to_float(self, x, table=None):
        """A tensor in a dtype that LAPACK computes in, and the dtype of results."""
        x, table = self._tensor(x), self._floats if table is None else table
        dtype = table.get(x.dtype) or table.fill(x.dtype)
        return self.cast(x, self._computed_in.get(dtype, dtype)), dtype

    def _to_floats(self, a, b):
        """Both sides of a system in one such dtype, and the dtype of results."""
        a, b = self._tensor(a), self._tensor(b)
        key = (a.dtype, b.dtype)
        dtype = self._common_floats.get(key) or self._common_floats.fill(key)
        compute = self._computed_in.get(dtype, dtype)
        return self.cast(a, compute), self.cast(b, compute), dtype

    def on_matrices(self, fn, rule=dtypes.to_float):
        """`fn(x, ...)` of a float tensor, its results in the dtype of the rule."""
        table = self._table(rule)

        @functools.wraps(fn)
        def function(x, *args, **kwargs):
            x, dtype = self.to_float(x, table)
            return self.cast(fn(x, *args, **kwargs), dtype)

        return function

    def of_squares(self, fn, name, rule=dtypes.to_float):
        """The same of square matrices, called `name`."""

        def function(x):
            formulas.check_square(x.shape, name)
            return fn(x)

        function.__name__ = function.__qualname__ = name
        return self.on_matrices(function, rule)

    def svd(self, x, full_matrices=True, compute_uv=True):
        x, dtype = self.to_float(x)
        formulas.check_matrix(x.shape, "svd")
        return self.cast(self._svd(x, full_matrices) if compute_uv else self._singular_values(x), dtype)

    def norm(self, x, ord=None, axis=None, keepdims=False):
        x, dtype = self.to_float(x)
        return self.cast(formulas.norm(self._numpy, self._singular_values, x, ord, axis, keepdims), dtype)

    def pinv(self, x, rcond=None):
        x, dtype = self.to_float(x)
        formulas.check_matrix(x.shape, "pinv")
        return self.cast(formulas.pinv(self._numpy, self._svd, x, rcond), dtype)

    def matrix_rank(self, x, tol=None):
        x, _ = self.to_float(x)
        formulas.check_matrix(x.shape, "matrix_rank")
        return formulas.matrix_rank(self._numpy, self._singular_values, x, tol)

    def cholesky_inverse(self, x, upper=False):
        x, dtype = self.to_float(x)
        return self.cast(formulas.cholesky_inverse(self._numpy, self.solve_triangular, x, upper), dtype)

    def solve(self, a, b):
        a, b, dtype = self._to_floats(a, b)
        return self.cast(formulas.in_columns(self._numpy, self._solve, a, b, "solve"), dtype)

    def solve_triangular(self, a, b, lower=False):
        a, b, dtype = self._to_floats(a, b)
        solver = functools.partial(self._solve_triangular, lower=lower)
        return self.cast(formulas.in_columns(self._numpy, solver, a, b, "solve_triangular"), dtype)

    def lstsq(self, a, b, rcond=None):
        a, b, dtype = self._to_floats(a, b)
        return self.cast(formulas.lstsq(self._numpy, self._svd, a, b, rcond), dtype)
