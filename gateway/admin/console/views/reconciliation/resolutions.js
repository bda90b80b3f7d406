// Resolutions: decisions about payments, and those that wait for a second person.

import { at, get, getAll, withQuery } from '../../api.js';
import { ask } from '../../dialog.js';
import { button, field, h, pill, render, select, table, terms } from '../../dom.js';
import { ago, money, short, sum, when } from '../../format.js';
import { answerResolution, decideMany } from './decide.js';

export const title = 'Resolutions';

const MOST = 1000; // that one decision takes

export function mount(root, [id], app) {
  return id ? mountOne(root, id, app) : mountList(root, app);
}

function mountList(root, app) {
  const list = h('div');
  let cursors = [''];
  const form = h('form', { class: 'row filters', on: { change: () => { cursors = ['']; app.refresh(); }, submit: (event) => event.preventDefault() } },
    field('State', select('state', [['', 'any'], ['awaiting_approval', 'waiting for a second person'], 'approved', 'applied', 'rejected', 'expired'])),
    app.may('operator') && [h('span', { class: 'push' }), button('Resolve unknown payments…', () => resolveUnknown(app))]);
  root.append(h('h1', {}, title), form, list);
  return async () => {
    const filters = Object.fromEntries(new FormData(form));
    const pages = await Promise.all(cursors.map((cursor) => get(withQuery(at('resolutions'), { ...filters, cursor, limit: 50 }))));
    const last = pages.at(-1);
    render(list, table('Resolutions', columns, pages.flatMap((p) => p.data), 'Nothing was decided yet.'),
      last.has_more && h('div', { class: 'actions' }, button('Older', () => { cursors = [...cursors, last.next_cursor]; app.refresh(); }, { 'data-key': 'older' })));
  };
}

const columns = [
  { head: 'Resolution', cell: (r) => h('a', { href: `#/reconciliation/resolutions/${encodeURIComponent(r.id)}`, 'data-key': r.id }, short(r.id)) },
  { head: 'State', cell: (r) => pill(r.state) },
  { head: 'Decides', cell: (r) => [r.kind, ' ', r.status ? pill(r.status) : 'as proposed'] },
  { head: 'Payments', class: 'number', cell: (r) => String(r.count) },
  { head: 'Total', class: 'number', cell: (r) => money(r.total) },
  { head: 'By', cell: (r) => [r.by, r.decided_by && `, then ${r.decided_by}`] },
  { head: 'Reason', cell: (r) => r.reason },
  { head: 'At', cell: (r) => when(r.created_at) },
];

// resolveUnknown takes all unknown payments of a connection and a time, in two steps:
// which, and what of them.
async function resolveUnknown(app) {
  const { data: connections } = await get(at('connections'));
  let found;
  const filter = {};
  const given = await ask({
    title: 'Which unknown payments?', action: 'Count them',
    text: 'Of one connection. A file of the vendor’s is the better evidence, where there is one.',
    controls: [
      field('Connection', select('connection', [['', 'choose'], ...connections.map((c) => c.name)], '', true)),
      field('Made after', h('input', { name: 'after', type: 'datetime-local' }), 'Local time; optional.'),
      field('Made before', h('input', { name: 'before', type: 'datetime-local' }), 'Local time; optional.'),
    ],
    submit: async ({ connection, after, before }) => {
      Object.assign(filter, { connection, status: 'unknown' },
        after && { created_after: new Date(after).toISOString() }, before && { created_before: new Date(before).toISOString() });
      found = (await getAll(at('payments'), { connection, status: 'unknown' }, MOST + 1))
        .filter((p) => (!after || new Date(p.created_at) > new Date(after)) && (!before || new Date(p.created_at) < new Date(before)));
      if (found.length === 0) throw new Error('None is like that.');
      if (found.length > MOST) throw new Error(`There are more than ${MOST}; narrow them by time.`);
    },
  });
  if (!given) return;
  const total = { value: sum(found.map((p) => p.amount.value)), currency: found[0].amount.currency };
  await decideMany({ what: { filter }, count: found.length, total, statuses: ['settled', 'submitted', 'returned', 'failed'], app });
}

function mountOne(root, id, app) {
  const body = h('div');
  root.append(h('p', {}, h('a', { href: '#/reconciliation/resolutions' }, '← All resolutions')), body);
  return async () => {
    const [r, me] = await Promise.all([get(at('resolutions', id)), get(at('operator'))]);
    render(body,
      h('h1', {}, `${r.count} ${r.count === 1 ? 'payment' : 'payments'} of ${money(r.total)} `, pill(r.state)),
      terms([
        ['Decides', [r.kind, ' ', r.status ? pill(r.status) : 'as proposed']], ['Asked for by', r.by], ['Decided by', [r.decided_by, r.decision_reason && `: ${r.decision_reason}`].filter(Boolean).join('')], ['Reason', r.reason],
        ['Evidence', r.evidence], ['Made', when(r.created_at)], ['Waits until', r.state === 'awaiting_approval' && when(r.expires_at)],
        ['Changed', r.state !== 'awaiting_approval' && r.applied !== undefined && `${r.applied} of ${r.count}`], ['Skipped', r.skipped > 0 && String(r.skipped)],
      ]),
      r.state === 'awaiting_approval' && levers(r, me, app),
      h('h2', {}, 'Payments'), table('Payments', items, r.payments ?? [], 'No payment that you see.'));
  };
}

function levers(r, me, app) {
  const why = r.by === me.name ? `You asked for it, so a second person has to approve it (made ${ago(r.created_at)}).`
    : !me.roles.includes('approver') ? 'It takes the role approver to approve it.' : '';
  return h('div', { class: 'row' },
    button('Approve…', () => answerResolution(r, true, app), { class: 'primary', disabled: why !== '', 'data-key': 'approve' }),
    button('Reject…', () => answerResolution(r, false, app), { disabled: !me.roles.includes('approver'), 'data-key': 'reject' }),
    why && h('span', { class: 'muted' }, why));
}

const items = [
  { head: 'Payment', class: 'tight', cell: (i) => h('a', { href: `#/payments/${encodeURIComponent(i.payment_id)}`, 'data-key': i.payment_id }, short(i.payment_id)) },
  { head: 'From', cell: (i) => pill(i.was) },
  { head: 'To', cell: (i) => pill(i.status) },
  { head: 'Result', cell: (i) => [i.result && pill(i.result), i.why && [' ', i.why]] },
];
