// Lines that have a way: vis-network draws them, marks them and knows when they are pointed at; where they run is ours.
"use strict";

function pictureFollow(edge, way) {
  const drawn = edge.edgeType; // vis keeps it as long as the edge is a cubicBezier
  drawn._line = (context) => {
    context.lineJoin = "round";
    context.beginPath();
    for (const [x, y] of way) context.lineTo(x, y);
    context.stroke();
  };
  drawn.getDistanceToEdge = (x1, y1, x2, y2, x, y) => {
    const far = way.slice(1).map((point, number) => drawn._getDistanceToLine(...way[number], ...point, x, y));
    return Math.min(...far);
  };
  drawn.getArrowData = (context, place, via, selected, hover, { width, toArrowScale, toArrowType }) => {
    const [[px, py], [x, y]] = way.slice(-2);
    const angle = Math.atan2(y - py, x - px);
    const length = 15 * toArrowScale + 3 * width;
    const core = { x: x - 0.9 * length * Math.cos(angle), y: y - 0.9 * length * Math.sin(angle) };
    return { point: { x, y }, core, angle, length, type: toArrowType };
  };
}
