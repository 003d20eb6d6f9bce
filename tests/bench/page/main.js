// Times the kernels with as many workers as there are cores. `cargo xtask bench` calls window.bench.
import init, { Choice, Hand, Shop, block_pairs, combined, mean_silhouette, meta_file, mine, taken, year } from './kernels.js';

await init();
const hands = Array.from(
  { length: navigator.hardwareConcurrency },
  () => new Worker('./hand.js', { type: 'module' }),
);

const answer = (hand) => new Promise((resolve, reject) => {
  hand.onmessage = ({ data }) => resolve(data);
  hand.onerror = reject;
});

// Gives every worker its copy of the customers.
const keep = (rows, values, labels) => Promise.all(hands.map((hand) => {
  const kept = answer(hand);
  hand.postMessage({ keep: values, rows, labels });
  return kept;
}));

// Runs messages on whichever worker is free; the results are in the order of the messages.
async function runAll(messages) {
  const results = new Array(messages.length);
  let next = 0;
  await Promise.all(hands.map(async (hand) => {
    while (next < messages.length) {
      const at = next++;
      const done = answer(hand);
      hand.postMessage({ at, ...messages[at] });
      results[at] = (await done).bytes;
    }
  }));
  return results;
}

const bytesOf = async (name) => (await fetch(name)).arrayBuffer();

window.bench = {
  // The exact mean silhouette of given labels.
  async silhouette(rows, k) {
    const values = new Float32Array(await bytesOf('silhouette.f32'));
    const labels = new Uint8Array(await bytesOf('silhouette.labels'));
    const start = performance.now();
    await keep(rows, values, labels);
    const pairs = block_pairs(labels, k);
    const messages = [];
    for (let at = 0; at < pairs.length; at += 2) messages.push({ pair: [pairs[at], pairs[at + 1]], k });
    const parts = await runAll(messages);
    const mean = mean_silhouette(new Hand(rows, values), labels, k, parts);
    return { seconds: (performance.now() - start) / 1000, mean, hands: hands.length };
  },

  // Frequent sets and rules from order lines.
  async mine(floor, length, name) {
    const lines = new Uint32Array(await bytesOf(name));
    const half = lines.length / 2;
    const start = performance.now();
    const [baskets, rules, orders, ...sets] = mine(lines.subarray(0, half), lines.subarray(half), floor, length);
    return { seconds: (performance.now() - start) / 1000, baskets, rules, orders, sets };
  },

  // Questions of a pack in the folder `shop`, asked one after the other of a module that did nothing before: how
  // long each took, how many rows it has, and the memory taken until then. With `first`, how long the first report
  // that stands took.
  async ask(questions) {
    const catalogue = await (await fetch('shop/catalogue.json')).text();
    const shop = new Shop(catalogue);
    const answers = [];
    for (const { question, first } of questions) {
      const needs = shop.needs(question);
      // All are on their way at once, as in the page.
      const files = [];
      for (let at = 0; at < needs.length; at += 2) files.push([needs[at], bytesOf(`shop/${needs[at + 1]}`)]);
      for (const [table, bytes] of files) shop.supply(table, new Uint8Array(await bytes));
      const start = performance.now();
      const rows = first ? shop.ask_first(question) : shop.ask(question);
      answers.push({ seconds: (performance.now() - start) / 1000, rows, taken: taken() });
    }
    return { seconds: answers.at(-1).seconds, answers };
  },

  // A question about the pack in a folder, perhaps beside a result file: milliseconds of the file's reading and of every
  // step of the answer, when nothing was asked before and when everything is kept, and the report.
  async steps(folder, question, file) {
    const shop = new Shop(await (await fetch(`${folder}/catalogue.json`)).text());
    let read;
    if (file) {
      const bytes = new Uint8Array(await bytesOf(file));
      const start = performance.now();
      shop.bring(file, bytes);
      read = performance.now() - start;
    }
    for (;;) {
      const needs = shop.needs(question);
      if (needs.length === 0) break;
      for (let at = 0; at < needs.length; at += 2) {
        shop.supply(needs[at], new Uint8Array(await bytesOf(`${folder}/${needs[at + 1]}`)));
      }
    }
    const first = [...shop.steps(question)];
    const again = [...shop.steps(question)];
    const all = (times) => times.reduce((sum, time) => sum + time, 0) / 1000;
    const longest = (times) => times.reduce((most, time) => Math.max(most, time), 0) / 1000;
    return {
      seconds: all(again), read: read / 1000, first: all(first), longest: longest(first), again: longest(again), times: first,
      report: JSON.parse(shop.report(question)),
    };
  },

  // Years of campaigns, a thousand in each block: the middle of five times, as whoever plans moves one slider after another.
  async plan(campaigns, blocks) {
    const texts = campaigns.map((campaign) => JSON.stringify(campaign));
    const messages = texts.flatMap((campaign, seed) =>
      Array.from({ length: blocks }, (_, number) => ({ campaign, seed, number })));
    const times = [];
    let years;
    for (let time = 0; time < 5; time += 1) {
      const start = performance.now();
      const done = await runAll(messages);
      years = texts.map((_, at) => year(done.slice(at * blocks, (at + 1) * blocks)));
      times.push((performance.now() - start) / 1000);
    }
    const seconds = times.toSorted((a, b) => a - b)[2];
    return { seconds, times, hands: hands.length, years: years.map(([mean, error, loss]) => ({ mean, error, loss })) };
  },

  // Ten conditions combined, the middle of nine times.
  async combined(customers) {
    const runs = Array.from({ length: 9 }, () => combined(customers)).toSorted((a, b) => a[0] - b[0]);
    const [took, beside, left] = runs[4];
    return { seconds: took / 1000, compressed: beside / 1000, customers: left };
  },

  // A file for Meta.
  async file(people) {
    const [took, sha256] = meta_file(people);
    return { seconds: took / 1000, sha256 };
  },

  // The choice among all candidates: the time to the winner, and to every score.
  async select(rows) {
    const values = new Float32Array(await bytesOf('select.f32'));
    const start = performance.now();
    await keep(rows, values, null);
    const choice = new Choice(rows, values);
    let winner;
    for (;;) {
      const tasks = choice.next_tasks();
      if (tasks.length === 0) break;
      choice.supply(await runAll(tasks.map((task) => ({ task }))));
      if (winner === undefined && choice.winner() !== undefined) {
        winner = (performance.now() - start) / 1000;
      }
    }
    const seconds = (performance.now() - start) / 1000;
    return { seconds, winner, k: choice.winner(), hands: hands.length };
  },
};
window.ready = true;
