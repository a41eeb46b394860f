import { EventEmitter } from 'node:events';
import { happened } from './facts.ts';

export class Notification extends EventEmitter {
  static readonly shown: Notification[] = [];
  static isSupported(): boolean {
    return true;
  }
  readonly title: string;
  readonly body: string;
  isOpen = false;
  constructor({ title = '', body = '' }: { title?: string; body?: string } = {}) {
    super();
    this.title = title;
    this.body = body;
  }
  show(): void {
    this.isOpen = true;
    Notification.shown.push(this);
    this.emit('show');
    happened('notification');
  }
  close(): void {
    this.isOpen = false;
    this.emit('close');
  }
}
