// Imports: a vendor's or bank's file, first dry, then for real.

import { at, call, get, getAll, upload, withQuery } from '../../api.js';
import { confirmChange, optionalReason, reasonField } from '../../dialog.js';
import { button, field, h, heading, pill, render, select, table, terms } from '../../dom.js';
import { short, when } from '../../format.js';

export const title = 'Imports';

export function mount(root, [id], app) {
  return id ? mountOne(root, id, app) : mountList(root, app);
}

function mountList(root, app) {
  const list = h('div');
  const trouble = h('p', { class: 'trouble', role: 'alert', hidden: true });
  const connection = h('select', { name: 'connection', required: true });
  const send = h('button', { type: 'submit', class: 'primary' }, 'Dry run');
  const form = h('form', { class: 'panel', on: { submit: take } },
    h('div', { class: 'row' },
      field('File', h('input', { name: 'file', type: 'file', required: true })),
      field('From connection', connection),
      field('Format', select('format', [['auto', 'as it looks'], ['nacha', 'Nacha: returns, changes'], ['csv', 'CSV export']])),
      field('CSV mapping', h('input', { name: 'mapping', spellcheck: 'false', placeholder: 'where there are several', autocomplete: 'off' }))),
    h('div', { class: 'row' },
      field('Covers from', h('input', { name: 'from', spellcheck: 'false', placeholder: '2026-11-28', autocomplete: 'off' })),
      field('until', h('input', { name: 'to', spellcheck: 'false', placeholder: '2026-11-30', autocomplete: 'off' })),
      h('label', { class: 'switch' }, h('input', { name: 'complete', type: 'checkbox', value: 'true' }), ' The file is complete for this time: what it does not list did not happen'),
      h('span', { class: 'push' }), send),
    trouble);
  root.append(heading(title, 'A dry run reads a file and shows what it would do. Nothing moves until you apply it.'), ...(app.may('operator') ? [form] : []), list);
  let cursors = [''];

  async function take(event) {
    event.preventDefault();
    const values = new FormData(form);
    send.disabled = true;
    trouble.hidden = true;
    try {
      const taken = await upload(withQuery(at('imports'), {
        connection: values.get('connection'), format: values.get('format'), mapping: values.get('mapping'), dry_run: 'true',
      }), values.get('file'), coverage(values));
      if (taken.duplicate) app.toast('This file was taken before; nothing was done again.');
      location.hash = `#/reconciliation/imports/${encodeURIComponent(taken.id)}`;
    } catch (problem) {
      trouble.textContent = [problem.message, ...(problem.errors ?? []).map((e) => `${e.pointer} ${e.detail}`)].join(' – ');
      trouble.hidden = false;
    } finally {
      send.disabled = false;
    }
  }

  return async () => {
    const [connections, ...pages] = await Promise.all([
      connection.options.length > 0 ? undefined : get(at('connections')),
      ...cursors.map((cursor) => get(withQuery(at('imports'), { cursor, limit: 50 }))),
    ]);
    if (connections) connection.append(...connections.data.filter(pays).map((c) => h('option', { value: c.name }, c.name)));
    const last = pages.at(-1);
    render(list, h('h2', {}, 'Taken, newest first'), table('Imports', columns, pages.flatMap((p) => p.data), 'No file was imported yet.'),
      last.has_more && h('div', { class: 'actions' }, button('Older', () => { cursors = [...cursors, last.next_cursor]; app.refresh(); }, { 'data-key': 'older' })));
  };
}

const pays = (c) => c.breakers.some((b) => b.operation === 'create_payment');

function coverage(values) {
  const headers = {};
  if (values.get('from')) headers['Coverage-From'] = values.get('from').trim();
  if (values.get('to')) headers['Coverage-To'] = values.get('to').trim();
  if (values.get('complete')) headers['Coverage-Complete'] = 'true';
  return headers;
}

const columns = [
  { head: 'File', cell: (i) => h('a', { href: `#/reconciliation/imports/${encodeURIComponent(i.id)}`, 'data-key': i.id }, i.name || short(i.sha256)) },
  { head: 'State', cell: (i) => pill(i.state) },
  { head: 'Connection', class: 'tight', cell: (i) => i.connection },
  { head: 'Format', cell: (i) => i.format },
  { head: 'Entries', class: 'number', cell: (i) => String(i.counts.entries ?? '–') },
  { head: 'Applied', class: 'number', cell: (i) => String(i.counts.applied) },
  { head: 'Proposed', class: 'number', cell: (i) => String(i.counts.proposed) },
  { head: 'Exceptions', class: 'number', cell: (i) => String(i.counts.exception) },
  { head: 'By', cell: (i) => i.by },
  { head: 'At', cell: (i) => when(i.created_at) },
];

const countNames = {
  lines: 'Lines', entries: 'Entries', ours: 'Ours', applied: 'Applied', proposed: 'Proposed', duplicate: 'Known already', exception: 'Exceptions',
  not_ours: 'Of others', invalid: 'Not readable',
};

