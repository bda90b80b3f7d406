// Routes: the rules in their order, what each wants and what it really does.

import { at, get } from '../api.js';
import { shares } from '../chart.js';
import { empty, h, heading, pill, render } from '../dom.js';
import { number, percent } from '../format.js';
import { mountExplain } from './explain.js';
import { mountRoute } from './route.js';
import { rolloutLine } from './rollout.js';

export const title = 'Routes';

export function mount(root, [name], app) {
  if (name) return mountRoute(root, name, app);
  const body = h('div');
  root.append(heading(title, 'The first rule that matches takes a request. Measured shares are of this replica’s last hour; fallbacks count in them.'), body);
  const fill = mountExplain(root);
  return async () => {
    const [{ data: rules }, { data: shadows }] = await Promise.all([get(at('routes')), get(at('routes', 'shadows')), fill()]);
    render(body, rules.length === 0 ? empty('No route is configured.')
      : h('ol', { class: 'rules' }, rules.map((r) => rule(r, shadows.find((s) => s.route === r.name)))));
  };
}

function rule(r, shadow) {
  return h('li', { class: 'card rule', 'aria-label': r.name },
    h('header', {}, h('span', { class: 'position', 'aria-hidden': 'true' }, String(r.position)),
      h('h2', {}, h('a', { href: `#/routes/${encodeURIComponent(r.name)}`, 'data-key': `rule ${r.name}` }, r.name)),
      h('span', { class: 'muted' }, `${number(r.calls)} calls in the last hour`)),
    matchers(r), parts(r),
    h('p', { class: 'marks' }, r.fallback && h('span', { class: 'muted' }, `falls back to ${r.fallback.join(', then ')}`),
      r.shadow && h('span', {}, 'shadow ', h('b', {}, r.shadow.connection), `, ${percent(r.shadow.share)} `, verdict(shadow)),
      rolloutLine(r.rollout)));
}

/** What a rule asks of a request. */
export function matchers(r) {
  return h('dl', { class: 'matchers' }, r.matchers.map((m) => h('div', {}, h('dt', {}, m.name), h('dd', {}, h('code', {}, m.want)))));
}

/** What a rule wants, and what was measured. */
export function parts(r) {
  if (r.use.length === 1 && (r.use[0].measured_share ?? 1) > 0.9995) {
    return h('p', { class: 'marks' }, 'to ', h('a', { href: `#/connections/${encodeURIComponent(r.use[0].connection)}` }, r.use[0].connection));
  }
  const used = r.use;
  const rest = 1 - used.reduce((sum, u) => sum + (u.measured_share ?? 0), 0);
  return h('div', { class: 'parts' },
    shares('wanted', used.map((u) => ({ name: u.connection, share: u.wanted_share }))),
    r.calls > 0 ? shares('measured', [...used.map((u) => ({ name: u.connection, share: u.measured_share })), ...(rest > 0.0005 ? [{ name: 'fallbacks', share: rest }] : [])])
      : h('div', { class: 'shares' }, h('span', {}, 'measured'), h('small', {}, 'no calls yet')),
    h('ul', { class: 'legend' }, used.map((u, k) => h('li', {}, h('i', { class: `key s${k % 5}`, 'aria-hidden': 'true' }),
      h('a', { href: `#/connections/${encodeURIComponent(u.connection)}` }, u.connection), ` ${percent(u.wanted_share)} wanted`,
      u.measured_share !== null && `, ${percent(u.measured_share)} measured`, u.weight !== u.weight_in_file && h('small', {}, ` weight ${u.weight}, in the file ${u.weight_in_file}`)))));
}

/** What a shadow came to, in a few words. */
export function verdict(s) {
  if (!s || s.equal_ratio === null) return pill('nothing compared', 'plain');
  const tone = s.equal_ratio >= 0.99 ? 'good' : s.equal_ratio >= 0.9 ? 'warn' : 'bad';
  return pill(`${Math.floor(s.equal_ratio * 1000) / 10} % equal`, tone); // rounded down: 100 % is all
}
