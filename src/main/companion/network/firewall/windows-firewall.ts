/**
 * Windows' own firewall, asked through PowerShell: which profile the network has, what that profile does with
 * unasked-for calls, and which rules there are for this program. Enumerations come in English in every language.
 */
import { z } from 'zod';
import { type RunCommand, windowsProgram } from '../run-command.ts';
import type { FirewallQuestion, FirewallState } from './firewall-state.ts';

/** Names come in through the environment: nothing of them is ever part of the script. */
const script = `
$ErrorActionPreference = 'SilentlyContinue'
$network = Get-NetConnectionProfile -InterfaceAlias $env:IRISVUE_INTERFACE | Select-Object -First 1
$profiles = @(Get-NetFirewallProfile -PolicyStore ActiveStore | ForEach-Object { @{
  name = [string]$_.Name; enabled = [string]$_.Enabled
  inbound = [string]$_.DefaultInboundAction; rules = [string]$_.AllowInboundRules } })
$rules = @(Get-NetFirewallApplicationFilter -Program $env:IRISVUE_PROGRAM | Get-NetFirewallRule |
  Where-Object { $_.Direction -eq 'Inbound' -and $_.Enabled -eq 'True' } | ForEach-Object { @{
  action = [string]$_.Action; profile = [string]$_.Profile } })
@{ category = [string]$network.NetworkCategory; network = [string]$network.Name
  profiles = $profiles; rules = $rules } | ConvertTo-Json -Depth 4 -Compress
`;

const answerSchema = z.object({
  category: z.string(),
  network: z.string(),
  profiles: z.array(
    z.object({ name: z.string(), enabled: z.string(), inbound: z.string(), rules: z.string() }),
  ),
  rules: z.array(z.object({ action: z.string(), profile: z.string() })),
});

/** Null where it does not tell. */
export async function askWindowsFirewall(
  run: RunCommand,
  { interfaceName, program }: FirewallQuestion,
): Promise<FirewallState | null> {
  const answer = await run(
    windowsProgram('WindowsPowerShell', 'v1.0', 'powershell.exe'),
    ['-NoProfile', '-NonInteractive', '-EncodedCommand', Buffer.from(script, 'utf16le').toString('base64')],
    { environment: { IRISVUE_INTERFACE: interfaceName, IRISVUE_PROGRAM: program } },
  );
  return answer === null ? null : readWindowsAnswer(answer.output);
}

export function readWindowsAnswer(output: string): FirewallState | null {
  const parsed = answerSchema.safeParse(jsonOf(output));
  if (!parsed.success) return null;
  const { category, network, profiles, rules } = parsed.data;
  const profileName = category === 'DomainAuthenticated' ? 'Domain' : category;
  const profile = profiles.find(({ name }) => name === profileName);
  if (profile === undefined) return null;
  const publicNetwork = category === 'Public' ? network : null;
  const name = 'Windows Firewall';
  if (profile.enabled === 'False') return { name, verdict: 'lets', publicNetwork };
  // "Block all incoming connections, including those in the list of allowed apps."
  if (profile.rules === 'False') return { name, verdict: 'blocks', publicNetwork };
  const ours = rules.filter((rule) => rule.profile === 'Any' || rule.profile.includes(profileName));
  // A rule that blocks wins over every rule that lets through.
  if (ours.some(({ action }) => action === 'Block')) return { name, verdict: 'blocks', publicNetwork };
  if (ours.some(({ action }) => action === 'Allow') || profile.inbound === 'Allow') {
    return { name, verdict: 'lets', publicNetwork };
  }
  // NotConfigured means Block. A rule for the port rather than the program may still let it through.
  return { name, verdict: 'mayBlock', publicNetwork };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
