// One connection: its scorecard, its breakers and its switch.

import { at, call, get, withQuery } from '../api.js';
import { chart } from '../chart.js';
import { ask } from '../dialog.js';
import { button, choice, field, h, heading, pill, render, select, switchMark, table } from '../dom.js';
import { ms, number, percent } from '../format.js';
import { condition, levers, wanted, why, whyFields } from './connections.js';
import { axisMS, compact } from './overview.js';

const windows = [['24h', '24 hours'], ['7d', '7 days']];
let window = '24h'; // lives on while something else is looked at

/** Shows one connection. */
export function mountConnection(root, name, app) {
  const now = h('div');
  const card = h('div');
  root.append(h('p', {}, h('a', { href: '#/connections' }, '← All connections')), now,
    heading2('Scorecard', choice('window', 'Window of the scorecard', windows, window, (value) => { window = value; app.refresh(); })), card);
  return async () => {
    const asked = window;
    const [c, scored] = await Promise.all([get(at('connections', name)), get(withQuery(at('connections', name, 'scorecard'), { window: asked }))]);
    render(now,
      heading(c.name, undefined, levers(c, app)),
      h('p', { class: 'marks' }, h('span', { class: 'muted' }, c.vendor), c.sandbox && pill('sandbox'), pill(c.health), switchMark(c.state),
        c.tenants && h('span', { class: 'muted' }, `for ${c.tenants.join(', ')}`)),
      c.health_why && h('p', { class: `why ${c.health}` }, c.health_why), wanted(c, c.state), condition(c),
      h('details', { 'data-key': 'breakers', open: c.breakers.some((b) => b.state !== 'closed' || b.forced) },
        h('summary', {}, `Breakers of ${c.breakers.length} operations`), breakers(c, app)));
    if (asked === window) render(card, scorecard(scored));
  };
}

const heading2 = (text, control) => h('div', { class: 'heading' }, h('h2', {}, text), control);

function scorecard(card) {
  const points = hoursOf(card);
  return [
    h('p', { class: 'scope' }, 'Calls to the vendor, by the hour, of all replicas that share the journal.',
      card.drift > 0 && ` ${number(card.drift)} values of answers are in no table.`),
    h('div', { class: 'charts' },
      chart({
        title: 'Calls', summary: `${number(card.calls)} in all, ${ratio(card.success_ratio)} succeeded`, points, step: 3_600_000, format: compact, series: [
          { name: 'succeeded', tone: 'ok', value: (p) => p.calls - p.failed }, { name: 'failed', tone: 'failed', value: (p) => p.failed },
        ],
      }),
      chart({
        title: 'Duration of calls', summary: card.calls > 0 ? `p50 ${ms(card.p50_ms)}, p95 ${ms(card.p95_ms)}, p99 ${ms(card.p99_ms)}` : 'no calls', points,
        step: 3_600_000, kind: 'lines', format: axisMS,
        series: ['p50', 'p95', 'p99'].map((p) => ({ name: p, tone: p, value: (point) => (point.calls > 0 ? point[`${p}_ms`] : null) })),
      })),
    table(`Scorecard of ${card.connection}`, [
      { head: 'Operation', cell: (o) => (o.operation ? h('code', {}, o.operation) : h('strong', {}, 'All')) },
      { head: 'Calls', class: 'number', cell: (o) => number(o.calls) },
      { head: 'Success', class: 'number', cell: (o) => ratio(o.success_ratio) },
      { head: 'p50', class: 'number', cell: (o) => ms(o.calls ? o.p50_ms : null) },
      { head: 'p95', class: 'number', cell: (o) => ms(o.calls ? o.p95_ms : null) },
      { head: 'p99', class: 'number', cell: (o) => ms(o.calls ? o.p99_ms : null) },
      { head: 'Fallbacks', class: 'number', cell: (o) => number(o.fallbacks) },
      { head: 'Codes', cell: (o) => codes(o.codes) },
    ], card.hours.length > 0 ? [card, ...card.operations] : [], 'There were no calls.'),
  ];
}

const ratio = (value) => (value === null ? '–' : percent(value));

const codes = (counts) => Object.entries(counts).sort((a, b) => b[1] - a[1])
  .map(([code, n]) => `${code.replaceAll('_', ' ')} ${number(n)}`).join(', ');

// hoursOf has a point for every hour of the window, those without calls too.
function hoursOf(card) {
  const hours = card.window === '7d' ? 168 : 24;
  const last = Math.floor(Date.now() / 3_600_000);
  const known = new Map(card.hours.map((hour) => [Math.floor(Date.parse(hour.hour) / 3_600_000), hour]));
  return Array.from({ length: hours }, (_, k) => last - hours + 1 + k).map((hour) => {
    const counted = known.get(hour);
    const calls = counted?.calls ?? 0;
    return { ...counted, at: new Date(hour * 3_600_000).toISOString(), calls, failed: calls > 0 ? Math.round(calls * (1 - counted.success_ratio)) : 0 };
  });
}

function breakers(c, app) {
  return table(`Breakers of ${c.name}`, [
    { head: 'Operation', cell: (b) => h('code', {}, b.operation) },
    { head: 'State', cell: (b) => [pill(b.state), b.forced && pill('forced', 'warn'), wanted(b, b.state)] },
    { head: 'Failures', class: 'number', cell: (b) => `${b.failures} of ${b.requests}` },
    { head: 'Next probe', class: 'number', cell: (b) => (b.retry_in_ms ? `in ${ms(b.retry_in_ms)}` : '') },
    { head: '', class: 'end', cell: (b) => app.may('operator') && button('Force…', () => force(c, b, app), { 'data-key': `force ${c.name} ${b.operation}` }) },
  ], c.breakers, 'The connection can do nothing.');
}

async function force(c, b, app) {
  const given = await ask({
    title: `Force the breaker of ${b.operation} at ${c.name}`,
    text: 'A forced breaker stays as it is, on every replica and after restarts, until somebody sets it to auto or its time is over.',
    controls: [
      field('State', select('state', [['auto', 'auto: decides by itself'], ['open', 'open: refuses every call'], ['closed', 'closed: lets every call through']],
        b.forced ? b.state : 'auto')),
      ...whyFields(),
    ],
    action: 'Set',
    submit: (values) => call('POST', at('connections', c.name, 'breakers', b.operation), { state: values.state, ...why(values) }),
  });
  if (given) app.toast(`The breaker of ${b.operation} is set to ${given.state}.`);
  app.refresh();
}
