// Traces: the recent requests, and the story of one.

import { at, get, withQuery } from '../api.js';
import { button, field, h, pill, render, select, table, terms } from '../dom.js';
import { ms, when } from '../format.js';

export const title = 'Traces';

const SHOWN = 100;
let filters = {}; // live on while a trace is looked at

export function mount(root, [id]) {
  return id ? mountOne(root, id) : mountList(root);
}

function mountList(root) {
  const list = h('div');
  const form = h('form', { class: 'row filters', on: { input: () => load(), submit: (event) => event.preventDefault() } },
    field('Trace, request or payment id', h('input', { name: 'id', value: filters.id ?? '', spellcheck: 'false', size: 36 })),
    field('Tenant', h('input', { name: 'tenant', value: filters.tenant ?? '', spellcheck: 'false' })),
    field('Credential', h('input', { name: 'credential', value: filters.credential ?? '', spellcheck: 'false' })),
    field('Code', h('input', { name: 'code', value: filters.code ?? '', spellcheck: 'false' })),
    field('Operation', h('input', { name: 'operation', value: filters.operation ?? '', spellcheck: 'false' })),
    field('Connection', h('input', { name: 'connection', value: filters.connection ?? '', spellcheck: 'false' })),
    field('Outcome', select('outcome', [['', 'any'], ['error', 'error'], ['ok', 'ok'], ['answered', 'answered'], ['not_sent', 'not sent'],
      ['unknown', 'unknown']], filters.outcome)),
    field('At least, ms', h('input', { name: 'min_ms', type: 'number', min: 0, step: 1, value: filters.min_ms ?? '' })),
    button('Clear', () => { for (const c of form.elements) if (c.name) c.value = ''; load(); }));
  root.append(h('h1', {}, title), form, list);

  async function load() {
    filters = Object.fromEntries(new FormData(form));
    const { id, ...others } = filters;
    const { data } = await get(withQuery(at('traces'), { ...others, ...byID(id.trim()), limit: SHOWN }));
    const longest = Math.max(...data.map((t) => t.duration_ms), 1);
    render(list, table('Recent traces', columns(longest), data, 'No recent request is like that.'));
  }
  return load;
}

// byID tells by its form what an id is of.
function byID(id) {
  if (id === '') return {};
  if (/^[0-9a-f]{32}$/.test(id)) return { trace_id: id };
  return id.startsWith('pay_') ? { payment_id: id } : { request_id: id };
}

function columns(longest) {
  return [
    { head: 'Time', cell: (t) => when(t.started_at) },
    { head: 'Request', cell: (t) => h('a', { href: `#/traces/${t.trace_id}`, 'data-key': t.trace_id }, t.operation || t.name) },
    { head: 'Connection', cell: (t) => t.connection ?? '' },
    { head: 'Tenant', cell: (t) => t.tenant ?? '' },
    { head: 'Result', cell: (t) => [pill(t.status || '–', t.error ? 'bad' : t.status >= 400 ? 'warn' : 'good'), ' ', t.code ?? ''] },
    { head: 'Outcome', cell: (t) => t.outcome && pill(t.outcome) },
    { head: 'Attempts', class: 'number', cell: (t) => String(t.attempts) },
    { head: 'Duration', class: 'number', cell: (t) => ms(t.duration_ms) },
    { head: '', class: 'meter', cell: (t) => h('span', { class: t.error ? 'fill bad' : 'fill', style: { width: `${(t.duration_ms / longest) * 100}%` } }) },
  ];
}

function mountOne(root, id) {
  const body = h('div');
  root.append(h('p', {}, h('a', { href: '#/traces' }, '← All traces')), body);
  let shown = '';
  return async () => {
    const trace = await get(at('traces', id));
    const text = JSON.stringify(trace);
    if (text === shown) return; // it seldom changes, and somebody may be reading
    shown = text;
    render(body,
      h('h1', {}, trace.name, ' ', trace.error ? pill('error') : pill('ok')),
      terms([
        ['Started', when(trace.started_at)], ['Duration', ms(trace.duration_ms)], ['Status', String(trace.status || '–')],
        ['Operation', trace.operation], ['Connection', trace.connection], ['Vendor', trace.vendor], ['Tenant', trace.tenant],
        ['Credential', trace.credential], ['Request id', trace.request_id && h('code', {}, trace.request_id)],
        ['Payment', trace.payment_id && h('a', { href: `#/payments/${trace.payment_id}` }, h('code', {}, trace.payment_id))],
        ['Route', trace.route], ['Outcome', trace.outcome && pill(trace.outcome)], ['Code', trace.code], ['Attempts', String(trace.attempts)],
        ['Generation', trace.generation && String(trace.generation)], ['Trace id', h('code', {}, trace.trace_id)],
        ['Dropped spans', trace.dropped_spans && String(trace.dropped_spans)],
      ]),
      h('ol', { class: 'waterfall' }, waterfall(trace)));
  };
}

function waterfall(trace) {
  const depths = new Map();
  const whole = Math.max(trace.duration_ms, 0.001);
  const share = (value) => `${Math.min(100, Math.max(0, (value / whole) * 100))}%`;
  return trace.spans.map((span) => {
    const depth = depths.has(span.parent_id) ? depths.get(span.parent_id) + 1 : 0;
    depths.set(span.span_id, depth);
    const bar = h('span', { class: `span ${span.kind}${span.error ? ' bad' : ''}`, style: { left: share(span.start_ms), width: share(span.duration_ms) } });
    const marks = span.events.map((e) => h('i', { title: e.name, style: { left: share(e.at_ms) } }));
    return h('li', {}, h('details', { 'data-key': span.span_id, open: true },
      h('summary', {},
        h('span', { class: 'name', style: { 'padding-left': `${depth}rem` } }, span.name, ' ', h('small', {}, span.kind)),
        h('span', { class: 'track' }, bar, marks),
        h('span', { class: 'number' }, ms(span.duration_ms))),
      h('div', { class: 'inside' }, span.reason && h('p', { class: 'reason' }, span.reason), attributes(span.attributes),
        span.events.length > 0 && h('ol', { class: 'events' }, span.events.map((e) =>
          h('li', {}, h('span', { class: 'number' }, `+${ms(e.at_ms)}`), h('b', {}, e.name), attributes(e.attributes)))))));
  });
}

function attributes(all) {
  return h('span', { class: 'attributes' }, Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => h('span', {}, h('code', {}, name), ' ', [value].flat().join(', ') || '–')));
}
