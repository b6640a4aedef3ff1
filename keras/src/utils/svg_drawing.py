"""Drawings of models without Graphviz: SVG, and flowcharts for Mermaid."""
import html

from keras.src.utils.graph_layout import Layout

_TITLE_HEIGHT, _LINE_HEIGHT, _MARGIN, _PADDING = 26, 20, 24, 10
_TITLE_CHARACTER, _LINE_CHARACTER = 8.2, 6.9  # about the width of a character, in pixels

_HEAD = """<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" \
viewBox="0 0 {width:.0f} {height:.0f}" font-family="Helvetica, Arial, sans-serif">
<defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto">\
<path d="M0,0 L10,5 L0,10 z" fill="#666"/></marker></defs>
<rect width="100%" height="100%" fill="white"/>"""


def svg(graph, boxes, rankdir="TB"):
    """The drawing as the text of an SVG file.

    Args:
        graph: A `LayerGraph`.
        boxes: Dict from the keys of its layers to what is written in them, a `Box`.
        rankdir: `"TB"`, `"BT"`, `"LR"` or `"RL"`: where the first layer stands, and the last.
    """
    sizes = {key: _size_of(box) for key, box in boxes.items()}
    sideways = rankdir in ("LR", "RL")
    layout = Layout({k: (h, w) if sideways else (w, h) for k, (w, h) in sizes.items()}, graph.edges)

    def turned(point):
        across, along = point
        along = layout.size[1] - along if rankdir in ("BT", "RL") else along
        return (along + _MARGIN, across + _MARGIN) if sideways else (across + _MARGIN, along + _MARGIN)

    width, height = (size + 2 * _MARGIN for size in (layout.size[::-1] if sideways else layout.size))
    centres = {key: turned(point) for key, point in layout.centres.items()}
    parts = [_HEAD.format(width=width, height=height)]
    parts += _frames(graph.items, centres, sizes)
    parts += [_curve(turned(start), turned(end), sideways, arrow) for start, end, arrow in layout.segments]
    parts += [_draw(box, *centres[key], *sizes[key]) for key, box in boxes.items()]
    return "\n".join([*parts, "</svg>", ""])


def mermaid(graph, boxes, rankdir="TB"):
    """The drawing as a flowchart in the notation of Mermaid; arguments as for `svg`."""
    names = {key: f"n{i}" for i, key in enumerate(boxes)}
    lines = [f"flowchart {rankdir}"]

    def add(items, indent):
        for item in items:
            if isinstance(item, tuple):
                lines.append(f'{indent}subgraph g{len(lines)}["{_quoted(item[0].name)}"]')
                add(item[1], indent + "    ")
                lines.append(f"{indent}end")
            else:
                key = str(id(item))
                text = "<br/>".join(map(_quoted, [_title(boxes[key]), *_lines(boxes[key])]))
                lines.append(f'{indent}{names[key]}["{text}"]')

    add(graph.items, "    ")
    lines += [f"    {names[a]} --> {names[b]}" for a, b in graph.edges]
    return "\n".join(lines) + "\n"


def _quoted(text):
    return text.replace('"', "#quot;")


def _title(box):
    return f"{box.name} ({box.kind})" if box.name else box.kind


def _lines(box):
    activation = [f"Activation: {box.activation}"] if box.activation else []
    return activation + [f"{label}{value}" for label, value in box.cells]


def _size_of(box):
    lines = _lines(box)
    widths = [len(_title(box)) * _TITLE_CHARACTER, *(len(line) * _LINE_CHARACTER for line in lines)]
    return max(widths) + 2 * _PADDING, _TITLE_HEIGHT + len(lines) * _LINE_HEIGHT + (6 if lines else 0)


def _draw(box, x, y, width, height):
    """A box: a dark title, and below it a line for each figure."""
    left, top = x - width / 2, y - height / 2
    parts = [
        f'<g transform="translate({left:.1f},{top:.1f})">',
        f'<rect width="{width:.1f}" height="{height:.1f}" rx="4" fill="white" stroke="#333"/>',
        f'<rect width="{width:.1f}" height="{_TITLE_HEIGHT}" rx="4" fill="#333"/>',
        _text(width / 2, 17, _title(box), 'font-size="13" font-weight="bold" fill="white"'),
    ]
    for i, line in enumerate(_lines(box)):
        parts.append(_text(width / 2, _TITLE_HEIGHT + 16 + i * _LINE_HEIGHT, line, 'font-size="12" fill="#222"'))
    return "".join([*parts, "</g>"])


def _text(x, y, text, style):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" {style}>{html.escape(text)}</text>'


def _curve(start, end, sideways, arrow):
    """A curve that leaves and meets the rows at right angles."""
    (x, y), (x1, y1) = start, end
    bends = ((x + x1) / 2, y, (x + x1) / 2, y1) if sideways else (x, (y + y1) / 2, x1, (y + y1) / 2)
    path = f"M{x:.1f},{y:.1f} C" + " ".join(f"{v:.1f}" for v in (*bends, x1, y1))
    head = ' marker-end="url(#arrow)"' if arrow else ""
    return f'<path d="{path}" fill="none" stroke="#666" stroke-width="1.5"{head}/>'


def _frames(items, centres, sizes):
    """Dashed frames around the layers of expanded models."""
    parts = []
    for item in items:
        if isinstance(item, tuple):
            keys = list(_keys_of(item[1]))
            left = min(centres[k][0] - sizes[k][0] / 2 for k in keys) - 8
            right = max(centres[k][0] + sizes[k][0] / 2 for k in keys) + 8
            top = min(centres[k][1] - sizes[k][1] / 2 for k in keys) - 18
            bottom = max(centres[k][1] + sizes[k][1] / 2 for k in keys) + 8
            parts.append(
                f'<rect x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" height="{bottom - top:.1f}" rx="6" '
                'fill="#f4f6fa" stroke="#99a" stroke-dasharray="5 4"/>'
                f'<text x="{left + 6:.1f}" y="{top + 13:.1f}" font-size="11" fill="#556">'
                f"{html.escape(item[0].name)}</text>"
            )
            parts += _frames(item[1], centres, sizes)
    return parts


def _keys_of(items):
    for item in items:
        if isinstance(item, tuple):
            yield from _keys_of(item[1])
        else:
            yield str(id(item))
