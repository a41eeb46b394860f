/** Dialogs stand until a test answers them. */
import type { DialogFacts } from '../agreement.ts';
import { requireReady } from './app.ts';
import { happened } from './facts.ts';

const standing = new Map<
  number,
  { readonly facts: DialogFacts; readonly answer: (value: unknown) => void }
>();
let numbers = 0;

function ask(kind: DialogFacts['kind'], args: readonly unknown[]): Promise<unknown> {
  requireReady('dialog');
  numbers += 1;
  const id = numbers;
  // A window may come first.
  const options = JSON.parse(JSON.stringify(args.at(-1) ?? {}));
  return new Promise((resolve) => {
    standing.set(id, { facts: { id, kind, options }, answer: resolve });
    happened('dialog');
  });
}

export const dialog = {
  showOpenDialog: (...args: unknown[]) => ask('open', args),
  showSaveDialog: (...args: unknown[]) => ask('save', args),
  showMessageBox: (...args: unknown[]) => ask('message', args),
  showErrorBox(title: string, content: string): void {
    process.stderr.write(`${title}\n${content}\n`);
  },
};

export const dialogs = {
  get standing(): DialogFacts[] {
    return [...standing.values()].map(({ facts }) => facts);
  },
  answer(id: number, value: unknown): void {
    standing.get(id)?.answer(value);
    standing.delete(id);
  },
};
