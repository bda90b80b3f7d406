// Charts over time, in SVG of our own. Each says in words what it shows, and has its
// numbers as a table.

import { h, svg, table } from './dom.js';
import { axisTime, clock } from './format.js';

const WIDTH = 420;
const HEIGHT = 150;
const LEFT = 54;
const RIGHT = 6;
const TOP = 8;
const BOTTOM = 22;

let charts = 0; // names the titles

/**
 * A chart. points have an instant each, at; step is the time between them in
 * milliseconds. series: {name, tone, value(point)}; a value of null is a gap. kind is
 * bars, which stand on each other, or lines. format shows a value.
 */
export function chart({ title, summary, points, step, series, kind = 'bars', format = String }) {
  const id = `chart-${++charts}`;
  const from = points.length > 0 ? Date.parse(points[0].at) : Date.now();
  const spots = Math.max(points.length, 1);
  const most = niceTop(Math.max(0, ...points.map((p) => (kind === 'bars' ? total(series, p) : Math.max(0, ...series.map((s) => s.value(p) ?? 0))))));
  const scale = {
    x: (k) => LEFT + (k / spots) * (WIDTH - LEFT - RIGHT),
    y: (value) => TOP + (1 - value / most) * (HEIGHT - TOP - BOTTOM),
    width: (WIDTH - LEFT - RIGHT) / spots,
  };
  const drawn = kind === 'bars' ? bars(points, series, scale) : lines(points, series, scale);
  return h('figure', { class: 'chart' },
    h('figcaption', {}, h('b', {}, title), summary && h('span', { class: 'muted' }, summary)),
    svg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-labelledby': `${id}-title ${id}-text` },
      svg('title', { id: `${id}-title` }, title),
      svg('desc', { id: `${id}-text` }, described(points, series, format, summary)),
      grid(most, format, scale), times(points, step, from, scale), drawn, hover(points, series, scale, format)),
    h('ul', { class: 'legend' }, series.map((s) => h('li', {}, h('i', { class: `key ${s.tone}`, 'aria-hidden': 'true' }), s.name))),
    h('details', { 'data-key': `table ${title}` }, h('summary', {}, 'As a table'), numbers(title, points, series, format)));
}

const total = (series, point) => series.reduce((sum, s) => sum + (s.value(point) ?? 0), 0);

// niceTop is a round number that nothing is above.
function niceTop(most) {
  if (most <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 2.5, 5, 10].map((n) => n * power).find((n) => n >= most);
}

function described(points, series, format, summary) {
  const said = series.map((s) => {
    const values = points.map((p) => s.value(p)).filter((v) => v !== null && v !== undefined);
    return values.length === 0 ? `${s.name}: none` : `${s.name}: up to ${format(Math.max(...values))}, last ${format(values.at(-1))}`;
  });
  return [summary, ...said].filter(Boolean).join('. ');
}

function grid(most, format, scale) {
  return [0, most / 2, most].map((value) => [
    svg('line', { class: 'grid', x1: LEFT, x2: WIDTH - RIGHT, y1: scale.y(value), y2: scale.y(value) }),
    svg('text', { class: 'axis', x: LEFT - 6, y: scale.y(value) + 4, 'text-anchor': 'end' }, format(value)),
  ]);
}

function times(points, step, from, scale) {
  const daily = step * points.length > 2 * 86_400_000;
  const every = Math.max(1, Math.round(points.length / 4));
  return points.map((p, k) => k).filter((k) => k % every === Math.floor(every / 2)).map((k) =>
    svg('text', { class: 'axis', x: scale.x(k + 0.5), y: HEIGHT - 6, 'text-anchor': 'middle' }, axisTime(new Date(from + k * step), daily)));
}

function bars(points, series, scale) {
  return points.flatMap((p, k) => {
    let below = 0;
    return series.map((s) => {
      const value = s.value(p) ?? 0;
      if (value === 0) return false;
      const [top, bottom] = [scale.y(below + value), scale.y(below)];
      below += value;
      return svg('rect', { class: s.tone, x: scale.x(k) + scale.width * 0.1, width: scale.width * 0.8, y: top, height: Math.max(bottom - top, 0.75) });
    });
  });
}

function lines(points, series, scale) {
  return series.flatMap((s) => {
    const runs = [[]];
    points.forEach((p, k) => {
      const value = s.value(p);
      if (value === null || value === undefined) runs.push([]);
      else runs.at(-1).push([scale.x(k + 0.5), scale.y(value)]);
    });
    return runs.filter((run) => run.length > 0).map((run) => (run.length === 1
      ? svg('circle', { class: `dot ${s.tone}`, cx: run[0][0], cy: run[0][1], r: 2 })
      : svg('polyline', { class: `line ${s.tone}`, points: run.map((spot) => spot.join(',')).join(' ') })));
  });
}

function hover(points, series, scale, format) {
  return points.map((p, k) => svg('rect', { class: 'hover', x: scale.x(k), y: TOP, width: scale.width, height: HEIGHT - TOP - BOTTOM },
    svg('title', {}, [clock(new Date(p.at)), ...series.map((s) => `${s.name}: ${shown(s.value(p), format)}`)].join('\n'))));
}

const shown = (value, format) => (value === null || value === undefined ? '–' : format(value));

function numbers(title, points, series, format) {
  return table(title, [
    { head: 'Time', cell: (p) => clock(new Date(p.at)) },
    ...series.map((s) => ({ head: s.name, class: 'number', cell: (p) => shown(s.value(p), format) })),
  ], points.toReversed(), 'There is nothing to count yet.');
}

/** A bar of shares. parts: {name, share}, from 0 to 1. */
export function shares(label, parts) {
  const said = parts.map((p) => `${p.name} ${Math.round(p.share * 1000) / 10} %`).join(', ');
  return h('div', { class: 'shares' }, h('span', {}, label),
    h('div', { class: 'bar', role: 'img', 'aria-label': `${label}: ${said}` }, parts.map((p, k) => p.share > 0 &&
      h('i', { class: `share s${k % 5}`, title: `${p.name}: ${Math.round(p.share * 1000) / 10} %`, style: { width: `${p.share * 100}%` } }))));
}
