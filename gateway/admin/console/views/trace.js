// One trace: the story of a request, span after span.

import { at, get } from '../api.js';
import { h, pill, render, terms } from '../dom.js';
import { ms, when } from '../format.js';

/** Shows one trace. */
export function mountTrace(root, id) {
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
        ['Operation', trace.operation],
        ['Connection', trace.connection && h('a', { href: `#/connections/${encodeURIComponent(trace.connection)}` }, trace.connection)], ['Vendor', trace.vendor], ['Tenant', trace.tenant && h('a', { href: `#/tenants/${encodeURIComponent(trace.tenant)}` }, trace.tenant)],
        ['Credential', trace.credential], ['Request id', trace.request_id && h('code', {}, trace.request_id)],
        ['Payment', trace.payment_id && h('a', { href: `#/payments/${trace.payment_id}` }, h('code', {}, trace.payment_id))],
        ['Route', trace.route && h('a', { href: `#/routes/${encodeURIComponent(trace.route)}` }, trace.route)],
        ['Customer', trace.journey && h('a', { href: `#/traces/${encodeURIComponent(`?customer:${trace.journey}`)}` }, 'all calls about the same one')], ['Outcome', trace.outcome && pill(trace.outcome)], ['Code', trace.code], ['Attempts', String(trace.attempts)],
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
