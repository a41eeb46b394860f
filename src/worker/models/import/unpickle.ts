/**
 * Reads a pickle without ever running it. Python's pickle is a program for a small machine, and that program may
 * call any function on the reader's computer; here it may only build numbers, strings, lists and dictionaries, and
 * call the names listed in `pickled.ts`, all of which are ours. Opcodes that create objects of other kinds are
 * refused outright. Opcodes: CPython's Lib/pickletools.py.
 */
import { StudioFailure } from '../../../contracts/failure.ts';
import { op, refusedOpcodes } from './pickle-opcodes.ts';
import { globalNamed, isCount, malformed, type Pickled, PickledGlobal, PickledStorage } from './pickled.ts';

/** x4plus needs some 40,000 steps; whoever needs fifty times that is not storing weights. */
const limits = { steps: 2_000_000, stack: 200_000, memo: 500_000, stringBytes: 1_000_000 } as const;

export interface Unpickled {
  readonly value: Pickled;
  /** Offset of the first byte after the pickle. */
  readonly end: number;
}

/** @throws StudioFailure 'modelUntrusted', 'modelUnreadable', 'modelTooLarge' */
export function unpickle(bytes: Uint8Array, start = 0): Unpickled {
  const machine = new Machine(bytes, start);
  try {
    return machine.run();
  } catch (error) {
    // DataView's complaint about a read past the end.
    if (error instanceof RangeError)
      throw new StudioFailure('modelUnreadable', { reason: 'the pickle is cut short' }, { cause: error });
    throw error;
  }
}

const mark = Symbol('mark');
const nothing = Symbol('nothing');

class Machine {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at: number;
  readonly #stack: (Pickled | typeof mark)[] = [];
  readonly #memo = new Map<number, Pickled>();

