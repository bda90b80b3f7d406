// A rollout: another connection gets more of a route, step by step, and less again by
// itself when it does worse.

import { at, call } from '../api.js';
import { ask, optionalReason, reasonField } from '../dialog.js';
import { button, field, h, pill, table, terms } from '../dom.js';
import { ms, number, percent, when } from '../format.js';

/** What a route's rollout is at, in a few words. */
export function rolloutLine(r) {
  if (!r) return undefined;
  return h('span', {}, 'rollout of ', h('b', {}, r.connection), ' ', pill(r.state), r.state === 'running' && ` at ${r.step.percent} %`);
}

/** A rollout whole: its steps, its figures, and how it ended. */
export function rolloutPanel(r, app) {
  if (!r) return undefined;
  const on = r.state === 'running' || r.state === 'done';
  return h('section', { class: `card ${r.state === 'put_back' ? 'failing' : r.state === 'running' ? 'degraded' : 'quiet'}`, 'aria-label': 'Rollout' },
    h('header', {}, h('h2', {}, `Rollout of ${r.connection}`), pill(r.state), h('span', { class: 'push' }),
      on && app.may('operator') && button('Put the weights back…', () => stop(r, app), { class: 'danger', 'data-key': 'stop' })),
    r.why && h('p', { class: 'why' }, `${sentence(r.why)} `, r.ended_at && when(r.ended_at), r.ended_by && ` by ${r.ended_by}`),
    h('ol', { class: 'steps', 'aria-label': 'Steps' }, r.steps.map((percent_, k) => h('li', {
      class: k + 1 < r.step.number ? 'past' : k + 1 === r.step.number ? 'now' : '', 'aria-current': k + 1 === r.step.number && on ? 'step' : undefined,
    }, `${percent_} %`))),
    r.next && h('p', { class: 'muted' }, r.next.state === 'done' ? 'It is done ' : `${r.next.percent} % follow `, 'at ', when(r.next.at), ' at the earliest',
      r.next.waits_for > 0 && `, and after ${number(r.next.waits_for)} more calls of ${r.connection}`, '.'),
    table('Figures of the step', [
      { head: 'Of this step', cell: (s) => s.name },
      { head: 'Calls', class: 'number', cell: (s) => number(s.calls) },
      { head: 'Errors', class: 'number', cell: (s) => number(s.errors) },
      { head: 'Error rate', class: 'number', cell: (s) => percent(s.error_rate) },
      { head: 'p95', class: 'number', cell: (s) => (s.calls > 0 ? ms(s.p95_ms) : '–') },
    ], [{ name: r.connection, ...r.step.connection }, { name: 'the rest of the route', ...r.step.rest }], ''),
    terms([['Allowed', `${percent(r.within.error_rate)} more errors, of ${number(r.within.minimum_calls)} calls at least, and ${r.within.p95_ratio} times the p95`],
      ['Each step', String(r.every)], ['Began', [when(r.since), ` by ${r.by}`]], ['Reason', r.reason]]));
}

const sentence = (text) => `${text[0].toUpperCase()}${text.slice(1)}.`;

async function stop(r, app) {
  const given = await ask({
    title: `Put the weights of ${r.route} back?`, text: 'The weights of before the rollout hold again with the next request.', action: 'Put back', danger: true,
    controls: [optionalReason()],
    submit: (values) => call('DELETE', at('routes', r.route, 'rollout'), values),
  });
  if (given) app.toast('The weights of before hold again.');
  app.refresh();
}

/** Asks for a rollout of a connection from its share up to another, in percent, and starts it. */
export async function startRollout(route, connection, from, upTo, app) {
  const steps = [5, 25, 50, 100].filter((s) => s > from && s < upTo).concat(upTo);
  const given = await ask({
    title: `Raise ${connection} to ${upTo} % of ${route}?`, action: 'Start', controls: [
      field('Steps, in percent', h('input', { name: 'steps', value: steps.join(', '), required: true, autocomplete: 'off' })),
      field('Each step lasts at least', h('input', { name: 'every', value: '10m', required: true, autocomplete: 'off' })),
      field('Error rate, above the rest’s at most', h('input', { name: 'error_rate', value: '0.01', required: true, inputmode: 'decimal' })),
      field('p95, of the rest’s at most, times', h('input', { name: 'p95_ratio', value: '1.5', required: true, inputmode: 'decimal' })),
      field('Calls that a step waits for', h('input', { name: 'minimum_calls', value: '50', required: true, inputmode: 'numeric' })),
      reasonField('Reason', 'Kept with the rollout, and with your name.'),
    ],
    text: 'Each step is a generation of the configuration. Outside these bounds the weights of before come back by themselves.',
    submit: (v) => call('POST', at('routes', route, 'rollout'), {
      connection, steps: v.steps.split(/[\s,]+/).filter(Boolean).map(Number), every: v.every.trim(), reason: v.reason,
      within: { error_rate: Number(v.error_rate), p95_ratio: Number(v.p95_ratio), minimum_calls: Number(v.minimum_calls) },
    }),
  });
  if (given) app.toast(`The rollout of ${connection} has begun.`);
  app.refresh();
}
