/* Two views that follow each other: each has its panel, the filters are those that were changed last. */

const views = [...document.querySelectorAll('clientele-view')];
const form = document.querySelector('form');
const said = document.querySelector('output');
const { question, theme, accent } = form.elements;

/** The part of a question after its panel, with the question mark. */
const filters = (text) => /\?.*/s.exec(text)?.[0] ?? '';
const panel = (text) => text.split('?')[0];

function follow(query, from) {
  question.value = query || '?';
  history.replaceState(null, '', location.pathname + (query || ''));
  for (const view of views) {
    if (view !== from) view.question = panel(view.question) + query;
  }
}

// The page's own address says what is shown at first.
if (location.search) follow(location.search);

for (const view of views) {
  view.addEventListener('question', ({ detail }) => follow(filters(detail.question), view));
  view.addEventListener('selection', ({ detail }) => {
    const many = new Intl.NumberFormat('en').format(detail.customers);
    said.textContent = `${detail.title}: ${many} ${detail.customers === 1 ? 'customer' : 'customers'} (${detail.selection})`;
  });
  view.addEventListener('error', ({ detail }) => { said.textContent = detail.sentence; });
}

form.addEventListener('submit', (event) => event.preventDefault());
question.addEventListener('change', () => follow(filters(`?${question.value.replace(/^\?/, '')}`).replace(/^\?$/, '')));
theme.addEventListener('change', () => {
  document.documentElement.dataset.theme = theme.value;
  for (const view of views) view.setAttribute('theme', theme.value);
});
accent.addEventListener('change', () => {
  for (const view of views) view.setAttribute('accent', accent.value);
});
