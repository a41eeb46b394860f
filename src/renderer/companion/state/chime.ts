/** Two quiet notes, made by the browser itself: a fifth upwards for "ready", downwards for "needs you". */
export interface Chime {
  prepare(): void;
  play(low: boolean): void;
}

const ready = [659.25, 987.77];
const needsYou = [587.33, 440];
const noteSeconds = 0.16;
const loudness = 0.08;

export function openChime(): Chime {
  let context: AudioContext | null = null;
  return {
    prepare() {
      if (typeof AudioContext === 'undefined') return;
      context ??= new AudioContext();
      if (context.state === 'suspended') void context.resume().catch(() => {});
    },
    play(low) {
      if (context === null || context.state !== 'running') return;
      for (const [index, frequency] of (low ? needsYou : ready).entries()) {
        const start = context.currentTime + index * noteSeconds;
        const note = context.createOscillator();
        const volume = context.createGain();
        note.frequency.value = frequency;
        volume.gain.setValueAtTime(0, start);
        volume.gain.linearRampToValueAtTime(loudness, start + 0.02);
        volume.gain.exponentialRampToValueAtTime(0.0001, start + noteSeconds * 3);
        note.connect(volume).connect(context.destination);
        note.start(start);
        note.stop(start + noteSeconds * 3);
      }
    },
  };
}
