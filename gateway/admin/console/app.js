// The frame of the console: views by the address after #, refreshed while the
// page is looked at.

import { at, forgetToken, get, hasToken, readiness, setToken } from './api.js';
import { ask } from './dialog.js';
import { empty, field, h, render } from './dom.js';
import { clock, inUTC, setUTC } from './format.js';
import { icon } from './icons.js';
import * as overview from './views/overview.js';
import * as connections from './views/connections.js';
import * as routes from './views/routes.js';
import * as tenants from './views/tenants.js';
import * as traces from './views/traces.js';
import * as payments from './views/payments.js';
import * as reconciliation from './views/reconciliation.js';
import * as events from './views/events.js';
import * as changes from './views/changes.js';
import * as configuration from './views/configuration.js';

// A view has a title and mount(root, rest, app), which gives a function that
// loads and shows what is current.
const views = { overview, connections, routes, tenants, traces, payments, reconciliation, events, changes, config: configuration };
const EVERY = 3000;

const byID = (id) => document.getElementById(id);
const [main, trouble, foot, auto, nav, menu, leave] = ['main', 'trouble', 'foot', 'auto', 'nav', 'menu', 'leave'].map(byID);

let load = async () => {};
let turn = 0; // counts navigations, so that a late answer of a view that is gone is dropped
let operator; // who signed in, once that is known

/** What views may ask of the frame. */
const app = {
  refresh: () => refresh(),
  /** Whether who signed in has a role; the gateway decides in the end. */
  may: (role) => role === 'viewer' || (operator?.roles.includes(role) ?? false),
  toast(text) {
    const toast = byID('toast');
    toast.textContent = text;
    setTimeout(() => { if (toast.textContent === text) toast.textContent = ''; }, 5000);
  },
};

function navigate() {
  const [name, ...rest] = location.hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);
  const view = views[name];
  if (!view) {
    location.replace('#/overview');
    return;
  }
  turn++;
  document.title = `${view.title} · canongate`;
  render(nav, Object.entries(views).map(([key, v]) =>
    h('a', { href: `#/${key}`, 'data-key': key, 'aria-current': key === name ? 'page' : undefined }, icon(key), v.title)));
  unfold(false);
  trouble.hidden = true;
  show(() => view.mount(main, rest, app));
}

const waiting = h('p', { class: 'empty', role: 'status' }, 'Loading…');

/** Mounts a view, which says that it loads until it has. One that fails is mounted again with the next look. */
function show(mount) {
  const mine = turn;
  main.replaceChildren(waiting);
  main.setAttribute('aria-busy', 'true');
  const first = async () => {
    operator ??= await get(at('operator')); // a view offers what may be done
    if (mine !== turn) return;
    main.replaceChildren();
    const its = mount();
    main.append(waiting);
    await its();
    if (mine === turn) load = its;
  };
  let mounting; // a look of the clock meanwhile waits for the same
  load = () => mounting ??= first().finally(() => { mounting = undefined; });
  refresh();
}

async function refresh() {
  const mine = turn;
  try {
    await load();
    if (mine !== turn) return;
    settled();
    trouble.hidden = true;
    byID('who').textContent = signedIn();
    leave.hidden = !hasToken();
    foot.textContent = `current as of ${clock(new Date())}`;
  } catch (problem) {
    if (mine !== turn) return;
    const first = main.hasAttribute('aria-busy'); // nothing was shown yet
    if (!first) settled();
    if (problem.status === 401) {
      operator = undefined;
      await signIn();
      return;
    }
    if (first) missing(problem);
    else main.classList.add('stale');
    render(trouble, h('strong', {}, problem.title || 'Something went wrong'), ` ${problem.message}`);
    trouble.hidden = false;
  }
}

function settled() {
  main.className = '';
  waiting.remove();
  main.removeAttribute('aria-busy');
}

/** What stands where a view has nothing to show. */
function missing({ status }) {
  const words = { 0: 'Nothing can be shown until the gateway answers again.', 403: 'You may not see this.', 404: 'There is nothing under this address.' };
  main.replaceChildren(h('h1', {}, document.title.split(' · ')[0]), empty(words[status] ?? 'This could not be loaded.'));
}

/** Who signed in and what they may do, in words. */
function signedIn() {
  const sees = operator.tenants.includes('*') ? '' : `, sees ${operator.tenants.join(', ')}`;
  return `${operator.name} (${operator.roles.join(', ')}${sees})`;
}

async function signIn() {
  if (document.querySelector('dialog')) return;
  const refused = hasToken() ? 'The credential of before is not taken any more: it is wrong, or its time is over. ' : '';
  const token = h('input', { name: 'token', type: 'password', required: true, autocomplete: 'current-password' });
  const given = await ask({
    title: 'Sign in', text: `${refused}Give your operator’s credential, or the admin token. It is kept until this tab is closed.`,
    controls: [field('Credential', token)], action: 'Sign in',
    submit: async (values) => {
      setToken(values.token.trim());
      try {
        operator = await get(at('operator'));
      } catch (problem) {
        if (problem.status !== 401) throw problem;
        forgetToken();
        throw new Error('That credential was not taken: it is wrong, or its time is over.');
      }
    },
  });
  if (given) navigate();
  else missing({ status: 403 });
}

leave.addEventListener('click', () => {
  forgetToken();
  operator = undefined;
  byID('who').textContent = '';
  leave.hidden = true;
  navigate();
});

function unfold(open) {
  nav.classList.toggle('open', open);
  menu.setAttribute('aria-expanded', String(open));
}

async function showReadiness() {
  const { status, dependencies = [] } = await readiness();
  const mark = byID('ready');
  mark.textContent = status;
  mark.className = `pill ${status === 'ready' ? 'good' : 'bad'}`;
  mark.title = dependencies.filter((d) => !d.ready).map((d) => `${d.name}: ${d.reason ?? 'not ready'}`).join('\n');
}

async function tick() {
  if (auto.checked && document.visibilityState === 'visible') {
    await Promise.all([showReadiness(), document.querySelector('dialog') ? undefined : refresh()]);
  }
  setTimeout(tick, EVERY);
}

const utc = byID('utc');
utc.checked = inUTC();
utc.addEventListener('change', () => {
  setUTC(utc.checked);
  navigate(); // whatever shows a time is made anew
});
menu.addEventListener('click', () => unfold(menu.getAttribute('aria-expanded') !== 'true'));
addEventListener('keydown', (event) => {
  if (event.key === '/' && !event.target.closest('input, textarea, select, dialog')) {
    event.preventDefault();
    if (!location.hash.startsWith('#/traces')) location.hash = '#/traces';
    setTimeout(() => document.querySelector('main input[name=search]')?.focus(), 50);
  }
});
addEventListener('hashchange', () => {
  navigate();
  main.focus({ preventScroll: true });
  scrollTo(0, 0);
});
document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible' && auto.checked) refresh(); });
navigate();
showReadiness();
setTimeout(tick, EVERY);
