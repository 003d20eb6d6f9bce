// Times the kernels with as many workers as there are cores. `cargo xtask bench` calls window.bench.
import init, { Choice, Hand, block_pairs, mean_silhouette, mine } from './kernels.js';

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
  async mine(floor, length) {
    const lines = new Uint32Array(await bytesOf('mine.lines'));
    const half = lines.length / 2;
    const start = performance.now();
    const [baskets, rules, orders, ...sets] = mine(lines.subarray(0, half), lines.subarray(half), floor, length);
    return { seconds: (performance.now() - start) / 1000, baskets, rules, orders, sets };
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
