// Questions to the operator. Each opens over the page and gives a promise.

import { field, h } from './dom.js';

/**
 * Asks with a form. Gives the values of its named controls, or undefined when the
 * operator thinks better of it. submit, if given, is run first; while it throws,
 * the dialog stays open and shows why. Without it there is nothing to cancel.
 */
export function ask({ title, text, controls = [], action, danger = false, submit }) {
  return new Promise((resolve) => {
    const trouble = h('p', { class: 'trouble', role: 'alert', hidden: true });
    const confirm = h('button', { type: 'submit', class: danger ? 'danger' : 'primary' }, action);
    const cancel = h('button', { type: 'button', on: { click: () => dialog.close() } }, 'Cancel');
    const form = h('form', { on: { submit: send } },
      h('h2', { id: 'question' }, title), text && h('p', {}, text), controls, trouble,
      h('div', { class: 'actions' }, submit && cancel, confirm));
    const dialog = h('dialog', { 'aria-labelledby': 'question' }, form);
    let given;

    async function send(event) {
      event.preventDefault();
      const values = Object.fromEntries(new FormData(form));
      confirm.disabled = true;
      try {
        await submit?.(values);
        given = values;
        dialog.close();
      } catch (problem) {
        trouble.textContent = [problem.message, ...(problem.errors ?? []).map((e) => `${e.pointer} ${e.detail}`)].join(' – ');
        trouble.hidden = false;
      } finally {
        confirm.disabled = false;
      }
    }

    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(given);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Asks before a change. Gives whether it was made. */
export async function confirmChange({ title, text, action, danger, controls, run }) {
  const given = await ask({ title, text, action, danger, controls, submit: run });
  return given !== undefined;
}

/** The control for why somebody changes something, who may leave it out. */
export const optionalReason = () => field('Reason', h('input', { name: 'reason', maxlength: 2000, autocomplete: 'off' }), 'Optional. Kept with your name under Changes.');

/** The control for why somebody decides something. */
export function reasonField(label = 'How you found out', hint = 'Kept with the decision, and with your name. No names of people, no account numbers.') {
  return field(label, h('textarea', { name: 'reason', rows: 3, required: true, maxlength: 2000 }), hint);
}
