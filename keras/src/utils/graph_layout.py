"""Where the boxes of a drawing stand: rows by depth, few crossings, edges that go around boxes."""

GAP_ACROSS, GAP_ALONG, EDGE_ROOM = 28, 36, 14
_SWEEPS = 6


class Layout:
    """Places boxes of given sizes so that all edges lead from one row to a later one.

    Args:
        sizes: Dict from each box's key to its size `(across, along)`, the direction of the rows first.
        edges: Pairs of keys.

    Attributes:
        centres: Dict from each key to the centre of its box, `(across, along)`.
        segments: List of `(start, end, whether a box is there)`, the parts of the edges between rows and through
            them; edges of one source share theirs.
        size: The whole drawing's `(across, along)`.
    """

    def __init__(self, sizes, edges):
        self.sizes = dict(sizes)
        self._edges = list(edges)
        self._rows = self._ranked()
        self._steps = self._split_long_edges()
        self._after, self._before = {}, {}
        for a, b in self._steps:
            self._after.setdefault(a, []).append(b)
            self._before.setdefault(b, []).append(a)
        self._order_rows()
        self._across = self._place_across()
        self._along = self._place_along()
        self._finish()

    def _ranked(self):
        """The keys by row: each box stands one row after the last of those before it."""
        before = {key: [] for key in self.sizes}
        after = {key: [] for key in self.sizes}
        for a, b in self._edges:
            after[a].append(b)
            before[b].append(a)
        waiting = {key: len(keys) for key, keys in before.items()}
        ready = [key for key, count in waiting.items() if not count]
        rank = dict.fromkeys(ready, 0)
        for key in ready:  # grows while it is read
            for other in after[key]:
                rank[other] = max(rank.get(other, 0), rank[key] + 1)
                waiting[other] -= 1
                if not waiting[other]:
                    ready.append(other)
        rows = [[] for _ in range(max(rank.values(), default=-1) + 1)]
        for key in self.sizes:
            rows[rank.setdefault(key, 0)].append(key)
        self._rank = rank
        return rows

    def _split_long_edges(self):
        """Pairs of keys in adjacent rows; an edge over several rows has a place in each, with others of its source."""
        steps = {}
        for a, b in self._edges:
            last = a
            for row in range(self._rank[a] + 1, self._rank[b]):
                place = (a, row)
                if place not in self.sizes:
                    self.sizes[place] = (EDGE_ROOM, 0)
                    self._rows[row].append(place)
                steps[last, place] = None
                last = place
            steps[last, b] = None
        return list(steps)

    def _order_rows(self):
        """Sorts each row by where its neighbours stand, downwards and upwards in turn."""
        for sweep in range(4):
            rows, neighbours = (self._rows, self._before) if sweep % 2 == 0 else (self._rows[::-1], self._after)
            place = {}
            for row in rows:
                wish = {key: _mean([place[n] for n in neighbours.get(key, ()) if n in place]) for key in row}
                row.sort(key=lambda key: (wish[key] is None, wish[key] or 0))
                place |= {key: (i + 0.5) / len(row) for i, key in enumerate(row)}

    def _place_across(self):
        """The centres along the rows: near the neighbours', without overlap."""
        centres = {}
        for row in self._rows:
            self._set_row(row, dict.fromkeys(row, 0.0), centres)
        for sweep in range(_SWEEPS):
            rows, neighbours = (self._rows, self._before) if sweep % 2 == 0 else (self._rows[::-1], self._after)
            for row in rows:
                wish = {key: _mean([centres[n] for n in neighbours.get(key, ())]) for key in row}
                wish = {key: centres[key] if value is None else value for key, value in wish.items()}
                self._set_row(row, wish, centres)
        return centres

    def _set_row(self, row, wish, centres):
        edge = None
        for key in row:
            half = self.sizes[key][0] / 2
            centres[key] = wish[key] if edge is None else max(wish[key], edge + half)
            edge = centres[key] + half + GAP_ACROSS
        shift = sum(wish[key] - centres[key] for key in row) / max(len(row), 1)
        for key in row:
            centres[key] += shift

    def _place_along(self):
        centres, start = {}, 0
        for row in self._rows:
            thickness = max(self.sizes[key][1] for key in row)
            for place in (key for key in row if isinstance(key, tuple)):  # an edge passes a row straight
                self.sizes[place] = (EDGE_ROOM, thickness)
            centres |= dict.fromkeys(row, start + thickness / 2)
            start += thickness + GAP_ALONG
        return centres

    def _finish(self):
        left = min((c - self.sizes[k][0] / 2 for k, c in self._across.items()), default=0)
        right = max((c + self.sizes[k][0] / 2 for k, c in self._across.items()), default=0)
        bottom = max((c + self.sizes[k][1] / 2 for k, c in self._along.items()), default=0)
        place = {key: (c - left, self._along[key]) for key, c in self._across.items()}
        self.size = right - left, bottom
        self.segments = []
        for a, b in self._steps:
            start = place[a][0], place[a][1] + self.sizes[a][1] / 2
            end = place[b][0], place[b][1] - self.sizes[b][1] / 2
            self.segments.append((start, end, not isinstance(b, tuple)))
            if isinstance(b, tuple):
                self.segments.append((end, (end[0], end[1] + self.sizes[b][1]), False))
        self.centres = {key: point for key, point in place.items() if not isinstance(key, tuple)}


def _mean(values):
    return sum(values) / len(values) if values else None
