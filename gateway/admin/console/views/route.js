// One route: its rollout and shadow, and other weights, which are planned before
// anything is applied.

import { at, call, get } from '../api.js';
import { button, field, h, heading, render } from '../dom.js';
import { showPlan, showProblem } from './plan.js';
import { rolloutPanel, startRollout } from './rollout.js';
import { matchers, parts } from './routes.js';
import { shadowPanel } from './shadow.js';

/** Shows one route. */
export function mountRoute(root, name, app) {
  const now = h('div');
  const editor = h('div');
  root.append(h('p', {}, h('a', { href: '#/routes' }, '← All routes')), now, editor);
  let edited = false;
  return async () => {
    const [{ data: rules }, { data: shadows }, config] = await Promise.all([get(at('routes')), get(at('routes', 'shadows')), get(at('config'))]);
    const rule = rules.find((r) => r.name === name);
    if (!rule) {
      render(now, heading(name), h('p', { class: 'empty' }, 'No route of this name is in service.'));
      return;
    }
    render(now, heading(rule.name, `Rule ${rule.position} of ${rules.length}`), matchers(rule), parts(rule),
      rule.fallback && h('p', { class: 'muted' }, `Falls back to ${rule.fallback.join(', then ')}.`),
      rolloutPanel(rule.rollout, app), shadowPanel(shadows.find((s) => s.route === name)));
    if (!edited) editWeights(editor, rule, config, app);
    edited = true; // what somebody typed stays
  };
}

function editWeights(root, rule, config, app) {
  const result = h('div', { 'aria-live': 'polite' });
  const inputs = rule.use.map((u) => field(u.connection, h('input', { name: u.connection, type: 'number', min: 0, step: 1, value: u.weight, required: true }),
    u.weight === u.weight_in_file ? undefined : `${u.weight_in_file} in the file`));
  const form = h('form', { class: 'panel', on: { submit: plan } }, h('div', { class: 'row' }, inputs),
    h('div', { class: 'actions' }, h('button', { type: 'submit', class: 'primary' }, 'Plan')));
  render(root, h('h2', {}, 'Other weights'),
    h('p', { class: 'muted' }, 'A plan says what they would have moved of the requests that were recorded. It changes nothing.'), form, result);

  async function plan(event) {
    event.preventDefault();
    const weights = rule.use.map((u) => ({ connection: u.connection, weight: Number(form.elements[u.connection].value) }));
    try {
      const p = await call('POST', at('routes', rule.name, 'plan'), { weights });
      showPlan(result, p, ...ways(rule, weights, config, app));
    } catch (problem) {
      showProblem(result, problem);
    }
  }
}

// ways are those in which the weights can be put into service.
function ways(rule, weights, config, app) {
  const total = weights.reduce((sum, w) => sum + w.weight, 0);
  if (total === 0) return [];
  const before = (w) => rule.use.find((u) => u.connection === w.connection).wanted_share;
  const raised = weights.filter((w) => w.weight / total > before(w) + 1e-9);
  const running = rule.rollout?.state === 'running' || rule.rollout?.state === 'done';
  const upTo = raised.length === 1 ? Math.round((100 * raised[0].weight) / total) : 0;
  const line = `use: [${weights.map((w) => `{connection: ${w.connection}, weight: ${w.weight}}`).join(', ')}]`;
  return [
    h('h3', {}, 'Apply'),
    upTo >= 1 && !running && app.may('operator') && h('p', {}, button(`Raise ${raised[0].connection} to ${upTo} % in steps…`,
      () => startRollout(rule.name, raised[0].connection, 100 * before(raised[0]), upTo, app), { class: 'primary', 'data-key': 'rollout' }),
    h('small', {}, ' A rollout: watched, and put back by itself when the connection does worse. The others share the rest as before.')),
    running && h('p', { class: 'muted' }, 'A rollout of this route is in force; put its weights back before another one.'),
    h('p', { class: 'muted' }, `For good the file is the truth, and the console does not write it. In ${config.path}, give the rule ${rule.name} this line; `,
      config.watch ? 'it is loaded as soon as the file is saved.' : 'then reload it under Configuration.'),
    h('pre', { tabindex: 0, role: 'region', 'aria-label': 'Line for the file' }, line),
    button('Copy the line', async () => {
      try {
        await navigator.clipboard.writeText(line);
        app.toast('The line is copied.');
      } catch {
        app.toast('The browser does not let it be copied; select it.');
      }
    }),
  ];
}