  constructor(bytes: Uint8Array, start: number) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#at = start;
  }

  run(): Unpickled {
    for (let steps = 0; steps < limits.steps; steps++) {
      const opcode = this.#uint8();
      if (opcode === op.stop) return { value: this.#pop(), end: this.#at };
      const value = this.#step(opcode);
      if (value !== nothing) this.#stack.push(value);
      if (this.#stack.length > limits.stack || this.#memo.size > limits.memo) break;
    }
    throw new StudioFailure('modelTooLarge', { reason: 'the pickle is longer than weights need' });
  }

  /** @returns what to push, or `nothing` */
  #step(opcode: number): Pickled | typeof nothing {
    switch (opcode) {
      case op.proto:
        if (this.#uint8() > 5) throw malformed('protocol');
        return nothing;
      case op.frame:
        this.#skip(8);
        return nothing;
      case op.mark:
        this.#stack.push(mark);
        return nothing;
      case op.pop:
        this.#stack.pop();
        return nothing;
      case op.popMark:
        this.#popToMark();
        return nothing;
      case op.none:
        return null;
      case op.newTrue:
        return true;
      case op.newFalse:
        return false;
      case op.binint:
        return this.#view.getInt32(this.#skip(4), true);
      case op.binint1:
        return this.#uint8();
      case op.binint2:
        return this.#view.getUint16(this.#skip(2), true);
      case op.long1:
        return this.#long();
      case op.binfloat:
        return this.#view.getFloat64(this.#skip(8), false);
      case op.binunicode:
      case op.binstring:
        return this.#string(this.#view.getUint32(this.#skip(4), true));
      case op.shortBinunicode:
      case op.shortBinstring:
        return this.#string(this.#uint8());
      case op.emptyDict:
        return new Map();
      case op.emptyList:
      case op.emptyTuple:
        return [];
      case op.tuple:
      case op.list:
        return this.#popToMark();
      case op.tuple1:
        return [this.#pop()];
      case op.tuple2:
      case op.tuple3:
        return this.#popSeveral(opcode === op.tuple2 ? 2 : 3);
      case op.dict:
        return setAll(new Map(), this.#popToMark());
      case op.append:
        this.#appendAll([this.#pop()]);
        return nothing;
      case op.appends:
        this.#appendAll(this.#popToMark());
        return nothing;
      case op.setitem:
        this.#setItems(this.#popSeveral(2));
        return nothing;
      case op.setitems:
        this.#setItems(this.#popToMark());
        return nothing;
      case op.global:
        return globalNamed(this.#line(), this.#line());
      case op.stackGlobal: {
        const [module, name] = this.#popSeveral(2);
        if (typeof module !== 'string' || typeof name !== 'string') throw malformed('name');
        return globalNamed(module, name);
      }
      case op.reduce: {
        const [callable, args] = this.#popSeveral(2);
        if (!(callable instanceof PickledGlobal) || callable.call === null || !Array.isArray(args))
          throw new StudioFailure('modelUntrusted', { reason: 'it calls something that is no function' });
        return callable.call(args);
      }
      case op.build:
        // The attributes of a dictionary (torch keeps version numbers there) are no weights.
        this.#pop();
        if (!(this.#top() instanceof Map)) throw new StudioFailure('modelUntrusted', { reason: 'BUILD' });
        return nothing;
      case op.binpersid:
        return storageOf(this.#pop());
      case op.binput:
        return this.#remember(this.#uint8());
      case op.longBinput:
        return this.#remember(this.#view.getUint32(this.#skip(4), true));
      case op.memoize:
        return this.#remember(this.#memo.size);
      case op.binget:
        return this.#recall(this.#uint8());
      case op.longBinget:
        return this.#recall(this.#view.getUint32(this.#skip(4), true));
      default:
        if (refusedOpcodes.has(opcode)) throw new StudioFailure('modelUntrusted', { opcode });
        throw new StudioFailure('modelUnreadable', { reason: 'unknown opcode', opcode, at: this.#at - 1 });
    }
  }

  #pop(): Pickled {
    const value = this.#stack.pop();
    if (value === undefined || value === mark) throw malformed('stack');
    return value;
  }

  #top(): Pickled {
    const value = this.#stack.at(-1);
    if (value === undefined || value === mark) throw malformed('stack');
    return value;
  }

  #popSeveral(count: number): Pickled[] {
    return Array.from({ length: count }, () => this.#pop()).reverse();
  }

  #popToMark(): Pickled[] {
    const at = this.#stack.lastIndexOf(mark);
    if (at < 0) throw malformed('stack');
    return this.#stack.splice(at).slice(1) as Pickled[];
  }

  #appendAll(values: readonly Pickled[]): void {
    const list = this.#top();
    if (!Array.isArray(list)) throw malformed('list');
    for (const value of values) list.push(value);
  }

  #setItems(items: readonly Pickled[]): void {
    const dictionary = this.#top();
    if (!(dictionary instanceof Map)) throw malformed('dictionary');
    setAll(dictionary, items);
  }

  #remember(slot: number): typeof nothing {
    this.#memo.set(slot, this.#top());
    return nothing;
  }

  #recall(slot: number): Pickled {
    const value = this.#memo.get(slot);
    if (value === undefined) throw malformed('memo');
    return value;
  }

  /** @returns where the skipped bytes began */
  #skip(count: number): number {
    const from = this.#at;
    this.#at += count;
    return from;
  }

  #uint8(): number {
    return this.#view.getUint8(this.#skip(1));
  }

  #string(length: number): string {
    const from = this.#skip(length);
    if (length > limits.stringBytes || this.#at > this.#bytes.byteLength) throw malformed('string');
    return Buffer.from(this.#bytes.subarray(from, this.#at)).toString('utf8');
  }

  #line(): string {
    const end = this.#bytes.indexOf(0x0a, this.#at);
    if (end < 0 || end - this.#at > 1000) throw malformed('name');
    const text = this.#string(end - this.#at);
    this.#skip(1);
    return text;
  }

  /** Two's complement of any length. Beyond what a number holds exactly it stays no count, and is refused later. */
  #long(): number {
    const length = this.#uint8();
    let value = 0n;
    for (let index = 0; index < length; index++) value |= BigInt(this.#uint8()) << BigInt(8 * index);
    return Number(BigInt.asIntN(8 * length, value));
  }
}

function setAll(dictionary: Map<Pickled, Pickled>, items: readonly Pickled[]): Map<Pickled, Pickled> {
  if (items.length % 2 !== 0) throw malformed('dictionary');
  for (let index = 0; index < items.length; index += 2)
    dictionary.set(items[index] as Pickled, items[index + 1] as Pickled);
  return dictionary;
}

/** ("storage", type, key, device, length[, view]); the device is where it once was, and of no interest. */
function storageOf(id: Pickled): PickledStorage {
  if (!Array.isArray(id) || id[0] !== 'storage') throw malformed('storage');
  const [, type, key, , length] = id;
  if (!(type instanceof PickledGlobal) || type.storageType === null) throw malformed('storage');
  if (typeof key !== 'string' || !isCount(length)) throw malformed('storage');
  return new PickledStorage(key, type.storageType, length);
}
