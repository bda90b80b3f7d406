// Overview: how it goes, and what somebody should do.

import { at, get, withQuery } from '../api.js';
import { chart } from '../chart.js';
import { choice, empty, figure, h, heading, pill, render, switchMark, table } from '../dom.js';
import { clock, ms, number, percent } from '../format.js';

export const title = 'Overview';

const windows = [['60m', '60 minutes'], ['7d', '7 days']];
let window = '60m'; // lives on while something else is looked at

const WEEK_EVERY = 30_000; // hours of a week do not change with every look

export function mount(root, _, app) {
  const body = h('div');
  let seen; // the answer for the week, and when it came
  const choose = (value) => { window = value; seen = undefined; app.refresh(); };
  root.append(heading(title, 'How requests go, and what somebody should do.', choice('window', 'Window', windows, window, choose)), body);
  return async () => {
    const asked = window;
    const fresh = seen?.asked === asked && asked === '7d' && Date.now() - seen.at < WEEK_EVERY;
    const [o, { data: connections }] = await Promise.all([
      fresh ? seen.answer : get(withQuery(at('overview'), { window: asked })), get(at('connections')),
    ]);
    if (asked !== window) return;
    if (!fresh) seen = { asked, at: Date.now(), answer: o };
    render(body, h('p', { class: 'scope' }, scope(o)), tiles(o), todos(o.to_dos), charts(o), h('div', { class: 'halves' }, worst(connections), operations(o)));
  };
}

/** Whose figures these are, and since when. */
export function scope(t) {
  const young = t.window === '60m' && Date.now() - Date.parse(t.since) < 58 * 60_000;
  const whose = t.all_replicas ? 'Figures of all replicas, from the journal' : 'Figures of this replica alone';
  return `${whose}, since ${clock(new Date(t.since))}${young ? ', when it started' : ''}.`;
}

const share = (part, whole) => (whole > 0 ? percent(part / whole) : '–');

/** The figures of a time, each in a tile. */
export function tiles(t) {
  const minutes = Math.max(1, (Date.now() - Date.parse(t.since)) / 60_000);
  const failing = t.requests > 0 && t.failed / t.requests > 0.005;
  return h('div', { class: 'tiles' },
    figure('Requests', number(t.requests), `${(t.requests / minutes).toFixed(1)} a minute`),
    figure('Failed', share(t.failed, t.requests), `${number(t.failed)}; our fault, or a vendor’s`, failing ? 'alarming' : ''),
    figure('Refused', share(t.refused, t.requests), `${number(t.refused)}; the caller’s fault`),
    figure('Added by the gateway, p95', t.requests > 0 ? ms(t.added_p95_ms) : '–', `p99 ${ms(t.added_p99_ms)}`, t.added_p99_ms > 100 ? 'alarming' : ''),
    figure('Duration, p95', t.requests > 0 ? ms(t.p95_ms) : '–', `vendors included; p50 ${ms(t.p50_ms)}`));
}

/** Traffic, failures and latency over time. */
export function charts(t) {
  const step = t.step === '1m' ? 60_000 : 3_600_000;
  const each = t.step === '1m' ? 'by the minute' : 'by the hour';
  const latency = (key) => (p) => (p.requests > 0 ? p[key] : null);
  return h('div', { class: 'charts' },
    chart({
      title: 'Requests', summary: each, points: t.points, step, format: compact, series: [
        { name: 'answered', tone: 'ok', value: (p) => p.requests - p.failed - p.refused },
        { name: 'refused', tone: 'refused', value: (p) => p.refused },
        { name: 'failed', tone: 'failed', value: (p) => p.failed },
      ],
    }),
    chart({
      title: 'Failed', summary: `share of requests, ${each}`, points: t.points, step, kind: 'lines', format: (v) => `${Math.round(v * 10) / 10} %`,
      series: [{ name: 'failed', tone: 'failed', value: (p) => (p.requests > 0 ? (100 * p.failed) / p.requests : null) }],
    }),
    chart({
      title: 'Added by the gateway', summary: `latency, ${each}`, points: t.points, step, kind: 'lines', format: axisMS, series: [
        { name: 'p50', tone: 'p50', value: latency('added_p50_ms') }, { name: 'p95', tone: 'p95', value: latency('added_p95_ms') },
        { name: 'p99', tone: 'p99', value: latency('added_p99_ms') },
      ],
    }),
    chart({
      title: 'Duration', summary: `vendors included, ${each}`, points: t.points, step, kind: 'lines', format: axisMS,
      series: [{ name: 'p50', tone: 'p50', value: latency('p50_ms') }, { name: 'p95', tone: 'p95', value: latency('p95_ms') }],
    }));
}

