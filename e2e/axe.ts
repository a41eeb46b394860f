/** What axe says of a page. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** Rules that a theme can break; all others see the same page in every theme. */
const colourRules = ['color-contrast', 'link-in-text-block'];

interface Wishes {
  /** The view was looked at whole in another theme. */
  readonly coloursOnly?: boolean;
  /** Leaves out what axe calls minor or moderate. */
  readonly seriousOnly?: boolean;
}

/** @returns one text for each place where a rule is broken: the rule, the element, and how to mend it */
export async function complaintsOf(
  page: Page,
  { coloursOnly = false, seriousOnly = false }: Wishes = {},
): Promise<string[]> {
  // No page of ours has frames, so no second page is opened to put the frames' findings together: that takes longer
  // than the findings.
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  const { violations } = await (coloursOnly ? axe.withRules(colourRules) : axe).analyze();
  return violations
    .filter(({ impact }) => !seriousOnly || impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html}\n  ${failureSummary}`),
    );
}
