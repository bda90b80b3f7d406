// Connections: how each is, and the levers: kill switch and breakers.

import { at, call, get } from '../api.js';
import { ask } from '../dialog.js';
import { button, field, h, pill, render, select, svg, table } from '../dom.js';
import { ago, ms, percent, when } from '../format.js';
import { loadScorecards, openScorecard, scorecard } from './scorecard.js';

export const title = 'Connections';

const SAMPLES = 60;
const history = new Map(); // connection → its last latencies

const effects = {
  enabled: ['Enable', 'It takes new journeys again, with the next request.'],
  draining: ['Drain', 'Ids that were made here are still served; no new journeys come here.'],
  disabled: ['Disable', 'Every call to it is refused from the next request on.'],
};

// The address may name a connection, whose scorecard is opened.
export function mount(root, [name], app) {
  if (name) openScorecard(name);
  const body = h('div');
  root.append(h('h1', {}, title), body);
  return async () => {
    const [{ data }] = await Promise.all([get(at('connections')), loadScorecards()]);
    for (const c of data) remember(c);
    render(body, data.length === 0 ? h('p', { class: 'empty' }, 'No connection is configured.') : data.map((c) => card(c, app)));
  };
}

function remember(c) {
  const seen = history.get(c.name) ?? [];
  seen.push(c.attempts > 0 ? c.latency_ms : 0);
  history.set(c.name, seen.slice(-SAMPLES));
}

function card(c, app) {
  const troubled = c.breakers.filter((b) => b.state !== 'closed' || b.forced);
  return h('article', { class: `card ${c.state}` },
    h('header', {},
      h('h2', {}, c.name), h('span', { class: 'muted' }, c.vendor), c.sandbox && pill('sandbox'), pill(c.state),
      h('span', { class: 'push' }), ['enabled', 'draining', 'disabled'].map((state) => lever(c, state, app))),
    wanted(c, c.state),
    h('div', { class: 'figures' },
      figure('Latency, last minute', c.attempts > 0 ? ms(c.latency_ms) : '–', spark(history.get(c.name))),
      figure('Error rate', c.attempts > 0 ? percent(c.error_rate) : '–', undefined, c.error_rate > 0.05),
      figure('Calls, last minute', c.attempts),
      figure('In flight', c.waiting > 0 ? `${c.in_flight} + ${c.waiting} waiting` : c.in_flight),
      figure('Quota left', c.quota ? `${c.quota.remaining} of ${c.quota.limit}` : 'no quota'),
      figure('Last error', c.last_error ? c.last_error.code.replaceAll('_', ' ') : 'none', c.last_error && h('small', {}, ago(c.last_error.at)))),
    h('details', { 'data-key': `breakers ${c.name}`, open: troubled.length > 0 },
      h('summary', {}, `Breakers: ${summary(c.breakers, troubled)}`), breakers(c, app)),
    scorecard(c.name, app));
}

function summary(all, troubled) {
  return troubled.length === 0 ? `all ${all.length} closed` : troubled.map((b) => `${b.operation} ${b.state.replace('_', ' ')}`).join(', ');
}

function figure(label, value, extra, alarming) {
  return h('div', { class: alarming ? 'figure alarming' : 'figure' }, h('span', {}, label), h('b', {}, String(value)), extra);
}

function spark(samples) {
  if (samples.filter((v) => v > 0).length < 2) return undefined;
  const most = Math.max(...samples, 1);
  const points = samples.map((v, i) => `${(i / (SAMPLES - 1)) * 100},${22 - (v / most) * 20}`).join(' ');
  return svg('svg', { class: 'spark', viewBox: '0 0 100 24', preserveAspectRatio: 'none', 'aria-hidden': 'true' }, svg('polyline', { points }));
}

// wanted says who set a state, why, and until when.
function wanted(w, state) {
  if (!w.by) return undefined;
  return h('p', { class: 'muted' }, `${state.replace('_', ' ')} since `, when(w.since), ` by ${w.by}: ${w.reason}`,
    w.until && [' (until ', when(w.until), ')'], !w.kept && ' – not kept by the journal: other replicas and a restart do not know it');
}

// whyFields ask why, and until when.
const whyFields = () => [
  field('Reason', h('input', { name: 'reason', required: true, maxlength: 2000, autocomplete: 'off' })),
  field('Until', h('input', { name: 'until', type: 'datetime-local' }), 'Optional, local time. Then it is as before by itself.'),
];

const why = ({ reason, until }) => ({ reason, ...(until && { until: new Date(until).toISOString() }) });

function lever(c, state, app) {
  const [label, effect] = effects[state];
  return button(label, async () => {
    const given = await ask({
      title: `${label} ${c.name}?`, text: effect, action: label, danger: state === 'disabled', controls: whyFields(),
      submit: (values) => call('PUT', at('connections', c.name, 'state'), { state, ...why(values) }),
    });
    if (given) app.toast(`${c.name} is ${state}.`);
    app.refresh();
  }, { disabled: c.state === state, class: state === 'disabled' ? 'danger' : undefined, 'data-key': `${state} ${c.name}` });
}

function breakers(c, app) {
  return table(`Breakers of ${c.name}`, [
    { head: 'Operation', cell: (b) => h('code', {}, b.operation) },
    { head: 'State', cell: (b) => [pill(b.state), b.forced && pill('forced', 'warn'), wanted(b, b.state)] },
    { head: 'Failures', class: 'number', cell: (b) => `${b.failures} of ${b.requests}` },
    { head: 'Next probe', class: 'number', cell: (b) => (b.retry_in_ms ? `in ${ms(b.retry_in_ms)}` : '') },
    { head: '', class: 'end', cell: (b) => button('Force…', () => force(c, b, app), { 'data-key': `force ${c.name} ${b.operation}` }) },
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
