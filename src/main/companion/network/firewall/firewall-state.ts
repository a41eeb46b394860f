/** What a system's firewall does to a phone that calls the studio's port, as far as it lets itself be asked. */
export interface FirewallState {
  /** As its user knows it. */
  readonly name: string;
  /** `mayBlock`: it is on, and its rules are only for administrators to read. */
  readonly verdict: 'lets' | 'blocks' | 'mayBlock';
  /** The network that the system has marked as a public place; null where there is none or no such mark. */
  readonly publicNetwork: string | null;
}

export interface FirewallQuestion {
  readonly port: number;
  readonly interfaceName: string;
  /** The program that listens: some firewalls let programs through, not ports. */
  readonly program: string;
}
