// The service worker: after one visit this page works without a network. docs/offline.md says what that means.
//
// The build writes two lines before this script: BUILD, the name of this build, and FILES, its files with their SHA-256
// (xtask/src/offline.rs). All of them lie in one cache per build, so that a tab never mixes two builds: a new build waits in
// its own cache until the visitor takes it, and the one before stays as long as a tab shows it. Data lie in a cache that
// no build touches.

const SCOPE = self.registration.scope;
const FOLDER = new URL(SCOPE).pathname;
// Another copy of this page may lie below another path of the same host.
const BUILDS = `clientele ${SCOPE} build `;
const OWN = BUILDS + BUILD;
const DATA = `clientele ${SCOPE} data`;

// A name that stands for one content, in any build.
const IS_HASHED = /-[0-9a-f]{16}\.(js|wasm|css)$/;
// A file of a pack, asked for by the beginning of its SHA-256.
const IS_VERSION = /^\?v=([0-9a-f]{12})$/;
// How long the network may keep those waiting who could be shown what is kept, and tabs the one who asks them.
const PATIENCE = 3000;
const AT_A_TIME = 4;
// Bytes above which a pack is kept only as far as it was read.
const WHOLE = 64 << 20;

const NOT_KEPT = 'The network did not answer, and these data are not kept on this device because they were never opened here. '
  + 'What was opened before still works; open this data set once when you are online.';

self.addEventListener('install', (event) => event.waitUntil(install()));
// The page that registered this worker is served by it from now on, and so are its own workers.
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('message', (event) => {
  if (event.data === 'take') self.skipWaiting();
  if (event.data === 'hello') event.waitUntil(removeOldBuilds());
  if (event.data === 'gather') event.waitUntil(keepWhatWasRead());
});
self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || !request.url.startsWith(SCOPE)) return;
  const url = new URL(request.url);
  url.hash = '';
  const path = url.pathname.slice(FOLDER.length);
  const isPage = request.mode === 'navigate';
  if (isPage && (path === '' || path === 'index.html')) event.respondWith(file('index.html', request));
  else if (isListed(path) || IS_HASHED.test(path)) event.respondWith(file(path, request));
  else if (isPage && !/[./]/.test(path)) event.respondWith(fetch(request).catch(() => file('index.html', request)));
  // Whoever shows a key is answered by a gateway, and what that says is not kept.
  else if (request.headers.has('authorization')) return;
  else if (kindOf(url, path) === 'table') event.respondWith(table(event, url));
  else if (kindOf(url, path) === 'json') event.respondWith(newest(event, url, path));
});

// Files of a build.

function isListed(path) {
  return Object.hasOwn(FILES, path);
}

function addressOf(path) {
  // Some hosts send whoever asks for index.html on to the folder.
  return new URL(path === 'index.html' ? './' : path, SCOPE).href;
}

// Fetches all files of this build. What is not what the build made, such as the page of a host that does not find a
// file, ends the installation, and the build before stays in use.
async function install() {
  const cache = await caches.open(OWN);
  const there = new Set((await cache.keys()).map((request) => request.url));
  const missing = Object.keys(FILES).filter((path) => !there.has(addressOf(path)));
  const some = async () => {
    for (let path = missing.pop(); path; path = missing.pop()) await cache.put(addressOf(path), await promised(path));
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, some));
}

// A file as the build made it, else an error; once more past the browser's cache, which may hold something else.
async function promised(path) {
  const ask = (cache) => fetch(addressOf(path), { cache, integrity: FILES[path] });
  const answer = await ask(IS_HASHED.test(path) ? 'default' : 'no-cache').catch(() => ask('reload'));
  if (!answer.ok) throw new Error(`${answer.status} for ${path}`);
  // A page that came from elsewhere may not be shown at this address.
  return answer.redirected ? new Response(answer.body, { headers: answer.headers }) : answer;
}

async function file(path, request) {
  const address = addressOf(path);
  const how = { ignoreVary: true, ignoreSearch: true };
  const cache = await caches.open(OWN);
  const kept = await cache.match(address, how);
  if (kept) return kept;
  if (isListed(path)) {
    // Somebody took it out of the cache.
    const again = await promised(path).catch(() => null);
    if (again) {
      cache.put(address, again.clone()).catch(() => {});
      return again;
    }
  } else {
    // A tab that shows another build.
    const others = await caches.match(address, how);
    if (others) return others;
  }
  return fetch(request);
}

// Removes the builds that no tab shows any more. A tab that does not say which build it shows keeps all of them.
async function removeOldBuilds() {
  const { installing, waiting } = self.registration;
  if (installing || waiting) return;
  const old = (await caches.keys()).filter((name) => name.startsWith(BUILDS) && name !== OWN);
  if (old.length === 0) return;
  const tabs = await self.clients.matchAll({ includeUncontrolled: true });
  const shown = await Promise.all(tabs.filter((tab) => tab.url.startsWith(SCOPE)).map(scriptOf));
  if (shown.includes(null)) return;
  for (const name of old) {
    const cache = await caches.open(name);
    const used = await Promise.all(shown.map((script) => cache.match(script, { ignoreVary: true })));
    if (!used.some(Boolean)) await caches.delete(name);
  }
}

// The address of the script that runs in a tab, which is another one in every build; null when the tab is silent.
function scriptOf(tab) {
  return new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => done(data);
    tab.postMessage('which', [port2]);
    later(null).then(done);
  });
}

// Data.

