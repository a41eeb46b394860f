/** What the page says of a capture, in the photographer's words. */
import type { Verdict } from '../../../contracts/companion/capture.ts';
import { type FailureCode, failures } from '../../../contracts/failure.ts';
import { formatRemaining } from '../../ui/format.ts';
import type { Listed, SentCapture } from '../state/capture.ts';

export interface Words {
  readonly message: string;
  readonly suggestion: string;
  /** All but `plain` come with a sign: `trouble` in coral, the others in amber. */
  readonly tone: 'plain' | 'good' | 'tip' | 'doubt' | 'trouble';
}

/** What would be better about a photo that can be used as it is. The failure's own words would refuse it. */
const tips: Partial<Record<FailureCode, string>> = {
  irisTooSmall: 'The iris is rather small: closer makes a larger picture.',
  photoBlurred: 'The iris is a little soft: a steadier hand shows more of it.',
  irisCovered: 'Lids or lashes cover part of it: a wide open eye shows more.',
  irisCutOff: 'It is close to the edge: leave a little space around the iris.',
  reflectionsCoverIris: 'There are some reflections: light from the side makes fewer.',
  pupilTooWide: 'The pupil is wide: in a brighter room the iris is larger.',
  photoTooBright: 'Parts are very bright: move the light away a little.',
  photoTooDark: 'It is rather dark: a little light from the side helps.',
  irisNotFound: 'The eye looks aside: straight into the lens is best.',
};

export function verdictWords({ decision, reasons }: Verdict): Words {
  const [worst] = reasons;
  if (decision === 'reject' && worst !== undefined) {
    const { message, suggestion } = failures[worst];
    return { message, suggestion, tone: 'trouble' };
  }
  if (decision === 'warn') {
    const tip = worst === undefined ? undefined : tips[worst];
    return { message: 'Good enough to use', suggestion: tip ?? 'Another one may show more.', tone: 'tip' };
  }
  if (decision === 'accept')
    return { message: 'Sharp enough', suggestion: 'This one will work.', tone: 'good' };
  return { message: 'In the studio', suggestion: 'Process it to see how good it is.', tone: 'plain' };
}

export function captureWords(capture: Listed, connected: boolean): Words {
  if (capture.at === 'received') return plain('From the studio', 'Touch it to look closely and save.');
  if (capture.at === 'phone') {
    if (capture.refused !== null) {
      const { message, suggestion } = failures[capture.refused];
      return { message, suggestion, tone: 'trouble' };
    }
    if (capture.share !== null) return plain('Sending to the studio…', '');
    return connected
      ? plain('Waiting to be sent', 'It goes as soon as the one before it is there.')
      : plain('Kept on this phone', 'It is sent by itself once the studio is back.');
  }
  if (capture.failure !== null) {
    const { message, suggestion } = failures[capture.failure];
    return { message, suggestion, tone: 'trouble' };
  }
  switch (capture.state) {
    case 'new':
      return capture.verdict === null ? plain('Looking at your photo…', '') : verdictWords(capture.verdict);
    case 'waiting':
      return plain('Waiting for its turn', 'You can go on taking photos.');
    case 'working':
      return workingWords(capture);
    case 'review':
      return {
        message: 'Worth a look',
        suggestion: 'It is ready. See whether you like it: the photo was borderline.',
        tone: 'doubt',
      };
    default:
      return { message: 'Your iris is ready', suggestion: 'Touch it to compare and save.', tone: 'plain' };
  }
}

function workingWords({ progress }: SentCapture): Words {
  const remainingMs = progress?.remainingMs ?? null;
  return plain(
    'In the works',
    remainingMs === null ? '' : capitalised(`${formatRemaining(remainingMs)} to go`),
  );
}

const plain = (message: string, suggestion: string): Words => ({ message, suggestion, tone: 'plain' });

function capitalised(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
