// The marks of the views: strokes in the color of the text beside them.

import { svg } from './dom.js';

const paths = {
  overview: 'M3 12h4l3-7 4 14 3-7h4',
  connections: 'M8 8l8 8M5 11l6-6M13 19l6-6M4 4l3 3M17 17l3 3',
  routes: 'M5 5v14M5 8c0 4 14 2 14 8M16 13l3 3 3-3M5 5l-2 2M5 5l2 2',
  tenants: 'M4 20V9l8-5 8 5v11M9 20v-6h6v6',
  traces: 'M3 6h11M7 12h12M5 18h9',
  payments: 'M3 7h18v10H3zM12 9.5v5M10 12h4M6 7v10M18 7v10',
  reconciliation: 'M4 7h13l-3-3M20 17H7l3 3',
  events: 'M12 4v3M5 17h14l-2-3v-4a5 5 0 0 0-10 0v4zM10 20h4',
  changes: 'M12 7v5l3 2M4 12a8 8 0 1 0 3-6.2M4 4v4h4',
  config: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 5v4M9 15v4',
};

/** The mark of a view. */
export function icon(name) {
  return svg('svg', { class: 'icon', viewBox: '0 0 24 24', 'aria-hidden': 'true' }, svg('path', { d: paths[name] ?? '' }));
}
