/** A clock that keeps its pace in a hidden tab: timers of a page are slowed there, those of a worker are not. */

/** A tick waits until the one before is done: a page that draws slowly must stay usable. */
const PROGRAM = `
let isFree = true;
const tick = () => {
  if (!isFree) return;
  isFree = false;
  postMessage(0);
};
onmessage = ({ data }) => {
  isFree = true;
  if (data > 0) setInterval(tick, data);
};`;

export interface Ticker {
  stop(): void;
}

/** @param perSecond how often `onTick` is called */
export function startTicker(perSecond: number, onTick: () => void): Ticker {
  const address = URL.createObjectURL(new Blob([PROGRAM], { type: 'text/javascript' }));
  const worker = new Worker(address);
  URL.revokeObjectURL(address);
  worker.onmessage = () => {
    onTick();
    worker.postMessage(0);
  };
  worker.postMessage(1_000 / perSecond);
  return { stop: () => worker.terminate() };
}
