import type { Device } from '../../../contracts/companion/device.ts';

/** "Anna’s iPhone", "Anna’s iPhone and Studio phone", "Anna’s iPhone and 2 others" */
export function namesOf(devices: readonly Pick<Device, 'name'>[]): string {
  const [first, second] = devices.map(({ name }) => name);
  if (first === undefined) return '';
  if (second === undefined) return first;
  return devices.length === 2 ? `${first} and ${second}` : `${first} and ${devices.length - 1} others`;
}
