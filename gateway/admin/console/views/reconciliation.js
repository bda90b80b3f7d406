// Reconciliation: files in, proposals out, and people who decide.

import { h } from '../dom.js';
import * as imports from './reconciliation/imports.js';
import * as proposals from './reconciliation/proposals.js';
import * as resolutions from './reconciliation/resolutions.js';
import * as exceptions from './reconciliation/exceptions.js';
import * as corrections from './reconciliation/corrections.js';
import * as ageing from './reconciliation/ageing.js';

export const title = 'Reconciliation';

const parts = { imports, proposals, resolutions, exceptions, corrections, ageing };

export function mount(root, [name, ...rest], app) {
  const part = parts[name] ?? imports;
  root.append(h('nav', { class: 'tabs', 'aria-label': title }, Object.entries(parts).map(([key, p]) =>
    h('a', { href: `#/reconciliation/${key}`, 'aria-current': p === part ? 'page' : undefined }, p.title))));
  return part.mount(root, rest, app);
}
