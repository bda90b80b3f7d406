// Traces: the recent requests, found by one search box.

import { at, get, withQuery } from '../api.js';
import { h, heading, pill, render, table } from '../dom.js';
import { ms, when } from '../format.js';
import { mountTrace } from './trace.js';

export const title = 'Traces';

const SHOWN = 100;
let search = ''; // lives on while a trace is looked at

const examples = [['error', 'errors'], ['>1000', 'slower than a second'], ['outcome:unknown', 'outcome unknown'], ['outcome:not_sent', 'not sent']];

// The address may name a trace, or after a question mark what to search for.
export function mount(root, [asked], app) {
  if (asked && !asked.startsWith('?')) return mountTrace(root, asked);
  if (asked) search = asked.slice(1);
  const list = h('div');
  const box = h('input', {
    name: 'search', type: 'search', value: search, spellcheck: 'false', autocomplete: 'off', 'aria-describedby': 'search-hint',
    placeholder: 'acme create_customer >500', on: { input: () => look(box.value) },
  });
  const look = (text) => {
    search = text;
    app.refresh();
  };
  root.append(heading(title, 'The recent requests of this replica.'),
    h('form', { class: 'search', role: 'search', on: { submit: (event) => { event.preventDefault(); app.refresh(); } } },
      h('label', {}, h('span', {}, 'Find'), box),
      h('small', { id: 'search-hint' }, 'A request, trace, payment or customer id; or words that all have to fit: a tenant, credential, code, operation, connection, status, ',
        h('code', {}, 'name:value'), ' for exactly one of them, ', h('code', {}, '>500'), ' for milliseconds. The key / comes here.'),
      h('p', { class: 'marks' }, examples.map(([text, name]) => h('button', { type: 'button', 'data-key': text, on: { click: () => { box.value = text; look(text); } } }, name)))),
    list);
  return async () => {
    const wanted = search.trim();
    const { data, payments } = await find(wanted);
    if (wanted !== search.trim()) return;
    const shown = data.slice(0, SHOWN);
    const longest = Math.max(...shown.map((t) => t.duration_ms), 1);
    render(list, payments, table('Recent traces', columns(longest), shown, wanted ? 'No recent request is like that.' : 'There was no request yet.'),
      data.length > SHOWN && h('p', { class: 'muted' }, `The newest ${SHOWN} of ${data.length} are shown.`));
  };
}

// find asks for an id by what it is of, and else looks through all recent traces.
async function find(text) {
  const traces = (query) => get(withQuery(at('traces'), query));
  if (/^[0-9a-f]{32}$/.test(text)) {
    const { data } = await traces({ trace_id: text });
    return data.length > 0 ? { data } : traces({ request_id: text });
  }
  if (text.startsWith('pay_')) {
    return { ...await traces({ payment_id: text }), payments: h('p', {}, h('a', { href: `#/payments/${encodeURIComponent(text)}`, 'data-key': 'payment' }, 'This payment')) };
  }
  if (text.startsWith('cus_')) {
    return { ...await traces({ customer_id: text }), payments: h('p', {}, h('a', { href: `#/payments/${encodeURIComponent(`?customer_id=${text}`)}`, 'data-key': 'payments' }, 'Payments of this customer')) };
  }
  const { data } = await traces({ limit: text === '' ? SHOWN : undefined });
  const words = text.split(/\s+/).filter(Boolean);
  return { data: data.filter((t) => words.every((word) => fits(t, word))) };
}

const names = {
  tenant: 'tenant', credential: 'credential', code: 'code', operation: 'operation', connection: 'connection', vendor: 'vendor', outcome: 'outcome',
  route: 'route', request: 'request_id', trace: 'trace_id', payment: 'payment_id', customer: 'journey', status: 'status',
};

function fits(t, word) {
  if (/^>\d+$/.test(word)) return t.duration_ms > Number(word.slice(1));
  if (word === 'error') return t.error;
  const colon = word.indexOf(':');
  const exactly = names[word.slice(0, Math.max(colon, 0))];
  if (exactly) return String(t[exactly] ?? '') === word.slice(colon + 1);
  return [t.name, ...Object.values(names).map((key) => t[key])].some((value) => String(value ?? '').toLowerCase().includes(word.toLowerCase()));
}

function columns(longest) {
  return [
    { head: 'Time', cell: (t) => when(t.started_at) },
    { head: 'Request', cell: (t) => h('a', { href: `#/traces/${t.trace_id}`, 'data-key': t.trace_id }, t.operation || t.name) },
    { head: 'Connection', class: 'tight', cell: (t) => t.connection ?? '' },
    { head: 'Tenant', class: 'tight', cell: (t) => t.tenant ?? '' },
    { head: 'Result', cell: (t) => [pill(t.status || '–', t.error ? 'bad' : t.status >= 400 ? 'warn' : 'good'), ' ', t.code ?? ''] },
    { head: 'Outcome', cell: (t) => t.outcome && pill(t.outcome) },
    { head: 'Attempts', class: 'number', cell: (t) => String(t.attempts) },
    { head: 'Duration', class: 'number', cell: (t) => ms(t.duration_ms) },
    { head: '', class: 'meter', cell: (t) => h('span', { class: t.error ? 'fill bad' : 'fill', style: { width: `${(t.duration_ms / longest) * 100}%` } }) },
  ];
}
