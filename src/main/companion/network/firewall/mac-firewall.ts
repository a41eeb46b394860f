/** macOS' application firewall, asked through its own tool, which anybody may run. */
import type { RunCommand } from '../run-command.ts';
import type { FirewallQuestion, FirewallState } from './firewall-state.ts';

const tool = '/usr/libexec/ApplicationFirewall/socketfilterfw';
const name = 'macOS firewall';

/** Null where it does not tell. */
export async function askMacFirewall(
  run: RunCommand,
  { program }: FirewallQuestion,
): Promise<FirewallState | null> {
  const state = (await run(tool, ['--getglobalstate']))?.output ?? '';
  const number = /state\s*=\s*(\d)/i.exec(state)?.[1];
  if (number === undefined) return null;
  if (number === '0') return { name, verdict: 'lets', publicNetwork: null };
  const blocksAll = (await run(tool, ['--getblockall']))?.output ?? '';
  // 2 is "block all" told another way.
  if (number === '2' || /\benabled\b/i.test(blocksAll)) {
    return { name, verdict: 'blocks', publicNetwork: null };
  }
  const ours = (await run(tool, ['--getappblocked', program]))?.output ?? '';
  if (/\bblocked\b/i.test(ours)) return { name, verdict: 'blocks', publicNetwork: null };
  if (/\bpermitted\b/i.test(ours)) return { name, verdict: 'lets', publicNetwork: null };
  // It has no entry: macOS asks the user at the first call, who may not have seen it.
  return { name, verdict: 'mayBlock', publicNetwork: null };
}
