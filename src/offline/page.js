// The page's side of the service worker (sw.js): registers it, and says when a new version is ready. Loaded when the first
// answer is on the screen, so that it costs a first visit nothing. What it shows stands among the page's other notices.

const READY = 'A new version is ready. Your filters and all data that are kept on this device stay.';
const ELSEWHERE = 'A new version is in use in another tab. This tab keeps its own until you reload it; your filters stay.';
const HOUR = 3600000;

const { serviceWorker } = navigator;
// In a frame the host of the outer page decides what is kept, and a visitor who wants little data gets little.
if (serviceWorker && window === window.top && !navigator.connection?.saveData) {
  start().catch((error) => console.info(`This page is not kept for use without a network: ${error.message}`));
}

async function start() {
  // Which build this tab shows: the service worker keeps its files as long.
  const { src } = document.querySelector('script[type=module][src]');
  serviceWorker.addEventListener('message', ({ data, ports }) => {
    if (data === 'which') ports[0].postMessage(src);
  });
  serviceWorker.startMessages();
  // Nothing went by way of a service worker so far, and the first one takes over from no other.
  const isFirst = !serviceWorker.controller;
  let isAlone = isFirst;
  let isTaking = false;
  serviceWorker.addEventListener('controllerchange', () => {
    if (isTaking) return location.reload();
    if (!isAlone) notice(ELSEWHERE, 'Reload', () => location.reload());
    isAlone = false;
    tell('hello');
    if (isFirst) tell('gather');
  });

  const registration = await serviceWorker.register('./sw.js', { updateViaCache: 'none' });
  const offer = () => {
    const { waiting } = registration;
    if (!waiting || !registration.active) return;
    notice(READY, 'Use it now', () => {
      isTaking = true;
      (registration.waiting ?? waiting).postMessage('take');
    });
  };
  const watch = (worker) => worker?.addEventListener('statechange', () => worker.state === 'installed' && offer());
  registration.addEventListener('updatefound', () => watch(registration.installing));
  watch(registration.installing);
  offer();
  tell('hello');

  let looked = Date.now();
  document.addEventListener('visibilitychange', () => {
    // Not every browser lets the workers of an open page go by way of a new service worker.
    if (document.visibilityState === 'hidden') return isFirst && tell('gather');
    if (Date.now() - looked < HOUR) return;
    looked = Date.now();
    registration.update().catch(() => {});
  });
}

function tell(what) {
  serviceWorker.controller?.postMessage(what);
}

function notice(words, act, press) {
  const box = element('div', { id: 'version', className: 'notice' });
  const button = (textContent, className, onclick) => element('button', { type: 'button', textContent, className, onclick });
  box.append(
    element('p', { textContent: words }),
    button(act, 'btn', press),
    button('Later', 'btn quiet', () => box.remove()),
  );
  document.getElementById('version')?.remove();
  document.querySelector('.notices')?.append(box);
}

function element(name, about) {
  return Object.assign(document.createElement(name), about);
}