/** A count on an axis. */
export const compact = (v) => (v >= 1000 ? `${Math.round(v / 100) / 10}k` : String(Math.round(v * 10) / 10));

/** A duration on an axis. */
export const axisMS = (v) => (v >= 1000 ? `${Math.round(v / 100) / 10} s` : `${Math.round(v * 100) / 100} ms`);

// What one of each kind is called, and where it leads.
const kinds = {
  payments_unknown: ['payment without an outcome', () => '#/payments'],
  events_dead: ['event that was given up', () => '#/events'],
  exceptions_open: ['exception to look at', () => '#/reconciliation/exceptions'],
  resolutions_waiting: ['decision to approve', () => '#/reconciliation/resolutions'],
  corrections_open: ['correction of the bank’s', () => '#/reconciliation/corrections'],
  dependency: ['dependency', () => '#/config'],
  file_rolled_back: ['file that was rolled back', () => '#/config'],
  file_differs: ['file that differs', () => '#/config'],
  file_refused: ['mistake in a refused configuration', () => '#/config'],
  connection_failing: ['failing', connection], connection_degraded: ['degraded', connection],
  connection_disabled: ['disabled', connection], connection_draining: ['draining', connection], breaker_forced: ['forced breaker', connection],
  rollout_running: ['rollout running', route], rollout_done: ['rollout done', route], rollout_put_back: ['rollout put back', route],
  shadow_differs: ['answer that differs', route],
};

function connection(t) { return `#/connections/${encodeURIComponent(t.subject)}`; }
function route(t) { return `#/routes/${encodeURIComponent(t.subject)}`; }

function todos(all) {
  return h('section', { 'aria-label': 'To do', class: 'todos' }, h('h2', {}, 'To do ', pill(all.filter((t) => t.act).length, all.some((t) => t.act) ? 'bad' : 'good')),
    all.length === 0 ? empty('Nothing. Every payment is known, every connection on, and the file is the one in service.')
      : h('ul', {}, all.map(todo)));
}

function todo(t) {
  const [name, link] = kinds[t.kind] ?? [t.kind.replaceAll('_', ' '), () => '#/overview'];
  return h('li', { class: t.act ? 'act' : '' },
    h('a', { href: link(t), 'data-key': `${t.kind} ${t.subject ?? ''}` }, t.subject && h('b', {}, t.subject), t.subject && ' ', counted(t, name)),
    h('span', { class: 'muted' }, t.detail));
}

// counted says how many: 3 payments without an outcome.
function counted({ count, more }, name) {
  if (!count) return name;
  const many = count > 1 || more ? name.replace(/^\w+/, (word) => `${word}s`) : name;
  return `${number(count)}${more ? '+' : ''} ${many}`;
}

/** Connections, the worst first. */
export const order = { failing: 0, degraded: 1, well: 2, quiet: 3 };
const success = (c) => c.last_hour.success_ratio ?? 1;
export const byHealth = (a, b) => order[a.health] - order[b.health] || success(a) - success(b) || a.name.localeCompare(b.name);

function worst(connections) {
  return h('section', {}, h('h2', {}, 'Connections, the worst first'), table('Connections by health', [
    { head: 'Connection', class: 'tight', cell: (c) => h('a', { href: `#/connections/${encodeURIComponent(c.name)}`, 'data-key': `connection ${c.name}` }, c.name) },
    { head: 'Health', cell: (c) => pill(c.health) },
    { head: 'Switch', cell: (c) => switchMark(c.state) },
    { head: 'Calls (1 h)', class: 'number', cell: (c) => number(c.last_hour.calls) },
    { head: 'Success', class: 'number', cell: (c) => (c.last_hour.success_ratio === null ? '–' : percent(c.last_hour.success_ratio)) },
    { head: 'p95', class: 'number', cell: (c) => (c.last_hour.calls > 0 ? ms(c.last_hour.p95_ms) : '–') },
  ], connections.toSorted(byHealth), 'No connection is configured.'));
}

/** What was asked for, the most first. */
export function operations(t) {
  return h('section', {}, h('h2', {}, 'Operations'), table('Operations', [
    { head: 'Operation', cell: (o) => h('a', { href: `#/traces/${encodeURIComponent(`?operation:${o.operation}`)}`, 'data-key': `operation ${o.operation}` }, o.operation) },
    { head: 'Requests', class: 'number', cell: (o) => number(o.requests) },
    { head: 'Failed', class: 'number', cell: (o) => (o.failed > 0 ? pill(share(o.failed, o.requests), 'bad') : '–') },
    { head: 'Refused', class: 'number', cell: (o) => (o.refused > 0 ? share(o.refused, o.requests) : '–') },
  ], t.operations, 'Nobody has asked for anything.'));
}
