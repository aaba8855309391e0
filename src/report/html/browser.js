// Search, filters and deep links. The page is complete without them.
(() => {
  const root = document.documentElement;
  root.classList.add('js');
  const rows = [...document.querySelectorAll('details.row')];
  const filters = [...document.querySelectorAll('input.filter')];
  const search = document.getElementById('search');
  const texts = new Map();
  const textOf = (row) => {
    if (!texts.has(row)) {
      const parts = [
        row.querySelector('summary'),
        ...row.querySelectorAll('.paraphrase, .about, .scenario > header, .check'),
      ];
      texts.set(
        row,
        parts
          .map((part) => part.textContent)
          .join(' ')
          .toLowerCase(),
      );
    }
    return texts.get(row);
  };

  const apply = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = new Set(filters.filter((filter) => filter.checked).map((filter) => filter.value));
    const narrowed = words.length > 0 || wanted.size < filters.length;
    let count = 0;
    for (const row of rows) {
      row.hidden = !wanted.has(row.dataset.verdict) || !words.every((word) => textOf(row).includes(word));
      if (!row.hidden) count += 1;
    }
    for (const folded of document.querySelectorAll('details.folded')) {
      const some = folded.querySelector('details.row:not([hidden])') !== null;
      folded.hidden = !some;
      folded.open = some && narrowed;
    }
    for (const clause of document.querySelectorAll('section.clause')) {
      clause.hidden = clause.querySelector('details.row:not([hidden])') === null;
    }
    document.getElementById('nothing').hidden = count > 0;
    document.getElementById('count').textContent = narrowed ? `${count} of ${rows.length}` : '';
  };

  const reveal = () => {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    if (!target) return;
    for (let node = target; node; node = node.parentElement) {
      node.hidden = false;
      if (node.tagName === 'DETAILS') node.open = true;
    }
    target.scrollIntoView();
  };

  search.addEventListener('input', apply);
  for (const filter of filters) filter.addEventListener('change', apply);
  const setAll = (open) => () => {
    for (const row of rows) if (!row.hidden) row.open = open;
  };
  document.getElementById('open').addEventListener('click', setAll(true));
  document.getElementById('close').addEventListener('click', setAll(false));
  addEventListener('hashchange', reveal);
  addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    search.focus();
  });
  reveal();
})();
