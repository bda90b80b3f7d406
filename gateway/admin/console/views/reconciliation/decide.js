// Decisions about many payments at once: what they add up to is shown, and sent, so
// that nothing else can be decided about.

import { at, call } from '../../api.js';
import { ask, optionalReason, reasonField } from '../../dialog.js';
import { field, h, pill, select } from '../../dom.js';
import { money } from '../../format.js';

/** How many payments, and of how much, for people. */
export function expectation(count, total) {
  return h('p', { class: 'expect' }, h('b', {}, `${count} ${count === 1 ? 'payment' : 'payments'}`), ' of ', h('b', {}, money(total)));
}

const meanings = {
  settled: 'settled: the money moved', submitted: 'submitted: the vendor has it', returned: 'returned: it moved, and came back', failed: 'failed: it did not move',
};

/**
 * Asks for a decision about payments and makes it. what is one of payment_ids,
 * proposals, group_id and filter. suggested says how many proposals suggest a status;
 * without them one of statuses is chosen.
 */
export async function decideMany({ what, count, total, suggested, statuses, app }) {
  let made;
  const given = await ask({
    title: `Decide about ${count} ${count === 1 ? 'payment' : 'payments'}?`, action: `Decide about ${money(total)}`,
    text: 'If there are others, or they add up to something else by then, nothing is changed. What cannot be undone waits for a second person.',
    controls: [
      expectation(count, total),
      statuses ? field('What happened', select('status', [['', 'choose'], ...statuses.map((s) => [s, meanings[s]])], '', true))
        : h('p', {}, 'As proposed: ', [...suggested].map(([status, n]) => [`${n} `, pill(status), ' '])),
      reasonField(),
      field('Evidence', h('input', { name: 'evidence', maxlength: 2000, autocomplete: 'off' }), 'Optional: where it can be looked up.'),
    ],
    submit: async ({ status, reason, evidence }) => {
      made = await call('POST', at('resolutions'), { ...what, reason, evidence, ...(status && { status }), expect: { count, total } });
    },
  });
  if (!given) return undefined;
  app.toast(made.state === 'awaiting_approval' ? 'It waits for a second person.' : `${made.applied} of ${made.count} were decided.`);
  location.hash = `#/reconciliation/resolutions/${encodeURIComponent(made.id)}`;
  return made;
}

/** Approves or rejects a decision that waits. */
export async function answerResolution(r, approves, app) {
  const given = await ask({
    title: approves ? 'Approve this decision?' : 'Reject this decision?', action: approves ? `Approve ${money(r.total)}` : 'Reject', danger: approves,
    text: approves ? `${r.by} asks for it. It cannot be taken back, and subscribers are told of it.` : `${r.by} asked for it. Nothing is changed.`,
    controls: [expectation(r.count, r.total), h('p', {}, r.status && pill(r.status), ' ', r.reason), approves ? optionalReason() : reasonField()],
    submit: ({ reason }) => call('POST', at('resolutions', r.id, approves ? 'approve' : 'reject'),
      approves ? { expect: { count: r.count, total: r.total }, reason } : { reason }),
  });
  if (given) app.toast(approves ? 'It is approved.' : 'It is rejected.');
  app.refresh();
}
