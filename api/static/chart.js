/* The figures of an indicator by year, one series a place, the nation's dashed, dotted where it is for a near measure; the table below it says the same. */
"use strict";

(() => {
  const place = document.getElementById("chart");
  const told = JSON.parse(place.dataset.series);
  const unit = place.dataset.unit; // of the axis: the one that most figures have; each figure is told in its own
  const years = told.flatMap((one) => one.points.map((point) => point[0]));
  const chart = echarts.init(place, null, { renderer: "svg" });
  const colours = ["#1f4e8c", "#8a4b00", "#1b7f86", "#7d4aa8", "#b03a63", "#3b7d3a", "#6b6450"];
  const symbols = ["circle", "rect", "triangle", "diamond", "roundRect"];
  const labelled = new Map();

  /* A place that sets several figures for one year has points; a line through them would say what no document does. */
  function severalInAYear(one) {
    return new Set(one.points.map((point) => point[0])).size < one.points.length;
  }

  /* Several places may set the same figure for the same year: it is written once, in each unit that they give. */
  function label({ value: [year, value], seriesName }) {
    const here = `${year} ${value}`;
    if (!labelled.has(here)) labelled.set(here, seriesName);
    if (labelled.get(here) !== seriesName) return "";
    const figures = new Set(told.flatMap((one) => one.points).filter((one) => one[0] === year && one[1] === value).map((one) => one[2]));
    if (figures.size > 1) figures.delete(String(value)); // one without a unit says nothing more
    return [...figures].join(" / ");
  }

  /* The nation's figure as a dashed line over all years, with the year that it is set for. */
  function across(one) {
    return {
      silent: true,
      symbol: "none",
      lineStyle: { type: one.near ? "dotted" : "dashed", color: "#b3261e" },
      label: { position: "insideEndTop", color: "#b3261e" },
      data: one.points.map(([year, value, figure]) => ({ yAxis: value, label: { formatter: `${one.near ? "≈ " : ""}${place.dataset.national} ${figure} (${year})` } })),
    };
  }

  function series(one, number) {
    const colour = one.national ? "#b3261e" : colours[number % colours.length];
    return {
      name: one.name,
      type: "line",
      data: one.points,
      symbol: symbols[number % symbols.length],
      symbolSize: Math.max(7, 17 - 3 * number),
      label: { show: true, formatter: label, color: "#1c2430" },
      markLine: one.national ? across(one) : undefined,
      lineStyle: { type: one.near ? "dotted" : one.national ? "dashed" : "solid", width: severalInAYear(one) ? 0 : 2, color: colour },
      itemStyle: { color: colour },
    };
  }

  /* A name is a document's word and may hold anything: shown as text, never as markup. */
  function tip(points) {
    const box = document.createElement("div");
    for (const point of [points].flat()) {
      const line = document.createElement("div");
      line.textContent = `${point.seriesName} ${point.value[0]}: ${point.value[2]}`;
      box.append(line);
    }
    return box;
  }

  chart.setOption({
    animation: false,
    aria: { enabled: true },
    textStyle: { fontFamily: "inherit" },
    grid: { left: 60, right: 30, top: 50, bottom: 40 },
    legend: { top: 5, type: "scroll" },
    tooltip: { trigger: "item", formatter: tip },
    xAxis: { type: "value", min: Math.min(...years) - 1, max: Math.max(...years) + 1, minInterval: 1, axisLabel: { formatter: String }, splitLine: { show: false } },
    yAxis: { type: "value", scale: true, boundaryGap: ["15%", "15%"], name: unit, axisLine: { show: true } },
    series: told.map(series),
  });
  addEventListener("resize", () => chart.resize());
})();
