/** Two soft notes that say that somebody asks for something. */

/** Frequency in hertz and beginning in seconds. */
const NOTES = [
  [660, 0],
  [880, 0.14],
] as const;
const LASTS = 0.5;
const LOUDNESS = 0.12;

/** Silent where the browser wants a click before it plays sound. */
export function knock(): void {
  const audio = new AudioContext();
  for (const [frequency, after] of NOTES) {
    const tone = audio.createOscillator();
    const gain = audio.createGain();
    const begin = audio.currentTime + after;
    tone.frequency.value = frequency;
    gain.gain.setValueAtTime(LOUDNESS, begin);
    gain.gain.exponentialRampToValueAtTime(0.001, begin + LASTS);
    tone.connect(gain).connect(audio.destination);
    tone.start(begin);
    tone.stop(begin + LASTS);
  }
  setTimeout(() => void audio.close(), 1_500);
}
