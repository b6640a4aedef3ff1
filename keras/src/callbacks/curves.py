"""Figures of curves, drawn with Matplotlib and without its global state."""
import functools
import io

from keras.src.utils.module_utils import LazyModule

_COLUMNS = 3  # panels side by side, at most
_POINTS = 30  # curves of fewer values show each of them

_figures = LazyModule("matplotlib.figure", "matplotlib")
_tickers = LazyModule("matplotlib.ticker", "matplotlib")


def draw(panels, path=None, x_label="Epoch", logarithmic=False):
    """Draws panels of curves.

    Args:
        panels: Dict from titles to curves: dicts from labels to pairs `(x values, y values)`.
        path: Where the figure is saved, or `None`; the ending tells the format, PNG without one.
        x_label: What the horizontal axes show.
        logarithmic: Boolean, whether the horizontal axes are logarithmic; else they count whole numbers.

    Returns:
        `matplotlib.figure.Figure`.

    Raises:
        ImportError: If Matplotlib is not installed.
    """
    columns = min(len(panels), _COLUMNS)
    rows = -(-len(panels) // columns)
    figure = _figures.Figure(figsize=(4.4 * columns + 0.6, 3.2 * rows + 0.4), layout="constrained")
    axes = figure.subplots(rows, columns, squeeze=False).flat
    for axis, (title, curves) in zip(axes, panels.items()):
        _draw_panel(axis, title, curves)
        axis.set_xlabel(x_label)
        if logarithmic:
            axis.set_xscale("log")
        else:
            axis.xaxis.set_major_locator(_tickers.MaxNLocator(integer=True))
    for axis in list(axes)[len(panels) :]:
        axis.set_axis_off()
    if path is not None:
        figure.savefig(path, dpi=120)
    figure._repr_png_ = functools.partial(_png, figure)  # notebooks ask for it where pyplot has not been imported
    return figure


def _png(figure):
    content = io.BytesIO()
    figure.savefig(content, format="png", dpi=120)
    return content.getvalue()


def _draw_panel(axis, title, curves):
    for label, (x, y) in curves.items():
        axis.plot(x, y, label=label, linewidth=1.8, marker="o" if len(x) < _POINTS else None, markersize=3.5)
    axis.set_title(title, fontsize=11)
    axis.grid(alpha=0.3)
    axis.spines[["top", "right"]].set_visible(False)
    if len(curves) > 1:
        axis.legend(frameon=False)
