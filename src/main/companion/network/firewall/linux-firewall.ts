/** Linux' usual firewalls: ufw's world-readable settings, firewalld through its client, nftables where allowed. */
import type { RunCommand } from '../run-command.ts';
import type { FirewallQuestion, FirewallState } from './firewall-state.ts';

export interface LinuxSystem {
  readonly run: RunCommand;
  /** Rejects where there is no such file or it may not be read. */
  readonly readText: (path: string) => Promise<string>;
}

/** Null where none is known to be on. */
export async function askLinuxFirewall(
  system: LinuxSystem,
  question: FirewallQuestion,
): Promise<FirewallState | null> {
  return (
    (await askUfw(system, question)) ??
    (await askFirewalld(system.run, question)) ??
    (await askNftables(system.run, question))
  );
}

async function askUfw({ readText }: LinuxSystem, { port }: FirewallQuestion): Promise<FirewallState | null> {
  const read = (path: string) => readText(path).catch(() => null);
  const settings = await read('/etc/ufw/ufw.conf');
  if (settings === null || !/^\s*ENABLED\s*=\s*yes/im.test(settings)) return null;
  const policies = (await read('/etc/default/ufw')) ?? '';
  const lets = /^\s*DEFAULT_INPUT_POLICY\s*=\s*"?ACCEPT/im.test(policies);
  const state = { name: 'ufw', publicNetwork: null };
  if (lets) return { ...state, verdict: 'lets' };
  const rules = await read('/etc/ufw/user.rules');
  if (rules === null) return { ...state, verdict: 'mayBlock' };
  const rule = rules.match(
    new RegExp(`^-A ufw-user-input .*--dport ${port}\\b.*-j (ACCEPT|DROP|REJECT)`, 'm'),
  );
  return { ...state, verdict: rule?.[1] === 'ACCEPT' ? 'lets' : 'blocks' };
}

async function askFirewalld(
  run: RunCommand,
  { port, interfaceName }: FirewallQuestion,
): Promise<FirewallState | null> {
  const state = await run('firewall-cmd', ['--state']);
  if (state === null || state.exitCode !== 0 || !state.output.includes('running')) return null;
  const name = 'firewalld';
  const zoned = await run('firewall-cmd', [`--get-zone-of-interface=${interfaceName}`]);
  const fallback = zoned?.exitCode === 0 ? zoned : await run('firewall-cmd', ['--get-default-zone']);
  const zone = fallback?.output.trim() ?? '';
  if (!/^[\w.-]+$/.test(zone)) return { name, verdict: 'mayBlock', publicNetwork: null };
  if (zone === 'trusted') return { name, verdict: 'lets', publicNetwork: null };
  const open = (await run('firewall-cmd', [`--zone=${zone}`, `--query-port=${port}/tcp`]))?.output.trim();
  const verdict = open === 'yes' ? 'lets' : open === 'no' ? 'blocks' : 'mayBlock';
  return { name, verdict, publicNetwork: null };
}

/** Only an administrator may list the rules; for everybody else there is nothing to tell. */
async function askNftables(run: RunCommand, { port }: FirewallQuestion): Promise<FirewallState | null> {
  const rules = await run('nft', ['list', 'ruleset']);
  if (rules === null || rules.exitCode !== 0) return null;
  if (!/hook input [^}]*?policy drop/s.test(rules.output)) return null;
  const named = new RegExp(`tcp dport [^\\n]*\\b${port}\\b[^\\n]*accept`).test(rules.output);
  return { name: 'nftables', verdict: named ? 'lets' : 'mayBlock', publicNetwork: null };
}
