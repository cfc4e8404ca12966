"""Makes static/map/outlines.json, what the map of places is drawn from: land, borders and the states of the US.

    python tools/outlines.py countries-50m.json states-10m.json static/map/outlines.json

Where the lines come from, both in the public domain:

- countries: Natural Earth (naturalearthdata.com), 1:50m admin 0 countries, version 4.1.0, as the TopoJSON file
  `countries-50m.json` of the npm package world-atlas 2.0.2. It draws borders as they are held in fact;
- states: US Census Bureau, cartographic boundary files of 2017, as `states-10m.json` of the npm package us-atlas 3.0.1.

What is made: {"scale": s, "arcs": [[x, y, dx, dy, ...], ...], "countries": [...], "states": [arc, ...]}. An arc is a
line that neighbours share: its first point, then steps, all whole numbers, `scale` of them in a degree. A country is
[code, longitude and latitude of its label, width in degrees, rings]; a ring is a list of arcs, and ~arc is that
arc backwards, as in TopoJSON. A state border is an arc between two states.
"""

import heapq
import json
import sys
from collections import Counter
from math import cos, radians
from pathlib import Path

from babel.core import get_global

SCALE = 64  # steps in a degree: under two kilometres
FINEST = 0.006  # square degrees: a bend of less is left out
SMALLEST = 0.05  # square degrees: smaller islands are left out, but for a country's largest
FINEST_STATE = 0.003
LEFT_OUT = {"010"}  # Antarctica has no hospital

Point = tuple[float, float]
Line = list[Point]


def decoded(topology: dict) -> list[Line]:
    """The arcs in degrees; one that crosses the 180th meridian goes on beyond it."""
    (wide, high), (left, bottom) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            longitude = x * wide + left
            if line and abs(longitude - line[-1][0]) > 180:
                longitude += 360 if longitude < line[-1][0] else -360
            line.append((longitude, y * high + bottom))
        found.append(line)
    return found


def area(points: Line) -> float:
    """Of a ring, in square degrees at the equator: the surveyor's formula."""
    middle = sum(y for _, y in points) / len(points)
    pairs = zip(points, [*points[1:], points[0]], strict=True)
    return abs(sum(x * v - u * y for (x, y), (u, v) in pairs)) / 2 * cos(radians(middle))


def simplified(line: Line, finest: float) -> Line:
    """Without its smallest bends, the smallest first (Visvalingam and Whyatt); its ends stay, so neighbours meet."""
    least = 4 if line[0] == line[-1] else 2
    before, after = list(range(-1, len(line) - 1)), list(range(1, len(line) + 1))
    kept = set(range(len(line)))
    bends = [(area([line[i - 1], line[i], line[i + 1]]), i) for i in range(1, len(line) - 1)]
    now = {i: size for size, i in bends}
    heapq.heapify(bends)
    while bends and len(kept) > least:
        size, i = heapq.heappop(bends)
        if i not in kept or now[i] != size:
            continue  # a neighbour has gone since: its bend was measured anew
        if size >= finest:
            break
        kept.remove(i)
        left, right = before[i], after[i]
        after[left], before[right] = right, left
        for one in (left, right):
            if 0 < one < len(line) - 1:
                now[one] = max(size, area([line[before[one]], line[one], line[after[one]]]))
                heapq.heappush(bends, (now[one], one))
    return [line[i] for i in sorted(kept)]


def steps(line: Line) -> list[int]:
    """Whole numbers: the first point, then each step that moves."""
    found: list[int] = []
    x = y = 0
    for longitude, latitude in line:
        u, v = round(longitude * SCALE), round(latitude * SCALE)
        if not found or (u, v) != (x, y):
            found += [u - x, v - y]
        x, y = u, v
    return found


def rings_of(country: dict) -> list[list[int]]:
    """Its outer rings and its holes; a hole is filled by what lies in it."""
    polygons = [country["arcs"]] if country["type"] == "Polygon" else country["arcs"]
    return [ring for polygon in polygons for ring in polygon]


def points_of(ring: list[int], arcs: list[Line]) -> Line:
    return [point for arc in ring for point in (arcs[arc] if arc >= 0 else arcs[~arc][::-1])]


def code_of(country: dict) -> str:
    """The two letters by which a browser knows the country's name in any language; "" where there are none."""
    return (get_global("territory_aliases").get(country.get("id", "")) or [""])[0]


class Drawing:
    """The arcs that are used, numbered as they come."""

    def __init__(self) -> None:
        self.arcs: list[list[int]] = []
        self.numbers: dict[tuple[str, int], int] = {}

    def number(self, source: str, arc: int, line: Line, finest: float) -> int:
        if (source, arc) not in self.numbers:
            self.numbers[source, arc] = len(self.arcs)
            self.arcs.append(steps(simplified(line, finest)))
        return self.numbers[source, arc]


def countries(topology: dict, drawing: Drawing) -> list[list]:
    arcs, found = decoded(topology), []
    for country in topology["objects"]["countries"]["geometries"]:
        if country.get("id") in LEFT_OUT:
            continue
        rings = sorted(((area(points_of(ring, arcs)), ring) for ring in rings_of(country)), reverse=True)
        kept = [ring for size, ring in rings if size >= SMALLEST or ring is rings[0][1]]
        numbered = [
            [number if arc >= 0 else ~number for arc in ring
             for number in [drawing.number("country", max(arc, ~arc), arcs[max(arc, ~arc)], FINEST)]]
            for ring in kept
        ]  # fmt: skip
        xs, ys = zip(*points_of(kept[0], arcs), strict=True)
        label = [round((min(xs) + max(xs)) / 2, 1), round((min(ys) + max(ys)) / 2, 1), round(max(xs) - min(xs), 1)]
        found.append([code_of(country), *label, numbered])
    return found


def states(topology: dict, drawing: Drawing) -> list[int]:
    """The arcs that two states share."""
    arcs = decoded(topology)
    used = Counter(
        max(arc, ~arc) for state in topology["objects"]["states"]["geometries"] for ring in rings_of(state)
        for arc in ring
    )  # fmt: skip
    return [drawing.number("state", arc, arcs[arc], FINEST_STATE) for arc, times in used.items() if times > 1]


def main(of_countries: str, of_states: str, made: str) -> None:
    drawing = Drawing()
    outlines = {
        "scale": SCALE,
        "countries": countries(json.loads(Path(of_countries).read_text()), drawing),
        "states": states(json.loads(Path(of_states).read_text()), drawing),
        "arcs": drawing.arcs,
    }
    Path(made).write_text(json.dumps(outlines, separators=(",", ":")))


if __name__ == "__main__":
    main(*sys.argv[1:])
