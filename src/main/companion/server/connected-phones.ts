/** Who is there at the moment, and how each is told. */
import type { DeviceId } from '../../../contracts/companion/device.ts';
import type { PhoneEvent } from '../../../contracts/companion/events.ts';
import type { DeviceConnection } from './device-connection.ts';

/** Pages of one phone that may be connected: its tabs, its Home Screen app, and ghosts that are not noticed yet. */
const connectionsPerDevice = 6;

export class ConnectedPhones {
  readonly #byDevice = new Map<DeviceId, Set<DeviceConnection>>();

  isConnected(deviceId: DeviceId): boolean {
    return this.#byDevice.has(deviceId);
  }

  /** @returns whether the phone was not there before */
  add(deviceId: DeviceId, connection: DeviceConnection): boolean {
    const connections = this.#byDevice.get(deviceId) ?? new Set();
    const isNew = connections.size === 0;
    connections.add(connection);
    this.#byDevice.set(deviceId, connections);
    // The oldest is most likely a ghost.
    if (connections.size > connectionsPerDevice) this.#dismiss([...connections][0]!, 'replaced');
    return isNew;
  }

  /** @returns whether the phone is not there any more */
  remove(deviceId: DeviceId, connection: DeviceConnection): boolean {
    const connections = this.#byDevice.get(deviceId);
    connections?.delete(connection);
    if (!connections || connections.size > 0) return false;
    return this.#byDevice.delete(deviceId);
  }

  /** @returns whether one of its pages was told */
  tell(deviceId: DeviceId, event: PhoneEvent): boolean {
    let told = false;
    for (const connection of this.#byDevice.get(deviceId) ?? []) {
      if (!connection.isGreeted) continue;
      connection.tell(event);
      told = true;
    }
    return told;
  }

  tellIfQuick(deviceId: DeviceId, event: PhoneEvent): void {
    for (const connection of this.#byDevice.get(deviceId) ?? []) connection.tellIfQuick(event);
  }

  all(): DeviceId[] {
    return [...this.#byDevice.keys()];
  }

  end(deviceId: DeviceId, reason: 'revoked' | 'closing'): void {
    for (const connection of [...(this.#byDevice.get(deviceId) ?? [])]) this.#dismiss(connection, reason);
  }

  #dismiss(connection: DeviceConnection, reason: 'revoked' | 'closing' | 'replaced'): void {
    connection.tell({ type: 'goodbye', reason });
    connection.close();
  }
}
