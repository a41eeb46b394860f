import { readFile } from 'node:fs/promises';
import type { RunCommand } from '../run-command.ts';
import type { FirewallQuestion, FirewallState } from './firewall-state.ts';
import { askLinuxFirewall } from './linux-firewall.ts';
import { askMacFirewall } from './mac-firewall.ts';
import { askWindowsFirewall } from './windows-firewall.ts';

/** Null where the system does not tell, or has none that is on. Never rejects; needs no rights. */
export async function askFirewall(
  platform: string,
  run: RunCommand,
  question: FirewallQuestion,
): Promise<FirewallState | null> {
  if (platform === 'win32') return askWindowsFirewall(run, question);
  if (platform === 'darwin') return askMacFirewall(run, question);
  if (platform !== 'linux') return null;
  return askLinuxFirewall({ run, readText: (path) => readFile(path, 'utf8') }, question);
}
