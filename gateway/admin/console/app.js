// The frame of the console: views by the address after #, refreshed while the
// page is looked at.

import { at, get, hasToken, readiness, setToken } from './api.js';
import { ask } from './dialog.js';
import { field, h, render } from './dom.js';
import * as connections from './views/connections.js';
import * as routes from './views/routes.js';
import * as traces from './views/traces.js';
import * as payments from './views/payments.js';
import * as reconciliation from './views/reconciliation.js';
import * as events from './views/events.js';
import * as configuration from './views/configuration.js';

// A view has a title and mount(root, rest, app), which gives a function that
// loads and shows what is current.
const views = { connections, routes, traces, payments, reconciliation, events, config: configuration };
const EVERY = 3000;

const main = document.getElementById('main');
const trouble = document.getElementById('trouble');
const foot = document.getElementById('foot');
const auto = document.getElementById('auto');

let load = async () => {};
let turn = 0; // counts navigations, so that a late answer of a view that is gone is dropped

/** What views may ask of the frame. */
const app = {
  refresh: () => refresh(),
  toast(text) {
    const toast = document.getElementById('toast');
    toast.textContent = text;
    setTimeout(() => { if (toast.textContent === text) toast.textContent = ''; }, 5000);
  },
};

function navigate() {
  const [name, ...rest] = location.hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);
  const view = views[name];
  if (!view) {
    location.replace('#/connections');
    return;
  }
  turn++;
  document.title = `${view.title} · canongate`;
  render(document.getElementById('nav'), Object.entries(views).map(([key, v]) =>
    h('a', { href: `#/${key}`, 'data-key': key, 'aria-current': key === name ? 'page' : undefined }, v.title)));
  main.replaceChildren();
  load = view.mount(main, rest, app);
  refresh();
}

async function refresh() {
  const mine = turn;
  try {
    await load();
    if (mine !== turn) return;
    trouble.hidden = true;
    foot.textContent = `${await signedIn()} · current as of ${new Date().toLocaleTimeString(undefined, { hour12: false })}`;
  } catch (problem) {
    if (mine !== turn) return;
    if (problem.status === 401) {
      operator = undefined;
      await signIn();
      return;
    }
    render(trouble, h('strong', {}, problem.title || 'Something went wrong'), ` ${problem.message}`);
    trouble.hidden = false;
  }
}

let operator; // who signed in, once that is known

/** Who signed in and what they may do, in words. */
async function signedIn() {
  operator ??= await get(at('operator'));
  const tenants = operator.tenants.includes('*') ? '' : `, sees ${operator.tenants.join(', ')}`;
  return `${operator.name} (${operator.roles.join(', ')}${tenants})`;
}

async function signIn() {
  if (document.querySelector('dialog')) return;
  const token = h('input', { name: 'token', type: 'password', required: true, autocomplete: 'current-password' });
  const given = await ask({
    title: 'Sign in',
    text: `${hasToken() ? 'That credential was not taken: it is wrong, or its time is over. ' : ''}Give your operator’s credential, or the admin token. It is kept until this tab is closed.`,
    controls: [field('Credential', token)], action: 'Continue',
  });
  if (!given) return;
  setToken(given.token);
  refresh();
}

async function showReadiness() {
  const { status, dependencies = [] } = await readiness();
  const mark = document.getElementById('ready');
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

addEventListener('hashchange', navigate);
document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible' && auto.checked) refresh(); });
navigate();
showReadiness();
setTimeout(tick, EVERY);
