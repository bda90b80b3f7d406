// Connections: how each is, the worst first, and its switch.

import { at, call, get } from '../api.js';
import { ask } from '../dialog.js';
import { button, empty, field, figure, h, heading, pill, render, switchMark } from '../dom.js';
import { ago, ms, number, percent, when } from '../format.js';
import { mountConnection } from './connection.js';
import { byHealth } from './overview.js';

export const title = 'Connections';

const effects = {
  enabled: ['Enable', 'It takes new journeys again, with the next request.'],
  draining: ['Drain', 'Ids that were made here are still served; no new journeys come here.'],
  disabled: ['Disable', 'Every call to it is refused from the next request on.'],
};

export function mount(root, [name], app) {
  if (name) return mountConnection(root, name, app);
  const body = h('div');
  root.append(heading(title, 'The worst first. Color is health; the switch has its own mark. Figures of this replica.'), body);
  return async () => {
    const { data } = await get(at('connections'));
    render(body, data.length === 0 ? empty('No connection is configured.') : data.toSorted(byHealth).map((c) => card(c, app)));
  };
}

function card(c, app) {
  return h('article', { class: `card ${c.health}`, 'aria-label': c.name },
    h('header', {}, h('h2', {}, h('a', { href: `#/connections/${encodeURIComponent(c.name)}`, 'data-key': `card ${c.name}` }, c.name)),
      h('span', { class: 'muted' }, c.vendor), c.sandbox && pill('sandbox'), pill(c.health), switchMark(c.state),
      h('span', { class: 'push' }), levers(c, app)),
    c.health_why && h('p', { class: 'why' }, c.health_why),
    wanted(c, c.state), condition(c));
}

/** How the calls to a connection go. */
export function condition(c) {
  const { last_hour: hour } = c;
  const cut = c.breakers.filter((b) => b.state !== 'closed' || b.forced);
  return h('div', { class: 'figures' },
    figure('Calls, last hour', number(hour.calls), `${c.attempts} in the last minute`),
    figure('Success', hour.success_ratio === null ? '–' : percent(hour.success_ratio), codes(hour.codes), hour.success_ratio !== null && hour.success_ratio < 0.98 ? 'alarming' : ''),
    figure('p95', hour.calls > 0 ? ms(hour.p95_ms) : '–', hour.calls > 0 && `p50 ${ms(hour.p50_ms)}`),
    figure('In flight', String(c.in_flight), c.waiting > 0 && `${c.waiting} wait`),
    figure('Quota left', c.quota ? `${c.quota.remaining} of ${c.quota.limit}` : 'no quota'),
    figure('Breakers', cut.length === 0 ? `all ${c.breakers.length} closed` : `${cut.length} of ${c.breakers.length} not closed`,
      cut.map((b) => `${b.operation} ${b.state.replace('_', ' ')}`).join(', '), cut.length > 0 ? 'alarming' : ''),
    figure('Last error', c.last_error ? c.last_error.code.replaceAll('_', ' ') : 'none', c.last_error && ago(c.last_error.at)));
}

const codes = (counts) => Object.entries(counts).filter(([code]) => code !== 'ok').sort((a, b) => b[1] - a[1])
  .map(([code, n]) => `${code.replaceAll('_', ' ')} ${n}`).join(', ');

/** Who wanted a state, why, and until when. */
export function wanted(w, state) {
  if (!w.by) return undefined;
  return h('p', { class: 'muted' }, `${state.replace('_', ' ')} since `, when(w.since), ` by ${w.by}: ${w.reason}`,
    w.until && [' (until ', when(w.until), ')'], !w.kept && ' – not kept by the journal: other replicas and a restart do not know it');
}

/** Fields that ask why, and until when. */
export const whyFields = () => [
  field('Reason', h('input', { name: 'reason', required: true, maxlength: 2000, autocomplete: 'off' })),
  field('Until', h('input', { name: 'until', type: 'datetime-local' }), 'Optional, local time. Then it is as before by itself.'),
];

/** What they say. */
export const why = ({ reason, until }) => ({ reason, ...(until && { until: new Date(until).toISOString() }) });

/** The switch of a connection, for who may move it. */
export function levers(c, app) {
  if (!app.may('operator')) return undefined;
  return h('div', { class: 'levers', role: 'group', 'aria-label': `Switch of ${c.name}` }, Object.keys(effects).map((state) => lever(c, state, app)));
}

function lever(c, state, app) {
  const [label, effect] = effects[state];
  return button(`${label}…`, async () => {
    const given = await ask({
      title: `${label} ${c.name}?`, text: effect, action: label, danger: state === 'disabled', controls: whyFields(),
      submit: (values) => call('PUT', at('connections', c.name, 'state'), { state, ...why(values) }),
    });
    if (given) app.toast(`${c.name} is ${state}.`);
    app.refresh();
  }, { disabled: c.state === state, 'data-key': `${state} ${c.name}` });
}