function mountOne(root, id, app) {
  const facts = h('div');
  const entries = h('div');
  const form = h('form', { class: 'row filters', on: { change: () => app.refresh(), submit: (event) => event.preventDefault() } },
    field('Result', select('result', [['', 'any'], 'applied', 'confirmed', 'corrected', 'proposed', 'duplicate', 'exception'])));
  root.append(h('p', {}, h('a', { href: '#/reconciliation/imports' }, '← All imports')), facts, h('h2', {}, 'Entries'), form, entries);
  return async () => {
    const [i, rows] = await Promise.all([
      get(at('imports', id)), getAll(at('imports', id, 'entries'), { result: form.elements.result.value }, 200),
    ]);
    render(facts, head(i, app), h('div', { class: 'figures' }, Object.entries(countNames).map(([key, name]) => count(key === 'applied' && i.state === 'dry' ? 'Would be applied' : name, i.counts[key] ?? '–', key))),
      outcome(i), mistakes(i.first_errors ?? []));
    render(entries, table('Entries', entryColumns, rows, 'No entry is kept: only those that concern a payment of ours are.'),
      rows.length >= 200 && h('p', { class: 'muted' }, 'The first 200 are shown.'));
  };
}

function head(i, app) {
  return [
    h('h1', {}, i.name || 'Import', ' ', pill(i.state), i.dry_run && i.state !== 'dry' && pill('dry run', 'plain')),
    i.refusal && h('p', { class: 'trouble' }, i.refusal),
    i.state === 'partial' && h('p', { class: 'trouble' }, 'The file is cut, or contradicts itself. Its entries are shown; nothing of it is applied.'),
    terms([
      ['Connection', i.connection], ['Format', [i.format, i.mapping && `, ${i.mapping}`]], ['Controls', pill(i.controls || '–', { ok: 'good', mismatch: 'bad' }[i.controls] ?? 'plain')],
      ['Covers', i.coverage && [when(i.coverage.from), ' to ', when(i.coverage.to), i.coverage.complete ? ', complete' : '']],
      ['By', i.by], ['Applied by', i.applied_by], ['Withdrawn by', i.withdrawn_by], ['Taken', when(i.created_at)], ['SHA-256', short(i.sha256)],
      ...Object.entries(i.totals ?? {}).flatMap(([currency, t]) => [[`Debits, ${currency}`, t.debit], [`Credits, ${currency}`, t.credit]]),
    ]),
    h('div', { class: 'row' },
      app.may('operator') && i.state === 'dry' && button('Apply…', () => apply(i, app), { class: 'primary', 'data-key': 'apply' }),
      app.may('operator') && (i.state === 'dry' || ['partial', 'applied'].includes(i.state) && i.counts.applied === 0) && button('Withdraw…', () => withdraw(i, app), { class: 'danger', 'data-key': 'withdraw' })),
  ];
}

function count(name, value, key) {
  const alarming = value > 0 && (key === 'exception' || key === 'invalid');
  return h('div', { class: alarming ? 'figure alarming' : 'figure' }, h('span', {}, name), h('b', {}, String(value)));
}

function outcome(i) {
  const kinds = Object.entries(i.proposals ?? {}).filter(([, n]) => n > 0);
  const here = `import_id=${encodeURIComponent(i.id)}`;
  return [
    kinds.length > 0 && h('p', {}, 'Proposals: ', kinds.map(([kind, n]) => [
      h('a', { href: `#/reconciliation/proposals/${here}&kind=${kind}&state=${i.state === 'dry' ? 'dry' : 'open'}` }, `${n} ${kind.replaceAll('_', ' ')}`), '  '])),
    i.counts.exception > 0 && h('p', {}, h('a', { href: `#/reconciliation/exceptions/${here}` }, `${i.counts.exception} exceptions`), ' have to be looked at.'),
  ];
}

function mistakes(errors) {
  return errors.length > 0 && [h('h2', {}, 'Lines with mistakes'), table('Lines with mistakes', [
    { head: 'Line', class: 'number', cell: (e) => String(e.line) }, { head: 'Code', cell: (e) => h('code', {}, e.code) }, { head: 'What is wrong', cell: (e) => e.detail },
  ], errors, '')];
}

const entryColumns = [
  { head: 'Line', class: 'number', cell: (e) => String(e.line) },
  { head: 'Result', cell: (e) => pill(e.result) },
  { head: 'Says', cell: (e) => [e.kind, e.status && [' ', pill(e.status)], e.code && [' ', h('code', {}, e.code)]] },
  { head: 'Amount', class: 'number', cell: (e) => `${e.amount.value} ${e.amount.currency}` },
  { head: 'On', cell: (e) => e.occurred_on ?? '' },
  { head: 'Account', cell: (e) => (e.last4 ? `…${e.last4}` : '') },
  { head: 'Payment', class: 'tight', cell: (e) => e.payment_id && h('a', { href: `#/payments/${encodeURIComponent(e.payment_id)}`, 'data-key': `${e.no} ${e.payment_id}` }, short(e.payment_id)) },
];

async function apply(i, app) {
  const changed = await confirmChange({
    title: `Apply ${i.name || 'this import'}?`, action: 'Apply',
    text: 'What the file proves is applied to the payments as they are now, and subscribers are told. What it only suggests becomes a proposal.',
    controls: [optionalReason()], run: (given) => call('POST', at('imports', i.id, 'apply'), given),
  });
  if (changed) app.toast('It is being applied.');
  app.refresh();
}

async function withdraw(i, app) {
  const changed = await confirmChange({
    title: `Withdraw ${i.name || 'this import'}?`, action: 'Withdraw', danger: true, text: 'Its proposals go with it. The file can be imported again.',
    controls: [reasonField()], run: (values) => call('POST', at('imports', i.id, 'withdraw'), values),
  });
  if (changed) app.toast('It is withdrawn.');
  app.refresh();
}
