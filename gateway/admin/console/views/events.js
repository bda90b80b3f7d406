// Events: the outbox, and who has got what.

import { at, call, get, withQuery } from '../api.js';
import { confirmChange } from '../dialog.js';
import { button, field, h, pill, render, select, table } from '../dom.js';
import { short, when } from '../format.js';

export const title = 'Events';

const types = ['customer.screening.updated', 'customer.status.updated', 'payment.updated', 'verification.completed', 'connection.degraded',
  'payment.corrected', 'reconciliation.exception'];

export function mount(root, _, app) {
  const list = h('div');
  let cursors = [''];
  const form = h('form', { class: 'row filters', on: { input: first, submit: (event) => event.preventDefault() } },
    field('Delivery', select('state', [['', 'any'], 'pending', 'delivered', 'dead'])),
    field('Type', select('type', [['', 'any'], ...types])),
    field('Subscriber', h('input', { name: 'subscriber', spellcheck: 'false' })));
  root.append(h('h1', {}, title), form, list);

  function first() {
    cursors = [''];
    app.refresh();
  }

  return async () => {
    const filters = Object.fromEntries(new FormData(form));
    const pages = await Promise.all(cursors.map((cursor) => get(withQuery(at('events'), { ...filters, cursor, limit: 50 }))));
    const last = pages.at(-1);
    render(list,
      table('Events', columns(app), pages.flatMap((p) => p.data), 'The outbox holds no such event.'),
      last.has_more && h('div', { class: 'actions' }, button('Older', () => { cursors = [...cursors, last.next_cursor]; app.refresh(); }, { 'data-key': 'older' })));
  };
}

function columns(app) {
  return [
    { head: 'Time', cell: (e) => when(e.time) },
    { head: 'Type', cell: (e) => e.type },
    { head: 'Subject', cell: (e) => short(e.subject) },
    { head: 'Connection', cell: (e) => e.connection },
    { head: 'Tenant', cell: (e) => e.tenant },
    { head: 'Deliveries', cell: (e) => deliveries(e) },
    { head: '', class: 'end', cell: (e) => button('Redeliver…', () => redeliver(e, app), { 'data-key': `redeliver ${e.id}`, disabled: !e.deliveries?.length }) },
  ];
}

function deliveries(e) {
  if (!e.deliveries?.length) return h('span', { class: 'muted' }, 'nobody asked for it');
  return e.deliveries.map((d) => h('div', {}, d.subscriber, ' ', pill(d.state), ' ',
    h('small', {}, `${d.attempts} ${d.attempts === 1 ? 'try' : 'tries'}`), d.next_at && [' ', h('small', {}, 'next '), when(d.next_at)]));
}

async function redeliver(e, app) {
  const changed = await confirmChange({
    title: 'Deliver this event again?', text: `${e.type} goes once more to every subscriber that was to get it. They tell repetitions by its id.`,
    action: 'Redeliver', run: () => call('POST', at('events', e.id, 'redeliver'), {}),
  });
  if (changed) app.toast('The event is due again.');
  app.refresh();
}
