"""A few shapes as SVG, the same bytes every time, with a title and a description for those who do not see."""

from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

__all__ = ["AMBER", "INDIGO", "INK", "LINE", "MUTED", "PALE", "PAPER", "Picture"]

INK, MUTED, LINE, PAPER = "#1f2430", "#5b6270", "#d5d8e0", "#ffffff"
INDIGO, PALE, AMBER = "#4a2bc2", "#e4dff7", "#9a5b00"
FONTS = "'Noto Sans','Noto Sans Devanagari',system-ui,sans-serif"


@dataclass
class Picture:
    """A white card on which shapes are put one after the other; all lengths in pixels."""

    title: str
    description: str
    height: int
    width: int = 680
    _shapes: list[str] = field(default_factory=list)

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str = PAPER,
        line: str = "none",
        *,
        round_: float = 3,
    ) -> None:
        """A rectangle; `fill` may be "hatched"."""
        filled = "url(#hatched)" if fill == "hatched" else fill
        self._shapes.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="{round_:g}" '
            f'fill="{filled}" stroke="{line}"/>'
        )

    def stroke(
        self, points: list[tuple[float, float]], colour: str = LINE, width: float = 1, dash: str = ""
    ) -> None:
        """A line through points."""
        way = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        self._shapes.append(
            f'<polyline points="{way}" fill="none" stroke="{colour}" stroke-width="{width:g}" '
            f'stroke-linejoin="round"{dashes}/>'
        )

    def dot(self, x: float, y: float, radius: float = 5, fill: str = INDIGO) -> None:
        """A point with a white rim."""
        self._shapes.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{fill}" stroke="{PAPER}" '
            'stroke-width="2"/>'
        )

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: int = 14,
        colour: str = INK,
        anchor: str = "start",
        bold: bool = False,
    ) -> None:
        """Words that stand on the line at y."""
        weight = ' font-weight="700"' if bold else ""
        self._shapes.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{colour}" '
            f'text-anchor="{anchor}"{weight}>{escape(words)}</text>'
        )

    def svg(self, language: str) -> str:
        """The whole file."""
        return "\n".join(
            [
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" '
                f'width="{self.width}" height="{self.height}" role="img" lang={quoteattr(language)} '
                f'aria-labelledby="title description" font-family="{FONTS}">',
                f'<title id="title">{escape(self.title)}</title>',
                f'<desc id="description">{escape(self.description)}</desc>',
                '<defs><pattern id="hatched" width="7" height="7" patternUnits="userSpaceOnUse" '
                f'patternTransform="rotate(45)"><rect width="7" height="7" fill="#f6efe2"/>'
                f'<line x1="0" y1="0" x2="0" y2="7" stroke="{AMBER}" stroke-width="2.5"/></pattern></defs>',
                f'<rect x="0.5" y="0.5" width="{self.width - 1}" height="{self.height - 1}" rx="8" '
                f'fill="{PAPER}" stroke="{LINE}"/>',
                *self._shapes,
                "</svg>",
                "",
            ]
        )
