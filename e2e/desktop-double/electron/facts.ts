/** What the double remembers for tests to look at, and the line to the stage. */
import type { EventEmitter } from 'node:events';
import { doubleVariable, type StageApi, type SystemFacts } from '../agreement.ts';
import { connectPeers } from '../peer.ts';

const given = process.env[doubleVariable];
if (given === undefined || process.send === undefined)
  throw new Error('the desktop double is started by e2e/targets/desktop-double.ts');

export const system: { -readonly [Name in keyof SystemFacts]: SystemFacts[Name] } = JSON.parse(given);

/** Filled by the parts of the double; called by the stage. */
export const served: Record<string, (...args: never[]) => unknown> = {};
export const stage = connectPeers<StageApi, typeof served>(process, served);

export function happened(what: string): void {
  void stage.happened(what);
}

/** Electron's events whose default can be prevented. */
export class PreventableEvent {
  defaultPrevented = false;
  preventDefault(): void {
    this.defaultPrevented = true;
  }
}

/** Emits an event that may be prevented. @returns whether it was */
export function isPrevented(
  emitter: EventEmitter,
  name: string,
  extra: object = {},
  ...args: unknown[]
): boolean {
  const event = Object.assign(new PreventableEvent(), extra);
  emitter.emit(name, event, ...args);
  return event.defaultPrevented;
}

/** The test has gone: nobody looks at this studio any more. */
process.once('disconnect', () => process.exit(1));
