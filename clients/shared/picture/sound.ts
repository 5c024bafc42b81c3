/** Several sounds as one track, each with its own switch. */

export interface Sound {
  readonly track: MediaStreamTrack;
  set(name: string, track: MediaStreamTrack | undefined): void;
  setMuted(name: string, isMuted: boolean): void;
}

export function openSound(audio: AudioContext): Sound {
  const out = audio.createMediaStreamDestination();
  const inputs = new Map<string, { gain: GainNode; node: MediaStreamAudioSourceNode }>();
  const muted = new Set<string>();
  const [track] = out.stream.getAudioTracks();
  if (!track) throw new Error('this browser cannot mix sound');
  return {
    track,
    set: (name, next) => {
      const old = inputs.get(name);
      old?.node.disconnect();
      old?.gain.disconnect();
      inputs.delete(name);
      if (!next) return;
      const node = audio.createMediaStreamSource(new MediaStream([next]));
      const gain = audio.createGain();
      gain.gain.value = muted.has(name) ? 0 : 1;
      node.connect(gain).connect(out);
      inputs.set(name, { gain, node });
    },
    setMuted: (name, isMuted) => {
      if (isMuted) muted.add(name);
      else muted.delete(name);
      const input = inputs.get(name);
      if (input) input.gain.gain.value = isMuted ? 0 : 1;
    },
  };
}
