/** What the page says of a capture, in the photographer's words. */
import type { Verdict } from '../../../contracts/companion/capture.ts';
import { failures } from '../../../contracts/failure.ts';
import { formatRemaining } from '../../ui/format.ts';
import type { Listed, SentCapture } from '../state/capture.ts';

export interface Words {
  readonly message: string;
  readonly suggestion: string;
  /** `doubt` and `trouble` come with a sign, in amber and in coral. */
  readonly tone: 'plain' | 'good' | 'doubt' | 'trouble';
}

export function verdictWords({ decision, reasons }: Verdict): Words {
  const [worst] = reasons;
  if (worst !== undefined && decision !== 'accept' && decision !== 'unknown') {
    const { message, suggestion } = failures[worst];
    return { message, suggestion, tone: decision === 'reject' ? 'trouble' : 'doubt' };
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
        suggestion: 'It is ready, but the photo was borderline.',
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
