/**
 * Chromium keeps each page in a sandbox that needs user namespaces or a helper with special rights. As root, and in
 * many containers, there is neither, and Chromium ends before any code of ours runs; whoever then adds `--no-sandbox`
 * gives a page that shows strangers' files the rights of the whole program. So that switch is for tests only, and
 * `npm start` explains the rest (build/start-studio.ts).
 */
export function noSandboxWords(
  isSwitchedOff: boolean,
  environment: NodeJS.ProcessEnv,
): { readonly message: string; readonly detail: string } | null {
  if (!isSwitchedOff || environment.IRISVUE_E2E === '1') return null;
  return {
    message: 'IrisVue Studio does not run without its sandbox.',
    detail:
      'Start it without --no-sandbox, as an ordinary user instead of root. In a container, use the studio in a browser: irisvue studio.',
  };
}
