// A worker with a copy of the customers: does what it is told, one message at a time.
import init, { Hand, years } from './kernels.js';

const ready = init();
let hand;
let labels;

self.onmessage = async ({ data }) => {
  await ready;
  if (data.keep) {
    hand = new Hand(data.rows, data.keep);
    labels = data.labels;
    self.postMessage({ kept: true });
  } else if (data.campaign) {
    const bytes = years(data.campaign, data.seed, data.number);
    self.postMessage({ at: data.at, bytes }, [bytes.buffer]);
  } else {
    const bytes = data.pair
      ? hand.pair(labels, data.k, data.pair[0], data.pair[1])
      : hand.run(data.task);
    self.postMessage({ at: data.at, bytes }, [bytes.buffer]);
  }
};
