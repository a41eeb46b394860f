import { describe, expect, it } from 'vitest';
import type { RunCommand } from '../run-command.ts';
import { askLinuxFirewall } from './linux-firewall.ts';
import { askMacFirewall } from './mac-firewall.ts';
import { askWindowsFirewall, readWindowsAnswer } from './windows-firewall.ts';

const question = { port: 4600, interfaceName: 'wlan0', program: '/opt/IrisVue Studio/irisvue' };

/** Plays programs by what they are asked; one that is not named is not installed. */
function playing(answers: Readonly<Record<string, string>>, exitCode = 0): RunCommand {
  return async (program, args) => {
    const asked = [program.split('/').at(-1), ...args].join(' ');
    const output = Object.entries(answers).find(([start]) => asked.startsWith(start))?.[1];
    return output === undefined ? null : { exitCode, output };
  };
}

describe('Windows', () => {
  const answer = (changes: object) =>
    JSON.stringify({
      category: 'Private',
      network: 'Home',
      profiles: [
        { name: 'Domain', enabled: 'True', inbound: 'NotConfigured', rules: 'NotConfigured' },
        { name: 'Private', enabled: 'True', inbound: 'NotConfigured', rules: 'NotConfigured' },
        { name: 'Public', enabled: 'True', inbound: 'Block', rules: 'NotConfigured' },
      ],
      rules: [],
      ...changes,
    });
  const verdict = (changes: object) => readWindowsAnswer(answer(changes))?.verdict;

  it('goes by the profile of the network, and a rule that blocks wins', () => {
    const allow = { action: 'Allow', profile: 'Private' };
    expect(verdict({})).toBe('mayBlock');
    expect(verdict({ rules: [allow] })).toBe('lets');
    expect(verdict({ rules: [allow, { action: 'Block', profile: 'Private, Public' }] })).toBe('blocks');
    expect(verdict({ category: 'Public', rules: [allow] })).toBe('mayBlock');
    expect(verdict({ category: 'DomainAuthenticated', rules: [{ action: 'Allow', profile: 'Any' }] })).toBe(
      'lets',
    );
  });

  it('knows a firewall that is off, one that lets nobody in, and a public network', () => {
    const profile = { name: 'Private', enabled: 'True', inbound: 'Block', rules: 'True' };
    expect(verdict({ profiles: [{ ...profile, enabled: 'False' }] })).toBe('lets');
    expect(verdict({ profiles: [{ ...profile, rules: 'False' }] })).toBe('blocks');
    expect(readWindowsAnswer(answer({ category: 'Public', network: 'Café' }))?.publicNetwork).toBe('Café');
    expect(readWindowsAnswer('Access denied')).toBeNull();
    expect(readWindowsAnswer(answer({ category: '' }))).toBeNull();
  });

  it('hands names to the script beside it, never inside it', async () => {
    const evil = `x'; Remove-Item C:\\ #`;
    let environment: unknown;
    let script = '';
    await askWindowsFirewall(
      async (_, args, options) => {
        environment = options?.environment;
        script = Buffer.from(args.at(-1) ?? '', 'base64').toString('utf16le');
        return null;
      },
      { ...question, interfaceName: evil },
    );
    expect(environment).toMatchObject({ IRISVUE_INTERFACE: evil });
    expect(script).toContain('Get-NetFirewallProfile');
    expect(script).not.toContain('Remove-Item');
  });
});

describe('macOS', () => {
  const on = 'Firewall is enabled. (State = 1)';
  const allOff = 'Firewall has block all state set to disabled.';
  const ask = async (answers: Record<string, string>) =>
    (await askMacFirewall(playing(answers), question))?.verdict;
  const tool = 'socketfilterfw --get';

  it('tells off, on, closed to all, and what was decided for this program', async () => {
    expect(await ask({ [`${tool}globalstate`]: 'Firewall is disabled. (State = 0)' })).toBe('lets');
    expect(
      await ask({
        [`${tool}globalstate`]: on,
        [`${tool}blockall`]: 'Firewall has block all state set to enabled.',
      }),
    ).toBe('blocks');
    const app = (words: string) =>
      ask({ [`${tool}globalstate`]: on, [`${tool}blockall`]: allOff, [`${tool}appblocked`]: words });
    expect(await app('Incoming connection to the application is blocked.')).toBe('blocks');
    expect(await app('Incoming connection to the application is permitted.')).toBe('lets');
    expect(await app('The application is not part of the firewall.')).toBe('mayBlock');
    expect(await ask({})).toBeUndefined();
  });
});

describe('Linux', () => {
  const ask = async (files: Record<string, string>, run: RunCommand = playing({})) =>
    (
      await askLinuxFirewall(
        {
          run,
          readText: async (path) => files[path] ?? Promise.reject(new Error('ENOENT')),
        },
        question,
      )
    )?.verdict;
  const enabled = { '/etc/ufw/ufw.conf': 'ENABLED=yes\nLOGLEVEL=low\n' };

  it('reads what ufw lets everybody read', async () => {
    expect(await ask({ '/etc/ufw/ufw.conf': 'ENABLED=no\n' })).toBeUndefined();
    expect(await ask(enabled)).toBe('mayBlock');
    expect(await ask({ ...enabled, '/etc/default/ufw': 'DEFAULT_INPUT_POLICY="ACCEPT"\n' })).toBe('lets');
    const rules = '-A ufw-user-input -p tcp --dport 4600 -j ACCEPT\n';
    expect(await ask({ ...enabled, '/etc/ufw/user.rules': rules })).toBe('lets');
    expect(await ask({ ...enabled, '/etc/ufw/user.rules': rules.replace('4600', '46001') })).toBe('blocks');
  });

  it('asks firewalld for the zone of the interface', async () => {
    const zone = (open: string) =>
      playing({
        'firewall-cmd --state': 'running\n',
        'firewall-cmd --get-zone-of-interface=wlan0': 'home\n',
        'firewall-cmd --zone=home --query-port=4600/tcp': open,
      });
    expect(await ask({}, zone('yes\n'))).toBe('lets');
    expect(await ask({}, zone('no\n'))).toBe('blocks');
    expect(await ask({}, zone('Authorization failed.'))).toBe('mayBlock');
  });

  it('reads nftables only where it may, and says nothing about rules that drop nothing', async () => {
    const drop = 'chain input {\n type filter hook input priority filter; policy drop;\n}';
    expect(await ask({}, playing({ 'nft list ruleset': drop }))).toBe('mayBlock');
    expect(await ask({}, playing({ 'nft list ruleset': `${drop}\ntcp dport { 22, 4600 } accept` }))).toBe(
      'lets',
    );
    expect(await ask({}, playing({ 'nft list ruleset': drop.replace('drop', 'accept') }))).toBeUndefined();
    expect(await ask({}, playing({ 'nft list ruleset': drop }, 1))).toBeUndefined();
  });
});