// A file of a pack, which never changes at its address: what is kept is as good as what would come.
async function table(event, url) {
  const cache = await caches.open(DATA);
  const kept = await cache.match(url);
  if (kept) return kept;
  const answer = await fetch(event.request).catch(notKept);
  if (answer.ok) event.waitUntil(keepTable(cache, url, answer.clone()).catch(() => {}));
  return answer;
}

// Keeps it if it came whole and is what its address says, and forgets its other versions.
async function keepTable(cache, url, answer) {
  const bytes = await answer.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (!hex.startsWith(IS_VERSION.exec(url.search)[1])) return;
  await keep(cache, url, bytes, answer);
  await forget(cache, (other) => other !== url.href && other.startsWith(`${url.origin}${url.pathname}?`));
}

// Settings, lists and catalogues: as the network has them, else as they are kept.
async function newest(event, url, path) {
  const cache = await caches.open(DATA);
  const kept = await cache.match(url);
  const asked = fetch(event.request).then(async (answer) => {
    const isKept = await keepJson(cache, url, answer.clone());
    // A server in trouble, or a network that shows its own page to whoever has not signed in.
    if (kept && !isKept && (answer.ok || answer.status >= 500)) throw new Error(`No use: ${answer.status}`);
    return answer;
  });
  // Not at once: whoever asked for the catalogue is waiting for some of the files.
  const whole = () => path.endsWith('/catalogue.json') && later(null).then(() => keepWhole(cache, url));
  event.waitUntil(asked.then(whole).catch(() => {}));
  if (!kept) return asked.catch(() => (path === 'config.json' ? new Response('', { status: 404 }) : notKept()));
  return Promise.race([asked.catch(() => kept), later(kept)]);
}

// Keeps what can be read. Returns whether that is so, or the server says that nobody shall have it any more.
async function keepJson(cache, url, answer) {
  const isCatalogue = url.pathname.endsWith('/catalogue.json');
  if ([401, 403, 404, 410].includes(answer.status)) {
    await forget(cache, (other) => other === url.href || (isCatalogue && other.startsWith(new URL('./', url).href)));
    return true;
  }
  if (!answer.ok) return false;
  const text = await answer.text();
  let said;
  try {
    said = JSON.parse(text);
  } catch {
    return false;
  }
  // A catalogue without files is a gateway's: its tables are made for each question and not kept.
  if (isCatalogue && !said?.files?.length) return cache.delete(url).then(() => true);
  if (url.pathname === `${FOLDER}data/index.json` && Array.isArray(said)) {
    const all = `${SCOPE}data/`;
    const listed = said.map(({ slug }) => `${all}${slug}/`);
    const isOfPack = (other) => other.startsWith(all) && other.slice(all.length).includes('/');
    await forget(cache, (other) => isOfPack(other) && !listed.some((folder) => other.startsWith(folder)));
  }
  await keep(cache, url, text, answer).catch(() => {});
  return true;
}

async function forget(cache, isGone) {
  for (const { url } of await cache.keys()) {
    if (isGone(url)) await cache.delete(url);
  }
}

// Keeps the rest of a pack whose catalogue is kept, so that every panel can be asked everything about it.
async function keepWhole(cache, url) {
  const { files } = await (await cache.match(url)).json();
  if (files.reduce((sum, { bytes }) => sum + bytes, 0) > WHOLE) return;
  for (const { path, sha256 } of files) {
    const address = new URL(`${path}?v=${sha256.slice(0, 12)}`, url);
    if (await cache.match(address)) continue;
    const answer = await fetch(address, { cache: 'force-cache' });
    if (answer.ok) await keepTable(cache, address, answer);
  }
}

function keep(cache, url, body, answer) {
  const names = ['content-type', 'date'].filter((name) => answer.headers.has(name));
  const headers = names.map((name) => [name, answer.headers.get(name)]);
  return cache.put(url, new Response(body, { headers }));
}

// In the form in which gateways refuse: the page shows the sentence as it is.
function notKept() {
  const headers = { 'content-type': 'application/json' };
  return new Response(JSON.stringify({ sentence: NOT_KEPT }), { status: 504, headers });
}

// What the page's workers read before this worker was there is read once more, from the browser's cache as a rule.
async function keepWhatWasRead() {
  const cache = await caches.open(DATA);
  const reads = new Set();
  const talk = new BroadcastChannel('clientele');
  talk.onmessage = ({ data }) => Array.isArray(data) && data.forEach((address) => reads.add(address));
  talk.postMessage('read?');
  await later(null);
  talk.close();
  for (const address of reads) {
    const url = new URL(address);
    const kind = address.startsWith(SCOPE) ? kindOf(url, url.pathname.slice(FOLDER.length)) : null;
    if (!kind) continue;
    if (!(await cache.match(url))) {
      const answer = await fetch(url, { cache: 'force-cache' }).catch(notKept);
      if (kind === 'json') await keepJson(cache, url, answer);
      else if (answer.ok) await keepTable(cache, url, answer).catch(() => {});
    }
    if (url.pathname.endsWith('/catalogue.json')) await keepWhole(cache, url).catch(() => {});
  }
}

// What of the data a request is for; null for what is not kept.
function kindOf(url, path) {
  const isData = path.startsWith('data/');
  if (isData && IS_VERSION.test(url.search)) return 'table';
  return !url.search && (['config.json', 'plays.json'].includes(path) || (isData && path.endsWith('.json'))) ? 'json' : null;
}

function later(value) {
  return new Promise((done) => setTimeout(done, PATIENCE, value));
}
