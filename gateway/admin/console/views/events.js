// Events: the outbox, who has got what, and delivering once more: one, or all of a filter.

import { at, call, get, getAll, withQuery } from '../api.js';
import { ask, confirmChange, optionalReason } from '../dialog.js';
import { button, field, h, heading, pill, render, select, table } from '../dom.js';
import { number, short, when } from '../format.js';

export const title = 'Events';

const types = ['customer.screening.updated', 'customer.status.updated', 'payment.updated', 'verification.completed', 'connection.degraded',
  'payment.corrected', 'gateway.restored', 'reconciliation.exception'];

const MOST = 5000; // that are counted before all of a filter are delivered again

export function mount(root, _, app) {
  const list = h('div');
  let cursors = [''];
  const form = h('form', { class: 'row filters', on: { input: first, submit: (event) => event.preventDefault() } },
    field('Delivery', select('state', [['', 'any'], 'pending', 'delivered', 'dead'])),
    field('Type', select('type', [['', 'any'], ...types])),
    field('Subscriber', h('input', { name: 'subscriber', spellcheck: 'false' })),
    app.may('operator') && [h('span', { class: 'push' }), button('Redeliver all of these…', () => redeliverAll(filters(), app), { 'data-key': 'redeliver all' })]);
  const filters = () => Object.fromEntries(new FormData(form));
  root.append(heading(title, 'What subscribers are told, and whether they took it.'), form, list);

  function first() {
    cursors = [''];
    app.refresh();
  }

  return async () => {
    const pages = await Promise.all(cursors.map((cursor) => get(withQuery(at('events'), { ...filters(), cursor, limit: 50 }))));
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
    { head: 'Subject', class: 'tight', cell: (e) => short(e.subject) },
    { head: 'Connection', class: 'tight', cell: (e) => e.connection },
    { head: 'Tenant', class: 'tight', cell: (e) => e.tenant },
    { head: 'Deliveries', cell: (e) => deliveries(e) },
    { head: '', class: 'end', cell: (e) => app.may('operator') && button('Redeliver…', () => redeliver(e, app), { 'data-key': `redeliver ${e.id}`, disabled: !e.deliveries?.length }) },
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
    action: 'Redeliver', controls: [optionalReason()], run: (given) => call('POST', at('events', e.id, 'redeliver'), given),
  });
  if (changed) app.toast('The event is due again.');
  app.refresh();
}

// redeliverAll counts what a filter takes, and sends the count: if there are others by
// then, nothing is changed.
async function redeliverAll(asked, app) {
  const given = Object.entries(asked).filter(([, value]) => value !== '');
  let count;
  try {
    const events = await getAll(at('events'), asked, MOST);
    if (events.length >= MOST) throw new Error(`There are ${number(MOST)} events or more; narrow them.`);
    count = events.flatMap((e) => e.deliveries ?? [])
      .filter((d) => (!asked.state || d.state === asked.state) && (!asked.subscriber || d.subscriber === asked.subscriber)).length;
  } catch (problem) {
    app.toast(problem.message);
    return;
  }
  if (count === 0) {
    app.toast('No delivery is like that.');
    return;
  }
  const deliveries_ = `${number(count)} ${count === 1 ? 'delivery' : 'deliveries'}`;
  const done = await ask({
    title: `Make ${deliveries_} again?`, action: `Redeliver ${number(count)}`,
    text: 'Subscribers tell repetitions by the event’s id. If the filter takes another number by then, nothing is changed.',
    controls: [h('p', { class: 'expect' }, h('b', {}, deliveries_), ` of ${given.length === 0 ? 'every event' : given.map(([name, value]) => `${name} ${value}`).join(', ')}`), optionalReason()],
    submit: ({ reason }) => call('POST', at('events', 'redeliver'), { filter: Object.fromEntries(given), expect: { count }, reason }),
  });
  if (done) app.toast(`${deliveries_} are due again.`);
  app.refresh();
}
