'use strict';

// Adds to pages that read whole without it: search as one types, copying, the language
// that the reader chose last, and fields that a link points at.
(() => {
  const remembered = 'canongate-language';

  // Storage may be forbidden; then nothing is remembered.
  const recall = () => { try { return localStorage.getItem(remembered); } catch { return null; } };
  const remember = (language) => { try { localStorage.setItem(remembered, language); } catch { /* kept for this page alone */ } };

  const choose = (language) => {
    for (const input of document.querySelectorAll(`.tabs input[data-language="${language}"]`)) input.checked = true;
  };

  const tabs = () => {
    const language = recall();
    if (['sh', 'ts', 'go'].includes(language)) choose(language);
    document.addEventListener('change', (event) => {
      const { language: chosen } = event.target.dataset ?? {};
      if (event.target.type !== 'radio' || chosen === undefined) return;
      const before = event.target.getBoundingClientRect().top;
      choose(chosen);
      remember(chosen);
      window.scrollBy(0, event.target.getBoundingClientRect().top - before);
    });
  };

  const copies = () => {
    for (const box of document.querySelectorAll('.tabs, .answer')) {
      if (box.querySelector('pre') === null) continue;
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'copy';
      button.textContent = 'Copy';
      button.addEventListener('click', async () => {
        const shown = [...box.querySelectorAll('pre')].find((pre) => pre.offsetParent !== null);
        try {
          await navigator.clipboard.writeText(shown.textContent);
          button.textContent = 'Copied';
        } catch {
          button.textContent = 'Not allowed';
        }
        setTimeout(() => { button.textContent = 'Copy'; }, 1500);
      });
      (box.classList.contains('answer') ? box.querySelector('.cap') ?? box : box).append(button);
    }
  };

  // reveal opens what hides the place that the address names.
  const reveal = () => {
    const place = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    if (place === null) return;
    for (let at = place.parentElement; at !== null; at = at.parentElement) if (at.localName === 'details') at.open = true;
    place.scrollIntoView();
  };

  const search = () => {
    const input = document.querySelector('.search input');
    const list = document.querySelector('.results');
    let entries;
    let chosen = -1;
    const load = async () => { entries ??= fetch(input.dataset.index).then((answer) => answer.json()); return entries; };
    const kinds = { operation: 0, guide: 1, resource: 2, code: 3, event: 4, field: 5 };

    // A title that begins with the words comes before one that has them, and that before
    // what is found by its other words.
    const score = (entry, words) => {
      const title = entry.t.toLowerCase();
      const all = `${title} ${(entry.w ?? '').toLowerCase()}`;
      if (!words.every((word) => all.includes(word))) return undefined;
      const phrase = words.join(' ');
      const exact = title === phrase || title === words.join('_') ? 0 : title.startsWith(phrase) ? 10 : words.every((word) => title.includes(word)) ? 20 : 30;
      return exact + kinds[entry.k];
    };

    const show = (found) => {
      list.replaceChildren(...found.map((entry) => {
        const a = document.createElement('a');
        a.href = entry.p;
        for (const [name, text, kind] of [['span', entry.k, 'kind'], ['strong', entry.t, ''], ['span', entry.w ?? '', 'note']]) {
          const part = document.createElement(name);
          part.textContent = text;
          part.className = kind;
          a.append(part);
        }
        return a;
      }));
      if (found.length === 0) {
        const p = document.createElement('p');
        p.textContent = 'Nothing has these words.';
        list.append(p);
      }
      list.hidden = false;
      chosen = -1;
    };

    const close = () => { list.hidden = true; };

    input.addEventListener('focus', load, { once: true });
    input.addEventListener('input', async () => {
      const words = input.value.toLowerCase().split(/\s+/).filter((word) => word !== '');
      if (words.length === 0) return close();
      const all = await load();
      const scored = all.map((entry) => [score(entry, words), entry]).filter(([value]) => value !== undefined);
      show(scored.sort(([a], [b]) => a - b).slice(0, 12).map(([, entry]) => entry));
    });
    input.addEventListener('keydown', (event) => {
      const links = [...list.querySelectorAll('a')];
      if (event.key === 'Escape') { close(); input.blur(); }
      if (list.hidden || links.length === 0) return;
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        event.preventDefault();
        chosen = (chosen + (event.key === 'ArrowDown' ? 1 : links.length - 1 + (chosen < 0 ? 1 : 0))) % links.length;
        links.forEach((link, i) => link.classList.toggle('on', i === chosen));
        links[chosen].scrollIntoView({ block: 'nearest' });
      }
      if (event.key === 'Enter') {
        event.preventDefault();
        links[Math.max(chosen, 0)].click();
        close();
      }
    });
    document.addEventListener('click', (event) => { if (!event.target.closest('.search')) close(); });
    document.addEventListener('keydown', (event) => {
      if (event.key === '/' && !/^(input|textarea|select)$/i.test(document.activeElement?.localName ?? '')) {
        event.preventDefault();
        input.focus();
      }
    });
  };

  const place = () => {
    const current = document.querySelector('.side a[aria-current]');
    const side = document.querySelector('.side');
    if (current !== null && side.scrollHeight > side.clientHeight) side.scrollTop = current.offsetTop - side.clientHeight / 3;
  };

  tabs();
  copies();
  search();
  place();
  reveal();
  window.addEventListener('hashchange', reveal);
})();
